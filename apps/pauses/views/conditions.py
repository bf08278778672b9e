"""The conditions for lifting an order: the checklist, one of them with what was shown, and what is done with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import tied
from apps.committees.states import Role
from apps.deadlines.selectors import of_subject
from apps.kernel import clock
from apps.kernel.decisions import Decision, first_refusal
from apps.kernel.forms_ui import attempt
from apps.pauses.acts.lifting import CONDITION
from apps.pauses.forms.lifting import AcceptForm, EvidenceForm, ReopenForm, ReturnForm, VerifyForm
from apps.pauses.models import Condition
from apps.pauses.rules import showing as rules
from apps.pauses.rules.charter import LIFTS_BY_ITSELF as LIFTING
from apps.pauses.rules.words import measure_reads
from apps.pauses.selectors.conditions import condition_for, conditions_of
from apps.pauses.selectors.deciding import accepts, barred_labs, bound_labs, decides, verifier_of
from apps.pauses.selectors.responses import latest_responses
from apps.pauses.services import showing
from apps.pauses.states import ConditionKind, ConditionState
from apps.pauses.views.permits import laid_order
from apps.record.selectors import timeline
from apps.record.services import note_sighting
from apps.votes.rules.verbs import may_draft


@require_safe
def checklist(request: Any, slug: str, ref: str) -> HttpResponse:
    """All conditions of an order with their evidence, and the labs' complete responses."""
    order, now = laid_order(request, ref), clock.now()
    context = {
        "order": order,
        "checklist": conditions_of(request.viewer, order, now),
        "responses": latest_responses(order),
        "now": now,
    }
    return render(request, "pauses/checklist.html", context)


@require_safe
def condition(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """One condition."""
    row = condition_for(request.viewer, ref, number)
    note_sighting(CONDITION, row.pk, viewer=request.viewer, now=clock.now())
    return condition_page(request, row)


def condition_page(request: Any, row: Condition, **forms: Form) -> HttpResponse:
    """The page; `forms` came back with errors."""
    viewer, now, order = request.viewer, clock.now(), row.order
    may = may_of(viewer, row, now)
    shown = next(one for one in conditions_of(viewer, order, now).rows if one.row.pk == row.pk)
    context = {
        "order": order,
        "row": shown.row,
        "shown": shown,
        "measure": _reads(row),
        "may": may,
        "why_not": _why_not(viewer, row, may),
        "may_move": row.kind == ConditionKind.VOTE
        and rules.is_open(order, row.kind, "come", row.state)
        and may_draft(viewer),
        "deadlines": of_subject(CONDITION, row.pk),
        "timeline": timeline(CONDITION, row.pk),
        "submit_form": EvidenceForm(auto_id="id_submit_%s"),
        "verify_form": VerifyForm(auto_id="id_verify_%s", least=row.tier),
        "return_form": ReturnForm(auto_id="id_return_%s"),
        "accept_form": AcceptForm(auto_id="id_accept_%s"),
        "reopen_form": ReopenForm(auto_id="id_reopen_%s"),
        "now": now,
        "failed": next(iter(forms.values()), None),
    }
    return render(request, "pauses/condition.html", context | forms, status=422 if forms else 200)


def may_of(viewer: Viewer, row: Condition, now: datetime) -> dict[str, Decision]:
    """Each step with whether the viewer may take it."""
    order, bound = row.order, bound_labs(row.order)
    ties = tied(bound, now).keys()
    decider = decides(viewer, order, LIFTING, now, barred=barred_labs(order, now))
    verifier = rules.is_verifier(viewer, bound=bound, tied=ties)

    def is_open(verb: str) -> Decision:
        return rules.is_open(order, row.kind, verb, row.state)

    return {
        "submit": rules.may_submit(
            viewer, order, kind=row.kind, state=row.state, is_bound=viewer.organisation_id in bound
        ),
        "verify": first_refusal(is_open("verify"), verifier),
        "return": first_refusal(is_open("return"), verifier if verifier else decider),
        "accept": first_refusal(is_open("accept"), accepts(viewer, row, now)),
        "reopen": first_refusal(is_open("reopen"), decider),
    }


def _why_not(viewer: Viewer, row: Condition, may: dict[str, Decision]) -> str:
    """Why somebody who might be expected to take the next step cannot."""
    if row.state == ConditionState.SUBMITTED and viewer.role in {Role.AUDITOR, Role.INDEPENDENT}:
        return may["verify"].reason
    verified_it = viewer.organisation_id == verifier_of(row)
    return may["accept"].reason if row.state == ConditionState.VERIFIED and verified_it else ""


def _reads(row: Condition) -> str:
    measure = row.measure
    if measure is None:
        return ""
    above = None if measure.above is None else int(measure.above)
    return measure_reads(measure.restricts, measure.extent, above, measure.marker)


def _act(
    request: Any, slug: str, ref: str, number: int, step: str, verb: Callable[..., Any], done: str, form: Form
) -> HttpResponse:
    row = condition_for(request.viewer, ref, number)
    may_of(request.viewer, row, clock.now())[step].require()
    if attempt(form, verb, actor=request.viewer, now=clock.now(), ref=row.order.ref, number=number) is None:
        return condition_page(request, row, **{f"{step}_form": form})
    messages.success(request, done)
    return redirect("pauses:condition", slug, row.order.ref, number)


@require_POST
def submit(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """A bound lab gives evidence."""
    form = EvidenceForm(request.POST, request.FILES, auto_id="id_submit_%s")
    done = _("The evidence is on the record. Somebody without a stake verifies it.")
    return _act(request, slug, ref, number, "submit", showing.submit, done, form)


@require_POST
def verify(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """Somebody without a stake verifies it."""
    form = VerifyForm(request.POST, request.FILES, auto_id="id_verify_%s")
    return _act(request, slug, ref, number, "verify", showing.verify, _("What you found is on the record."), form)


@require_POST
def give_back(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """More is needed."""
    form = ReturnForm(request.POST, auto_id="id_return_%s")
    return _act(request, slug, ref, number, "return", showing.give_back, _("It is returned."), form)


@require_POST
def accept(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """Whoever decides finds it met."""
    form = AcceptForm(request.POST, auto_id="id_accept_%s")
    return _act(request, slug, ref, number, "accept", showing.accept, _("The condition is met."), form)


@require_POST
def reopen(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """It holds no longer."""
    form = ReopenForm(request.POST, auto_id="id_reopen_%s")
    return _act(request, slug, ref, number, "reopen", showing.reopen, _("The condition is open again."), form)
