"""The status board: pause orders with their measures and labs, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline
from apps.pauses.acts import EXTENDED, LAB
from apps.pauses.models import (
    SUBJECT,
    Adhesion,
    Binding,
    Condition,
    Measure,
    PauseOrder,
)
from apps.pauses.rules.words import measure_reads
from apps.pauses.selectors.compliance import LabRow, rows_of
from apps.pauses.states import ENDED, PENDING, STANDING, State
from apps.record.models import Act

OPEN = "open"
OVER = "ended"
ALL = "all"
ABOUT_PAUSES = (SUBJECT, LAB, "pause_case", "pause_condition", "permit")
MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """How the board is narrowed; `state` is one of a pause order, open, ended or all, and empty for open."""

    state: str = ""
    lab: str = ""
    year: int | None = None
    drill: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.state or self.lab or self.year or self.drill)


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure with its sentence and the labs that it is narrowed to, by name; none for all."""

    measure: Measure
    reads: str
    labs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An order as the board shows it; `joined` are the labs that have joined it, by id."""

    order: PauseOrder
    measures: tuple[MeasureLine, ...]
    labs: tuple[LabRow, ...]
    joined: frozenset[int]


def orders_for(viewer: Viewer, filters: Filters) -> Any:
    """The orders that were laid before the committee and that the viewer may see, narrowed."""
    rows = PauseOrder.objects.visible_to(viewer).filter(laid_at__isnull=False)
    states = {"": (*PENDING, *STANDING), OPEN: (*PENDING, *STANDING), OVER: ENDED, ALL: tuple(State)}
    rows = rows.filter(state__in=states.get(filters.state, (filters.state,)))
    if filters.lab:
        rows = rows.filter(bindings__organisation__key=filters.lab)
    if filters.year:
        rows = rows.filter(year=filters.year)
    if filters.drill:
        rows = rows.filter(is_drill=filters.drill == "only")
    return rows.select_related("motion", "replaces")


def lines_of(orders: Iterable[PauseOrder], now: datetime) -> list[Line]:
    """The orders with all that the board says of them (six queries, however many there are)."""
    rows = list(orders)
    ids = [row.pk for row in rows]
    measures, labs, joined = _measures(ids), rows_of(rows, now), _joined(ids)
    return [Line(row, tuple(measures[row.pk]), tuple(labs[row.pk]), frozenset(joined[row.pk])) for row in rows]


def status(viewer: Viewer, now: datetime, filters: Filters | None = None, most: int | None = None) -> list[Line]:
    """What stands and what waits, newest first: the board as one answer."""
    return lines_of(orders_for(viewer, filters or Filters()).order_by("-created_at", "-pk")[:most], now)


def _measures(ids: Sequence[int]) -> dict[int, list[MeasureLine]]:
    found: dict[int, list[MeasureLine]] = defaultdict(list)
    rows = Measure.objects.filter(order__in=ids).prefetch_related("labs__binding__organisation")
    for row in rows.order_by("number"):
        above = None if row.above is None else int(row.above)
        reads = measure_reads(row.restricts, row.extent, above, row.marker)
        names = sorted(one.binding.organisation.name for one in row.labs.all())
        found[row.order_id].append(MeasureLine(row, reads, tuple(names)))
    return found


def _joined(ids: Sequence[int]) -> dict[int, set[int]]:
    latest = Adhesion.objects.filter(binding=OuterRef("pk")).order_by("-id").values("adheres")[:1]
    rows = Binding.objects.filter(order__in=ids, order__labs_needed__isnull=False).annotate(adheres=Subquery(latest))
    found: dict[int, set[int]] = defaultdict(set)
    for order_id, organisation_id in rows.filter(adheres=True).values_list("order", "organisation"):
        found[order_id].add(organisation_id)
    return found


def waiting_for(viewer: Viewer) -> list[Deadline]:
    """What pauses ask of the viewer, the nearest first."""
    rows = Deadline.objects.waiting_for(viewer).filter(subject_kind__in=ABOUT_PAUSES)
    return list(rows.order_by("due_at", "pk")[:MOST_WAITING])


def drafts_of(viewer: Viewer) -> list[PauseOrder]:
    """The drafts that the viewer's organisation is writing, newest first."""
    if viewer.is_operator:
        return []
    rows = PauseOrder.objects.visible_to(viewer).filter(state=State.DRAFT, organisation=viewer.organisation_id)
    return list(rows.order_by("-created_at"))


def years_of(viewer: Viewer) -> list[int]:
    """The years of which there are orders, newest first."""
    rows = PauseOrder.objects.visible_to(viewer).filter(laid_at__isnull=False)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def standing_for(viewer: Viewer, most: int = 3) -> list[PauseOrder]:
    """The pauses in force that are no drills, for the strip on every page (one query by index)."""
    rows = PauseOrder.objects.visible_to(viewer).standing().filter(is_drill=False)
    return list(rows.only("ref", "title", "ends_at", "is_drill", "state").order_by("-created_at")[: most + 1])


def overlapping(viewer: Viewer, order: PauseOrder) -> list[PauseOrder]:
    """Other pauses that stand, or will, and bind one of the same labs by a measure of the same kind (one query)."""
    mine = Measure.objects.filter(order=order, lifted_at=None).values("restricts")
    labs = Binding.objects.filter(order=order, released_at=None).values("organisation")
    rows = PauseOrder.objects.visible_to(viewer).filter(
        Q(state__in=STANDING) | Q(state=State.CONDITIONAL), is_drill=order.is_drill
    )
    same = rows.filter(measures__restricts__in=mine, measures__lifted_at=None).filter(
        bindings__organisation__in=labs, bindings__released_at=None
    )
    return list(same.exclude(pk=order.pk).distinct().order_by("created_at"))


def moments_of(ids: Sequence[int]) -> dict[int, list[tuple[str, datetime]]]:
    """When orders were renewed (“r”) and what was met or lifted under them (“m”), for the drawing (three queries)."""
    renewed = Act.objects.filter(kind=EXTENDED, subject_kind=SUBJECT, subject_id__in=ids)
    met = Condition.objects.filter(order__in=ids, met_at__isnull=False)
    lifted = Measure.objects.filter(order__in=ids, lifted_at__isnull=False)
    rows: list[tuple[str, Any]] = [
        ("r", renewed.values_list("subject_id", "at")),
        ("m", met.values_list("order", "met_at")),
        ("m", lifted.values_list("order", "lifted_at")),
    ]
    found: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for letter, moments in rows:
        for pk, at in moments:
            found[pk].append((letter, at))
    return found
