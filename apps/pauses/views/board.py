"""The status board: which pauses stand, which labs they bind and how those stand, and what waits for whoever looks."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.committees.models import Organisation
from apps.committees.states import OrganisationKind
from apps.kernel import clock
from apps.kernel.canonical import instant
from apps.kernel.exports import csv_answer
from apps.kernel.keyset import address_of, count_words, page_of
from apps.pauses.charts import letters, timeline
from apps.pauses.forms.board import FilterForm
from apps.pauses.models import PauseOrder
from apps.pauses.rules import verbs
from apps.pauses.selectors.board import (
    OVER,
    Filters,
    Line,
    drafts_of,
    lines_of,
    orders_for,
    status,
    waiting_for,
    years_of,
)
from apps.pauses.selectors.compliance import LabRow
from apps.pauses.states import ENDED
from apps.pauses.views.marks import lanes_of, next_of, state_tag
from apps.record.rules import SUBJECTS

PAGE = 30
EXPORTED = 5_000
RECENT = 5


def _filters(request: Any) -> tuple[FilterForm, Filters]:
    labs = Organisation.objects.filter(kind=OrganisationKind.LAB).order_by("name").values_list("key", "name")
    form = FilterForm(request.GET or None, labs=labs, years=years_of(request.viewer))
    data = form.cleaned_data if form.is_valid() else {}
    return form, Filters(**{name: data[name] for name in ("state", "lab", "year", "drill") if data.get(name)})


def _shown(line: Line) -> dict[str, Any]:
    return {"line": line, "order": line.order, "tag": state_tag(line.order.state), "next": next_of(line.order)}


@require_safe
def board(request: Any, slug: str) -> HttpResponse:
    """What stands and what waits, drills apart; filters stand in the address."""
    form, filters = _filters(request)
    now = clock.now()
    found = orders_for(request.viewer, filters)
    page = page_of(found, request.GET.get("page", ""), field="created_at", size=PAGE)
    lines = lines_of(page.rows, now)
    recent = [] if filters.any else status(request.viewer, now, Filters(state=OVER), RECENT)
    lanes = lanes_of([*lines, *recent], now)
    real = [line for line in lines if not line.order.is_drill]
    context = {
        "form": form,
        "filters": filters,
        "open": [_shown(line) for line in real if line.order.state not in ENDED],
        "drills": [_shown(line) for line in lines if line.order.is_drill],
        "ended": [_shown(line) for line in [*real, *recent] if line.order.state in ENDED],
        "none_ever": not filters.any and not lines and not recent,
        "drawing": timeline(lanes, now),
        "letters": letters(lanes),
        "lanes": lanes,
        "count": count_words(found),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "csv": f"{reverse('pauses:export', args=[slug])}?{request.GET.urlencode()}",
        "json": f"{reverse('pauses:export_json', args=[slug])}?{request.GET.urlencode()}",
        "may_draft": verbs.may_draft(request.viewer),
        "waiting": [] if filters.any else [_waits(slug, row) for row in waiting_for(request.viewer)],
        "drafts": [] if filters.any else drafts_of(request.viewer),
        "now": now,
    }
    return render(request, "pauses/board.html", context)


def _waits(slug: str, row: Any) -> dict[str, Any]:
    return {"row": row, "url": SUBJECTS[row.subject_kind].address(slug, row.subject_ref)}


COLUMNS = (
    "reference", "title", "drill", "state", "basis", "in force from (UTC)", "ends (UTC)", "ended (UTC)", "why it ended",
    "measures", "lab", "served (UTC)", "acknowledged (UTC)", "attested (UTC)", "overdue", "cases",
)  # fmt: skip


def _exported(request: Any) -> list[Line]:
    _form, filters = _filters(request)
    return status(request.viewer, clock.now(), filters, EXPORTED)


@require_safe
def export(request: Any, slug: str) -> HttpResponse:
    """The same as CSV: a row for each order and lab, up to five thousand orders."""
    return csv_answer(f"pauses-{slug}.csv", COLUMNS, _rows(_exported(request)))


def _rows(lines: list[Line]) -> Iterator[list[Any]]:
    for line in lines:
        own = list(_facts(line.order).values())
        own.append(" ".join(f"{one.measure.number}. {one.reads}" for one in line.measures))
        for lab in line.labs:
            bound = lab.binding
            times = (instant(bound.served_at), instant(bound.acknowledged_at), instant(lab.attested_at))
            yield [*own, lab.organisation.key, *times, _overdue(lab), " ".join(case.ref for case in lab.cases)]
        if not line.labs:
            yield [*own, *[""] * 6]


def _overdue(lab: LabRow) -> str:
    return lab.due.name if lab.is_late and lab.due else ""


def _facts(order: PauseOrder) -> dict[str, Any]:
    return {
        "ref": order.ref,
        "title": order.marked_title,
        "drill": "DRILL" if order.is_drill else "",
        "state": order.state,
        "basis": order.basis,
        "in_force_at": instant(order.in_force_at),
        "ends_at": instant(order.ends_at),
        "ended_at": instant(order.ended_at),
        "because": order.because,
    }


@require_safe
def export_json(request: Any, slug: str) -> HttpResponse:
    """The same as JSON, up to five thousand orders."""
    answer = JsonResponse({"pauses": [_data(line) for line in _exported(request)]})
    answer["Content-Disposition"] = f'attachment; filename="pauses-{slug}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _data(line: Line) -> dict[str, Any]:
    return _facts(line.order) | {
        "drill": line.order.is_drill,
        "measures": [
            {"number": one.measure.number, "reads": one.reads, "labs": list(one.labs), "lifted_at": instant(one.measure.lifted_at)}
            for one in line.measures
        ],
        "labs": [
            {
                "lab": lab.organisation.key,
                "served_at": instant(lab.binding.served_at),
                "acknowledged_at": instant(lab.binding.acknowledged_at),
                "attested_at": instant(lab.attested_at),
                "released_at": instant(lab.binding.released_at),
                "overdue": _overdue(lab),
                "cases": [case.ref for case in lab.cases],
            }
            for lab in line.labs
        ],
    }  # fmt: skip
