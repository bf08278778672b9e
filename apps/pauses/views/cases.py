"""Compliance cases: those of an order, one with its course, and what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.committees.selectors import charter_values
from apps.deadlines.selectors import of_subject
from apps.deadlines.states import OPEN
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.notices.selectors import receipts_of
from apps.pauses.acts.compliance import CASE, NEXT_CONSEQUENCE
from apps.pauses.acts.deciders import clerks_do
from apps.pauses.forms.compliance import AnswerForm, BecauseForm
from apps.pauses.models import ComplianceCase
from apps.pauses.rules import compliance, verbs
from apps.pauses.rules.charter import CONSEQUENCE_DAYS
from apps.pauses.rules.consequences import CONSEQUENCES, to_come
from apps.pauses.selectors.compliance import case_for, cases_of
from apps.pauses.selectors.finding import order_for
from apps.pauses.services import cases as verbs_of_cases
from apps.pauses.states import CASE_STATE_LABELS, GROUND_LABELS, OPEN_CASES, CaseState, Ground
from apps.record.selectors import timeline
from apps.record.services import note_sighting

TONES = {
    CaseState.OPEN: "warn",
    CaseState.ANSWERED: "info",
    CaseState.FOUND: "stop",
    CaseState.CLEARED: "ok",
    CaseState.REMEDIED: "ok",
}
VERBS = ("find", "clear", "remedy")


@dataclass(frozen=True, slots=True)
class Follows:
    """One consequence as the page lists it: taken (`at` is past) or to come (`at` is when, None where that is open)."""

    label: str
    says: str
    at: datetime | None
    is_taken: bool
    is_real: bool = True


@require_safe
def cases(request: Any, slug: str, ref: str) -> HttpResponse:
    """The cases under one order."""
    order = order_for(request.viewer, ref)
    verbs.has_words(order).require()
    rows = [_marked(row) for row in cases_of(order)]
    return render(request, "pauses/cases.html", {"order": order, "cases": rows, "now": clock.now()})


def _marked(row: ComplianceCase) -> dict[str, Any]:
    state = CaseState(row.state)
    return {
        "row": row,
        "label": CASE_STATE_LABELS[state],
        "tone": TONES[state],
        "ground": GROUND_LABELS[Ground(row.ground)],
    }


@require_safe
def case(request: Any, slug: str, case: str) -> HttpResponse:
    """One case: its course, what the lab answers, what is decided, which consequences came and are to come."""
    found = case_for(request.viewer, case)
    note_sighting(CASE, found.pk, viewer=request.viewer, now=clock.now())
    return case_page(request, found)


def case_page(request: Any, case: ComplianceCase, **forms: Form) -> HttpResponse:
    """The page; `forms` came back with errors."""
    viewer, now, binding = request.viewer, clock.now(), case.binding
    clerks = clerks_do(binding.order_id, {binding.organisation_id}, now)
    may = {
        verb: compliance.may_decide(viewer, binding.order, binding, verb, state=case.state, clerks_do=clerks)
        for verb in VERBS
    }
    deadlines = of_subject(CASE, case.pk)
    follows = _follows(case, deadlines, now)
    context = _marked(case) | {
        "case": case,
        "order": binding.order,
        "lab": binding.organisation,
        "may": may | {"answer": compliance.may_answer(viewer, binding, state=case.state)},
        "follows": follows,
        "comes_next": next((one for one in follows if not one.is_taken and one.at), None),
        "awaited": next((one for one in deadlines if one.state in OPEN), None),
        "deadlines": deadlines,
        "timeline": timeline(CASE, case.pk),
        "receipts": receipts_of(viewer, CASE, case.pk),
        "answer_form": AnswerForm(auto_id="id_answer_%s"),
        "now": now,
        "failed": next(iter(forms.values()), None),
    }
    context |= {f"{verb}_form": BecauseForm(auto_id=f"id_{verb}_%s") for verb in VERBS}
    return render(request, "pauses/case.html", context | forms, status=422 if forms else 200)


def _follows(case: ComplianceCase, deadlines: Any, now: datetime) -> list[Follows]:
    """The consequences that came, and while the case may have more those to come with their dates."""
    known = dict(CONSEQUENCES)
    taken = list(case.consequences.order_by("pk"))
    found = [Follows(_label(known, one.key), one.says, one.at, is_taken=True, is_real=one.is_real) for one in taken]
    if case.state not in OPEN_CASES:
        return found
    running = [one for one in deadlines if one.clock == NEXT_CONSEQUENCE and one.state in OPEN]
    at = running[-1].due_at if running else None
    days = timedelta(days=charter_values(now)(CONSEQUENCE_DAYS))
    for one in to_come(list(known.values()), {each.key for each in taken}):
        found.append(
            Follows(str(one.label), str(one.says), at, is_taken=False, is_real=not case.binding.order.is_drill)
        )
        at = at + days if at is not None else None
    return found


def _label(known: dict[str, Any], key: str) -> str:
    return str(known[key].label) if key in known else key


def _act(request: Any, slug: str, ref: str, verb: Callable[..., Any], done: str, name: str, form: Form) -> HttpResponse:
    found = case_for(request.viewer, ref)
    if attempt(form, verb, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return case_page(request, found, **{name: form})
    messages.success(request, done)
    return redirect("pauses:case", slug, ref)


@require_POST
def answer(request: Any, slug: str, case: str) -> HttpResponse:
    """The lab answers."""
    found = case_for(request.viewer, case)
    compliance.may_answer(request.viewer, found.binding, state=found.state).require()
    form = AnswerForm(request.POST, auto_id="id_answer_%s")
    return _act(request, slug, case, verbs_of_cases.answer, _("Your answer is on the record."), "answer_form", form)


def _decide(request: Any, slug: str, ref: str, name: str, verb: Callable[..., Any], done: str) -> HttpResponse:
    found = case_for(request.viewer, ref)
    binding = found.binding
    clerks = clerks_do(binding.order_id, {binding.organisation_id}, clock.now())
    may = compliance.may_decide(request.viewer, binding.order, binding, name, state=found.state, clerks_do=clerks)
    may.require()
    form = BecauseForm(request.POST, auto_id=f"id_{name}_%s")
    return _act(request, slug, ref, verb, done, f"{name}_form", form)


@require_POST
def find(request: Any, slug: str, case: str) -> HttpResponse:
    """It is found that the lab has not complied."""
    return _decide(
        request, slug, case, "find", verbs_of_cases.find, _("It is found. The first consequence has followed.")
    )


@require_POST
def clear(request: Any, slug: str, case: str) -> HttpResponse:
    """The lab is cleared."""
    return _decide(request, slug, case, "clear", verbs_of_cases.clear, _("The lab is cleared. Every effect has ended."))


@require_POST
def remedy(request: Any, slug: str, case: str) -> HttpResponse:
    """What was owed is done."""
    return _decide(request, slug, case, "remedy", verbs_of_cases.remedy, _("The case is over. Every effect has ended."))
