"""The clerks' matrix: organisations by duties, and how each stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import organisations
from apps.committees.states import FILING_ROLES
from apps.deadlines.models import Deadline, DeadlineQuerySet
from apps.deadlines.rules import CLOCKS
from apps.deadlines.selectors import overdue
from apps.deadlines.states import CLIMBING, OPEN, State
from apps.desk.rules import Stand, worst
from apps.kernel.marks import SOON

LATELY = timedelta(days=30)
LOOKED_BACK = 2000
"""Of so many of the newest deadlines the matrix says how duties ended lately."""

COMMITTEE = ""
"""Stands for no organisation: what the committee's own offices owe."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One organisation's duties of one kind: how many stand how."""

    counts: dict[Stand, int] = field(default_factory=dict)

    @property
    def stand(self) -> Stand:
        """The worst of them."""
        return worst(self.counts)

    @property
    def number(self) -> int:
        """How many stand at the worst."""
        return self.counts.get(self.stand, 0)

    @property
    def late(self) -> int:
        """How many are overdue."""
        return self.counts.get(Stand.OVERDUE, 0)

    def words(self) -> list[tuple[Stand, int]]:
        """Every stand that occurs, the worst first."""
        return [(stand, self.counts[stand]) for stand in Stand if self.counts.get(stand)]


@dataclass(frozen=True, slots=True)
class Duty:
    """A column: a clock's key and what it asks for."""

    clock: str
    name: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An organisation, or the committee's own offices (key ""), with a cell for each duty."""

    key: str
    name: str
    cells: list[tuple[Duty, Cell]]

    @property
    def late(self) -> int:
        """How many of all its duties are overdue."""
        return sum(cell.late for _duty, cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole of it."""

    duties: list[Duty]
    rows: list[MatrixRow]

    @property
    def late(self) -> int:
        """How many duties are overdue."""
        return sum(row.late for row in self.rows)


def matrix(viewer: Viewer, now: datetime) -> Matrix:
    """What whoever owes it owes, as far as the viewer may see it (four queries)."""
    counts: dict[tuple[str, str], dict[Stand, int]] = {}
    for key, clock, stand, number in [*_open(viewer, now), *_closed(viewer, now)]:
        of_cell = counts.setdefault((key or COMMITTEE, clock), {})
        of_cell[Stand(stand)] = of_cell.get(Stand(stand), 0) + number
    used = {clock for _key, clock in counts}
    duties = [Duty(key, str(rule.name)) for key, rule in CLOCKS if key in used or rule.organisation_of is not None]
    rows = [MatrixRow(one.key, one.name, _cells(one.key, duties, counts)) for one in _owing(now, counts)]
    return Matrix(duties, [*rows, MatrixRow(COMMITTEE, "", _cells(COMMITTEE, duties, counts))])


def _cells(
    key: str, duties: Iterable[Duty], counts: dict[tuple[str, str], dict[Stand, int]]
) -> list[tuple[Duty, Cell]]:
    return [(duty, Cell(counts.get((key, duty.clock), {}))) for duty in duties]


def _owing(now: datetime, counts: dict[tuple[str, str], dict[Stand, int]]) -> QuerySet[Organisation]:
    """Organisations that owe something, or may: whoever has a seat that files."""
    files = Seat.objects.at(now).filter(role__in=sorted(FILING_ROLES)).values("organisation")
    return organisations().filter(Q(pk__in=files, left_at=None) | Q(key__in={key for key, _clock in counts}))


def _firsts(viewer: Viewer) -> DeadlineQuerySet:
    return Deadline.objects.visible_to(viewer).filter(second_to=None)


def _counted(rows: DeadlineQuerySet, stand: Case | Value) -> list[tuple[str | None, str, int, int]]:
    grouped = rows.annotate(stand=stand).order_by().values("owed_by_organisation__key", "clock", "stand")
    return list(
        grouped.annotate(number=Count("pk")).values_list("owed_by_organisation__key", "clock", "stand", "number")
    )


def _open(viewer: Viewer, now: datetime) -> list[tuple[str | None, str, int, int]]:
    stand = Case(
        When(state=State.PAUSED, then=Value(Stand.PAUSED.value)),
        When(Q(state=State.OVERDUE) | Q(due_at__lt=now), then=Value(Stand.OVERDUE.value)),
        When(due_at__lte=now + SOON, then=Value(Stand.SOON.value)),
        default=Value(Stand.RUNNING.value),
        output_field=IntegerField(),
    )
    return _counted(_firsts(viewer).open(), stand)


def _closed(viewer: Viewer, now: datetime) -> list[tuple[str | None, str, int, int]]:
    newest = Deadline.objects.order_by("-id").values("pk")[:LOOKED_BACK]
    rows = _firsts(viewer).filter(pk__in=newest).exclude(state__in=OPEN)
    lately = rows.filter(Q(met_at__gte=now - LATELY) | Q(closed_at__gte=now - LATELY))
    stand = Case(
        When(state=State.MET, met_at__gt=F("due_at"), then=Value(Stand.MET_LATE.value)),
        When(state=State.MET, then=Value(Stand.MET.value)),
        When(state=State.LAPSED, then=Value(Stand.LAPSED.value)),
        When(state=State.MOOT, then=Value(Stand.FELL_AWAY.value)),
        default=Value(Stand.WAIVED.value),
        output_field=IntegerField(),
    )
    return _counted(lately, stand)


MOST_CHASED = 200


def late_ones(viewer: Viewer, now: datetime, *, organisation: str | None = None, clock: str = "") -> list[Deadline]:
    """What is overdue and can be chased, longest overdue first, at most two hundred.

    Of one organisation ("" for the committee's own), or of all with None; of one clock, or of all.
    """
    rows = overdue(_firsts(viewer), now).filter(state__in=CLIMBING)
    if organisation == COMMITTEE:
        rows = rows.filter(owed_by_organisation=None)
    elif organisation is not None:
        rows = rows.filter(owed_by_organisation__key=organisation)
    if clock:
        rows = rows.filter(clock=clock)
    who = ("owed_by_organisation", "owed_by_seat__person", "owed_by_seat__organisation")
    return list(rows.select_related(*who).order_by("due_at", "id")[:MOST_CHASED])
