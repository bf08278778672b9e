"""One lab under a pause: what it has to do, what it has attested, and what others may say to that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from apps.committees.models import Seat
from apps.committees.selectors import presiding
from apps.deadlines.models import Deadline
from apps.deadlines.selectors import of_subject
from apps.deadlines.states import OPEN
from apps.kernel import clock
from apps.pauses.acts.labs import LAB, TO_ACKNOWLEDGE, TO_ATTEST, TO_RENEW
from apps.pauses.forms.compliance import ChallengeForm, DecideChallengeForm
from apps.pauses.models import SUBJECT, Attestation, Binding, Challenge, PauseOrder
from apps.pauses.rules import compliance, verbs
from apps.pauses.selectors.compliance import LabRow, attestations_of, binding_for, cases_due, labs_of
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.permits import measures_for
from apps.pauses.states import RUN_STATE_LABELS, CaseState, ChallengeState, RunState
from apps.record.selectors import timeline

CHALLENGE_TONES = {ChallengeState.OPEN: "info", ChallengeState.UPHELD: "stop", ChallengeState.DISMISSED: "neutral"}
CHALLENGE_LABELS = {
    ChallengeState.OPEN: _lazy("Open"),
    ChallengeState.UPHELD: _lazy("Upheld"),
    ChallengeState.DISMISSED: _lazy("Dismissed"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing on the lab's list: where it is done, by when, and whether it is."""

    title: str
    href: str
    due: datetime | None
    says: str
    tone: str


@require_safe
def lab(request: Any, slug: str, ref: str, lab: str) -> HttpResponse:
    """The lab's page; for the lab itself its list of what is to be done."""
    order = order_for(request.viewer, ref)
    verbs.has_words(order).require()
    return lab_page(request, order, binding_for(order, lab))


def lab_page(request: Any, order: PauseOrder, binding: Binding, *, about: str = "", **forms: Form) -> HttpResponse:
    """The page; `forms` came back with errors, `about` is the number or the id of what they are about."""
    viewer, now = request.viewer, clock.now()
    row = next(one for one in labs_of(viewer, order, now) if one.binding.pk == binding.pk)
    is_own = viewer.organisation_id == binding.organisation_id and not viewer.is_operator
    may = {
        "acknowledge": verbs.may_acknowledge(
            viewer,
            order,
            is_own=is_own,
            was_served=binding.served_at is not None,
            has_said=binding.acknowledged_at is not None,
        ),
        "attest": compliance.may_attest(viewer, order, binding),
        "challenge": compliance.may_challenge(viewer, order, binding),
    }
    deadlines = of_subject(LAB, binding.pk)
    over = presiding(now, SUBJECT, order.pk).seat
    context = {
        "order": order,
        "binding": binding,
        "row": row,
        "is_own": is_own,
        "may": may,
        "measures": measures_for(binding, now),
        "tasks": _tasks(request, order, row, deadlines, now) if is_own else [],
        "attestations": [
            _shown(request, order, binding, one, over, about, forms) for one in attestations_of(viewer, binding)
        ],
        "cases": binding.cases.order_by("-pk"),
        "deadlines": deadlines,
        "timeline": timeline(LAB, binding.pk),
        "now": now,
        "failed": next(iter(forms.values()), None),
    }
    return render(request, "pauses/lab.html", context, status=422 if forms else 200)


def _tasks(request: Any, order: PauseOrder, row: LabRow, deadlines: Iterable[Deadline], now: datetime) -> list[Task]:
    """What the lab has to do, what is due first before the rest."""
    if not row.is_bound:
        return []
    here = [request.committee.slug, order.ref, row.organisation.key]
    due = {one.clock: one for one in deadlines if one.state in OPEN}
    found = []
    if row.binding.acknowledged_at is None:
        found.append(_task(_("Say that the order has reached you"), "#acknowledge", due.get(TO_ACKNOWLEDGE), now))
    if row.attested:
        found.append(_task(_("Attest again"), reverse("pauses:attest", args=here), due.get(TO_RENEW), now))
    else:
        title = _("Attest that your runs in scope stand still")
        found.append(_task(title, reverse("pauses:attest", args=here), due.get(TO_ATTEST), now))
    found.sort(key=lambda task: (task.due is None, task.due))
    owed = cases_due(row.cases)
    for case in row.cases:
        title = _("Answer %(ref)s") if case.state == CaseState.OPEN else _("Remedy %(ref)s")
        address = reverse("pauses:case", args=[request.committee.slug, case.ref])
        found.insert(0, Task(title % {"ref": case.ref}, address, owed.get(case.pk), _("Case open"), "warn"))
    return found


def _task(title: str, href: str, deadline: Any, now: datetime) -> Task:
    if deadline is None:
        return Task(title, href, None, _("To do"), "info")
    if deadline.due_at < now:
        return Task(title, href, deadline.due_at, _("Overdue"), "stop")
    return Task(
        title, href, deadline.due_at, _("To do"), "warn" if deadline.due_at < now + timedelta(days=1) else "info"
    )


def _shown(
    request: Any,
    order: PauseOrder,
    binding: Binding,
    row: Attestation,
    over: Seat | None,
    about: str,
    forms: dict[str, Form],
) -> dict[str, Any]:
    mine = forms if about == str(row.number) else {}
    return {
        "row": row,
        "runs": [(one, RUN_STATE_LABELS[RunState(one.state)]) for one in row.runs.all()],
        "files": [one.file for one in row.files.all()],
        "challenge_form": mine.get("challenge_form") or ChallengeForm(auto_id=f"id_challenge_{row.number}_%s"),
        "challenges": [_challenge(request, order, binding, one, over, about, forms) for one in row.challenges.all()],
    }


def _challenge(
    request: Any,
    order: PauseOrder,
    binding: Binding,
    row: Challenge,
    over: Seat | None,
    about: str,
    forms: dict[str, Form],
) -> dict[str, Any]:
    form = forms.get("decide_form") if about == str(row.uid) else None
    barred = {binding.organisation_id, row.seat.organisation_id}
    may = compliance.may_decide_challenge(
        request.viewer,
        order,
        binding,
        state=row.state,
        challenger=row.seat.organisation_id,
        clerks_do=over is None or over.organisation_id in barred,
    )
    return {
        "row": row,
        "tone": CHALLENGE_TONES[ChallengeState(row.state)],
        "label": CHALLENGE_LABELS[ChallengeState(row.state)],
        "may_decide": may,
        "form": form or DecideChallengeForm(auto_id=f"id_decide_{row.number}_%s"),
    }
