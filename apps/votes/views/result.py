"""What came of a vote: the roll call, the minutes, and the file from which anybody can count again."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.kernel import clock
from apps.kernel.exports import csv_answer
from apps.kernel.pdf import compile_pdf
from apps.kernel.prose import blocks
from apps.votes.models import Motion
from apps.votes.selectors import motion_for
from apps.votes.selectors.dossier import dossier_of
from apps.votes.selectors.minutes import Minutes, called, may_have_minutes, may_have_roll, minutes_of, seconds
from apps.votes.selectors.shown import Line, standings_for
from apps.votes.selectors.standing import rule_of
from apps.votes.views import standing

ROLL = ("member", "key", "standing", "because", "weight", "choice", "by", "capacity", "recorded at", "explanation")


def _opened(request: Any, ref: str) -> Motion:
    motion = motion_for(request.viewer, ref)
    may_have_roll(motion).require()
    return motion


@require_safe
def roll(request: Any, slug: str, ref: str) -> HttpResponse:
    """Who votes, for whom, with which weight, and how."""
    motion = _opened(request, ref)
    now = clock.now()
    shown = standings_for(request.viewer, motion, now)
    context = {"motion": motion, "rows": [(line, called(line)) for line in shown.lines]}
    context |= {"rule": rule_of(motion)} | standing.of(shown, motion, now)
    return render(request, "votes/roll.html", context)


@require_safe
def roll_csv(request: Any, slug: str, ref: str) -> HttpResponse:
    """The roll call as a table."""
    motion = _opened(request, ref)
    lines = standings_for(request.viewer, motion, clock.now()).lines
    return csv_answer(f"{motion.ref}-roll.csv", ROLL, (_row(line) for line in lines))


def _row(line: Line) -> list[str]:
    elector, ballot, said = line.elector, line.ballot, called(line)
    because = " ".join(text for text in (elector.because, line.mark) if text)
    own = (ballot.by, ballot.get_capacity_display(), seconds(ballot.at)) if ballot else ("", "", "")
    choice = line.choice or said.choice
    return [elector.name, elector.key, elector.standing, because, elector.weight, choice, *own, line.explanation]


def _minutes(request: Any, ref: str) -> tuple[Motion, Minutes]:
    motion = motion_for(request.viewer, ref)
    may_have_minutes(motion).require()
    return motion, minutes_of(request.viewer, motion, clock.now())


@require_safe
def minutes(request: Any, slug: str, ref: str) -> HttpResponse:
    """The minutes of a vote."""
    motion, found = _minutes(request, ref)
    return render(request, "votes/minutes.html", {"motion": motion, "minutes": found})


@require_safe
def minutes_pdf(request: Any, slug: str, ref: str) -> HttpResponse:
    """The minutes as a tagged PDF."""
    motion, found = _minutes(request, ref)
    data = {
        "committee": request.committee.name,
        "ref": found.ref,
        "title": found.title,
        "text": blocks(found.text),
        "facts": found.facts,
        "rule": found.rule,
        "roll": [[one.member, one.standing, one.weight, one.choice, one.cast, one.explanation] for one in found.roll],
        "recusals": [[one.who, one.when, one.text] for one in found.recusals],
        "steps": found.steps,
        "statements": [[one.who, one.when, one.text] for one in found.statements],
    }
    response = HttpResponse(compile_pdf("votes/minutes.typ", data), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{motion.ref}-minutes.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def minutes_csv(request: Any, slug: str, ref: str) -> HttpResponse:
    """The minutes as a table: part, item, text, and more of a line of the roll."""
    motion, found = _minutes(request, ref)
    columns = ("part", "item", "text", "weight", "choice", "cast", "explanation")
    return csv_answer(f"{motion.ref}-minutes.csv", columns, _table(found))


def _table(found: Minutes) -> Iterator[list[str]]:
    blank = [""] * 4
    yield ["motion", found.ref, found.title, *blank]
    yield ["text", "", found.text, *blank]
    for label, text in found.facts:
        yield ["facts", label, text, *blank]
    for number, text in enumerate(found.rule, 1):
        yield ["rule", str(number), text, *blank]
    for one in found.roll:
        yield ["roll call", one.member, one.standing, one.weight, one.choice, one.cast, one.explanation]
    for said in found.recusals:
        yield ["recusals", said.who, said.text, *blank]
    for number, text in enumerate(found.steps, 1):
        yield ["how the result came about", str(number), text, *blank]
    for said in found.statements:
        yield ["statements", f"{said.who}, {said.when}", said.text, *blank]


@require_safe
def dossier(request: Any, slug: str, ref: str) -> HttpResponse:
    """One file that holds everything from which the result can be reckoned again; byte by byte as it was sealed."""
    motion = motion_for(request.viewer, ref)
    may_have_minutes(motion).require()
    response = HttpResponse(dossier_of(motion), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{motion.ref}-dossier.json"'
    response["Cache-Control"] = "private, no-store"
    return response
