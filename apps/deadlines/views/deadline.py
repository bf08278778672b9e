"""The page of one deadline, and the part of it that refreshes itself."""

import hashlib
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.deadlines import selectors
from apps.deadlines.forms import (
    ChaseForm,
    ExtendForm,
    HandOverForm,
    PauseForm,
    ResumeForm,
    TakeOnForm,
    VerbForm,
    WaiveForm,
)
from apps.deadlines.selectors import Answers, Shown
from apps.deadlines.states import OPEN
from apps.kernel import clock, times

STOP_POLLING = 286
NOW_AND_THEN = 600
DIGITS = 16
FORMS = {"pause": PauseForm, "resume": ResumeForm, "extend": ExtendForm, "waive": WaiveForm, "chase": ChaseForm}


@require_safe
def deadline(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One deadline: what is owed, by whom, under which rule, its ladder, and what one may do."""
    return page(request, selectors.deadline_for(request.viewer, uid, clock.now()))


def page(request: Any, shown: Shown, bound: VerbForm | None = None) -> HttpResponse:
    """The page; `bound` is a form that comes back with its errors and what was typed."""
    answers = selectors.answers(request.viewer, shown)
    context = _live(request, shown) | {
        "answers": answers,
        "may": answers.may,
        "forms": _forms(shown, answers, bound),
        "bound": bound,
    }
    return render(request, "deadlines/deadline.html", context, status=422 if bound else 200)


def _forms(shown: Shown, answers: Answers, bound: VerbForm | None) -> dict[str, VerbForm]:
    """A form for each verb that the viewer may use."""
    forms: dict[str, VerbForm] = {verb: form() for verb, form in FORMS.items() if answers.may[verb]}
    if answers.may["take_on"]:
        forms["take_on"] = TakeOnForm(initial={"until": selectors.promise_for(shown.deadline, shown.now)})
    if answers.may["hand_over"]:
        forms["hand_over"] = HandOverForm(seats=selectors.candidates(shown.deadline, shown.now))
    return forms | ({bound.verb: bound} if bound else {})


@require_safe
def live(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Clock and ladder, polled: 204 while they show what they should, 286 once nothing can change any more."""
    shown = selectors.deadline_for(request.viewer, uid, clock.now())
    stopped = "stop" in request.GET
    if not stopped and request.GET.get("seen") == _stamp(shown):
        return HttpResponse(status=204)
    context = _live(request, shown) | {"stopped": stopped, "changed": request.GET.get("opened") != _standing(shown)}
    context["opened"] = request.GET.get("opened", "")[:DIGITS]
    status = 200 if context["is_over"] is False else STOP_POLLING
    return render(request, "deadlines/partials/live.html", context, status=status)


def _live(request: Any, shown: Shown) -> dict[str, Any]:
    """What the part that refreshes itself is made of."""
    row = shown.deadline
    zone = ZoneInfo(row.zone)
    there = zone if zone.key != times.zone_name() else None
    return {
        "shown": shown,
        "deadline": row,
        "subject_address": shown.address(request.committee.slug),
        "lines": selectors.ladder(shown),
        "due_there": times.when(row.due_at, zone=there, utc=True) if there else "",
        "rolled_from": times.when(row.rolled_from, zone=zone) if row.rolled_from else "",
        "first_due": row.first_due_at if row.first_due_at != row.due_at else None,
        "is_over": shown.state not in OPEN,
        "stamp": _stamp(shown),
        "opened": _standing(shown),
        "now": shown.now,
    }


def _standing(shown: Shown) -> str:
    """What decides which verbs are open: while it is the same, so is what the page offers."""
    row = shown.deadline
    until = row.taken_on_until if shown.is_on_it else None
    return _digest(shown.state, row.course, row.owed_by_seat_id, until, row.chased_at)


def _stamp(shown: Shown) -> str:
    """Differs whenever clock and ladder would look different: the time left counts as people read it, and how long
    ago things happened now and then."""
    row = shown.deadline
    passing = (times.left(row.due_at, shown.now), shown.now.timestamp() // NOW_AND_THEN) if shown.is_open else ()
    return _digest(_standing(shown), row.steps_taken, row.paused_at, row.due_at, *passing)


def _digest(*parts: Any) -> str:
    return hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()[:DIGITS]
