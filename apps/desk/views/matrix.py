"""The clerks' matrix: who owes what and how it stands; one press chases those who are late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from apps.committees.models import Seat
from apps.deadlines.rules.verbs import may_chase
from apps.deadlines.selectors import Shown
from apps.deadlines.selectors.lists import shown_at
from apps.deadlines.selectors.matter import plain_matter
from apps.deadlines.services import chase as chase_them
from apps.desk import selectors
from apps.desk.forms import ChaseForm
from apps.desk.rules import Stand
from apps.desk.selectors import Cell, Duty, MatrixRow
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.exports import csv_answer

LABELS = {
    Stand.OVERDUE: gettext_lazy("overdue"),
    Stand.SOON: gettext_lazy("due soon"),
    Stand.LAPSED: gettext_lazy("lapsed"),
    Stand.RUNNING: gettext_lazy("running"),
    Stand.PAUSED: gettext_lazy("paused"),
    Stand.MET_LATE: gettext_lazy("met late"),
    Stand.WAIVED: gettext_lazy("waived"),
    Stand.FELL_AWAY: gettext_lazy("fell away"),
    Stand.MET: gettext_lazy("met"),
    Stand.NONE: gettext_lazy("none"),
}
TONES = {
    Stand.OVERDUE: "stop",
    Stand.SOON: "warn",
    Stand.LAPSED: "stop",
    Stand.RUNNING: "info",
    Stand.MET_LATE: "warn",
    Stand.MET: "ok",
}
LISTED = {
    Stand.OVERDUE: {"show": "overdue"},
    Stand.SOON: {"show": "open", "within": "24h"},
    Stand.LAPSED: {"show": "closed"},
    Stand.RUNNING: {"show": "open"},
    Stand.PAUSED: {"show": "paused"},
    Stand.MET_LATE: {"show": "met"},
    Stand.WAIVED: {"show": "closed"},
    Stand.FELL_AWAY: {"show": "closed"},
    Stand.MET: {"show": "met"},
}
COLUMNS = ("owed by", "duty", *(stand.name.lower().replace("_", " ") for stand in Stand if stand != Stand.NONE))
COMMITTEE = "committee"
MOST_ASKED = 200


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the page shows it: the worst in words and colour with its list, and the rest in words."""

    duty: str
    words: str
    tone: str
    number: int
    address: str
    rest: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with the address at which it is chased ("" where nothing is late)."""

    name: str
    cells: list[ShownCell]
    late: int
    chase: str


def _for_clerks_and_chair(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: Any, **parts: Any) -> HttpResponse:
        if not (request.viewer.is_clerk or request.viewer.is_chair):
            raise Http404
        return view(request, **parts)

    return answer


@require_safe
@_for_clerks_and_chair
def matrix(request: Any, slug: str) -> HttpResponse:
    """Organisations by duties."""
    found = selectors.matrix(request.viewer, clock.now())
    context = {
        "duties": found.duties,
        "rows": [_row(row, slug) for row in found.rows],
        "late": found.late,
        "chase": reverse("desk:chase", args=[slug]),
        "legend": [(LABELS[stand], TONES.get(stand, "neutral")) for stand in Stand if stand != Stand.NONE],
        "export": reverse("desk:matrix_export", args=[slug]),
    }
    return render(request, "desk/matrix.html", context)


def _row(row: MatrixRow, slug: str) -> ShownRow:
    whose = {"organisation": row.key} if row.key else {"whose": COMMITTEE}
    chase = f"{reverse('desk:chase', args=[slug])}?{urlencode(whose)}" if row.late else ""
    cells = [_cell(duty, cell, row.key, slug) for duty, cell in row.cells]
    return ShownRow(row.name or _("The committee’s own offices"), cells, row.late, chase)


def _cell(duty: Duty, cell: Cell, organisation: str, slug: str) -> ShownCell:
    query = {"whose": COMMITTEE, "clock": duty.clock} | ({"organisation": organisation} if organisation else {})
    query |= LISTED.get(cell.stand, {})
    address = f"{reverse('deadlines:index', args=[slug])}?{urlencode(query)}" if cell.number else ""
    rest = ", ".join(f"{number} {LABELS[stand]}" for stand, number in cell.words()[1:])
    return ShownCell(duty.name, str(LABELS[cell.stand]), TONES.get(cell.stand, "neutral"), cell.number, address, rest)


@require_safe
@_for_clerks_and_chair
def matrix_export(request: Any, slug: str) -> HttpResponse:
    """The same as CSV: a row for each organisation and duty, a column for each way to stand."""
    found = selectors.matrix(request.viewer, clock.now())
    stands = [stand for stand in Stand if stand != Stand.NONE]
    rows = [
        (row.name or _("The committee’s own offices"), duty.name, *(str(cell.counts.get(stand, 0)) for stand in stands))
        for row in found.rows
        for duty, cell in row.cells
    ]
    return csv_answer(f"matrix-{slug}.csv", COLUMNS, rows)


@dataclass(frozen=True, slots=True)
class Late:
    """Something late, whom a chase would reach, and why not (""), where it would be passed by."""

    shown: Shown
    owners: Sequence[Seat]
    why_not: str


@require_http_methods(["GET", "HEAD", "POST"])
@_for_clerks_and_chair
def chase(request: Any, slug: str) -> HttpResponse:
    """Whom a chase would reach, with a word to go along; POST chases them."""
    form = ChaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        uids = _uids(request.POST.getlist("uid"))
        try:
            done = chase_them(actor=request.viewer, now=clock.now(), uids=uids, note=form.cleaned_data["note"])
        except Invalid as invalid:
            for field, text in invalid.errors.items():
                form.add_error(field if field in form.fields else None, text)
        else:
            messages.success(request, _said(done, len(uids) - done))
            return redirect("desk:matrix", slug)
    late = _late(request)
    context = {
        "form": form,
        "late": [each for each in late if not each.why_not],
        "passed_by": [each for each in late if each.why_not],
        "named": _named(late, request.viewer.seat_id),
        "now": clock.now(),
    }
    return render(request, "desk/chase.html", context, status=422 if form.errors else 200)


def _uids(given: Sequence[str]) -> list[UUID]:
    found = []
    for text in dict.fromkeys(given[:MOST_ASKED]):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _said(done: int, passed_by: int) -> str:
    said = ngettext("%(n)d duty was chased.", "%(n)d duties were chased.", done) % {"n": done}
    if not passed_by:
        return said
    rest = ngettext(
        "%(n)d was passed by: it was chased within the hour, somebody is on it, or it is no longer late.",
        "%(n)d were passed by: they were chased within the hour, somebody is on them, or they are no longer late.",
        passed_by,
    )
    return f"{said} {rest % {'n': passed_by}}"


def _late(request: Any) -> list[Late]:
    now = clock.now()
    # PostgreSQL's text holds no NUL.
    asked = {name: value.replace("\0", "") for name, value in request.GET.items()}
    organisation = "" if asked.get("whose") == COMMITTEE else asked.get("organisation")
    deadlines = selectors.late_ones(request.viewer, now, organisation=organisation, clock=asked.get("clock", ""))
    owners = selectors.owners_of(deadlines, now)
    return [
        Late(
            shown,
            owners[shown.deadline.pk],
            may_chase(request.viewer, plain_matter(shown.deadline, now), now).reason,
        )
        for shown in shown_at(deadlines, now)
    ]


def _named(late: Sequence[Late], own_seat_id: int) -> list[str]:
    """Everybody whom it would reach, once each; nobody is told of their own act."""
    seats = {seat.pk: seat for each in late if not each.why_not for seat in each.owners if seat.pk != own_seat_id}
    return sorted(f"{seat.holder}, {seat.organisation}" for seat in seats.values())
