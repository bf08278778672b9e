"""The figures of what a viewer may see: reports by time, organisation, kind and severity, and duties in time."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateField, Max, Sum
from django.db.models.functions import Coalesce, TruncMonth

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.incidents.models import (
    COUNTED,
    STANDINGS,
    WAITS,
    Duty,
    DutyTally,
    Incident,
    IncidentTally,
    RegimeVersion,
    duties_seen_beside,
    reports_whose_duties_show,
    seen_beside,
    was_sent_to,
)
from apps.incidents.rules.packaging import is_late
from apps.incidents.states import AWAITED, DutyState, State

HOUR = 3600
DIMENSIONS = ("month", "organisation", "kind", "severity", "tlp")
"""By what the reports are told apart."""
UNDONE = tuple(state for state in AWAITED if state != DutyState.POSSIBLE)
"""States of duties that are owed for certain and not met."""
OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Period:
    """Which reports are counted: filed from one day to another (of UTC, both included), by whom, of which kind."""

    since: date | None = None
    until: date | None = None
    organisation: str = ""
    kind: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.since or self.until or self.organisation or self.kind)


@dataclass(slots=True)
class Figures:
    """How many reports of one sort, and how long they waited to be acknowledged."""

    reports: int = 0
    acknowledged: int = 0
    closed: int = 0
    withdrawn: int = 0
    seconds: int = 0
    within_1: int = 0
    within_4: int = 0
    within_12: int = 0
    within_24: int = 0
    within_72: int = 0
    within_168: int = 0
    longer: int = 0

    @property
    def still_open(self) -> int:
        """Those that are neither closed nor withdrawn."""
        return self.reports - self.closed - self.withdrawn

    @property
    def hours(self) -> float | None:
        """The mean time to acknowledge, in hours; None where nothing was acknowledged."""
        return self.seconds / self.acknowledged / HOUR if self.acknowledged else None

    @property
    def waits(self) -> list[int]:
        """How many were acknowledged within each of WAITS, not within the one before; last, those that took longer."""
        return [*(getattr(self, f"within_{hours}") for hours in WAITS), self.longer]

    def add(self, other: "Figures") -> None:
        """Count these in, too."""
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class InTime:
    """What was owed to authorities under one regime: met in time and late, overdue, and not due yet."""

    name: str
    key: str
    in_time: int = 0
    late: int = 0
    overdue: int = 0
    waiting: int = 0
    possible: int = 0

    @property
    def met(self) -> int:
        """How many were met at all."""
        return self.in_time + self.late

    @property
    def share(self) -> int | None:
        """Of those that were due by now, so many in a hundred were met in time; None where none was due."""
        due = self.met + self.overdue
        return round(100 * self.in_time / due) if due else None


@dataclass(frozen=True, slots=True)
class Statistics:
    """All figures of a page; each mapping has only what there is."""

    total: Figures
    months: Mapping[date, Figures]
    years: Mapping[int, Figures]
    organisations: Mapping[str, Figures]
    kinds: Mapping[str, Figures]
    severities: Mapping[int, Figures]
    labels: Mapping[str, Figures]
    regimes: Sequence[InTime] = field(default_factory=list)


def statistics_for(viewer: Viewer, period: Period, now: datetime) -> Statistics:
    """What the viewer may see, counted: the same as if each report that it may see were counted now."""
    found = _told_apart(viewer, period)
    for incident in _beside(viewer, period):
        _count_in(found, incident)
    years: dict[int, Figures] = defaultdict(Figures)
    for month, figures in found["month"].items():
        years[month.year].add(figures)
    names = dict(Organisation.objects.filter(pk__in=found["organisation"]).values_list("pk", "name"))
    by_name = sorted((names[pk], figures) for pk, figures in found["organisation"].items())
    return Statistics(
        total=found[""].get(None, Figures()),
        months=dict(sorted(found["month"].items())),
        years=dict(sorted(years.items())),
        organisations=dict(by_name),
        kinds=dict(sorted(found["kind"].items())),
        severities=dict(sorted(found["severity"].items())),
        labels=dict(sorted(found["tlp"].items())),
        regimes=in_time_for(viewer, period, now),
    )


Found = dict[str, dict[Any, Figures]]


def _told_apart(viewer: Viewer, period: Period) -> Found:
    """The tallies added up in one go: over all, and by each of DIMENSIONS."""
    found: Found = {name: {} for name in ("", *DIMENSIONS)}
    rows = IncidentTally.objects.visible_to(viewer).between(period.since, period.until)
    if period.organisation:
        rows = rows.filter(organisation__key=period.organisation)
    if period.kind:
        rows = rows.filter(kind=period.kind)
    month = TruncMonth("day", output_field=DateField())
    wanted = rows.order_by().annotate(month=month).values("month", "organisation_id", *DIMENSIONS[2:], *COUNTED)
    try:
        inner, params = wanted.query.sql_with_params()
    except EmptyResultSet:
        return found
    with connection.cursor() as cursor:
        cursor.execute(TOLD_APART.format(inner=inner), params)
        for bits, *rest in cursor.fetchall():
            keys, counts = rest[: len(DIMENSIONS)], rest[len(DIMENSIONS) :]
            figures = Figures(*(int(count or 0) for count in counts))
            if figures.reports:
                name, key = _dimension(bits, keys)
                found[name][key.date() if isinstance(key, datetime) else key] = figures
    return found


COLUMNS = ("month", "organisation_id", "kind", "severity", "tlp")
TOLD_APART = f"""
SELECT GROUPING({", ".join(COLUMNS)}), {", ".join(COLUMNS)}, {", ".join(f"sum({name})" for name in COUNTED)}
FROM ({{inner}}) AS tally
GROUP BY GROUPING SETS ((), {", ".join(f"({name})" for name in COLUMNS)})
"""  # noqa: S608 - made of our own names


def _dimension(bits: int, keys: Sequence[Any]) -> tuple[str, Any]:
    """By what a row is told apart: GROUPING sets a bit for each name that it is not, the last name in the lowest."""
    for place, name in enumerate(DIMENSIONS):
        if not bits & 1 << len(DIMENSIONS) - 1 - place:
            return name, keys[place]
    return "", None


def _first(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _beside(viewer: Viewer, period: Period) -> list[Incident]:
    """The few reports that the viewer sees and that are in none of its tallies."""
    rows = seen_beside(viewer)
    if period.since:
        rows = rows.filter(filed_at__gte=_first(period.since))
    if period.until and period.until < date.max:
        rows = rows.filter(filed_at__lt=_first(period.until + timedelta(days=1)))
    if period.organisation:
        rows = rows.filter(organisation__key=period.organisation)
    if period.kind:
        rows = rows.filter(kind=period.kind)
    return list(rows.only("organisation_id", "tlp", "kind", "severity", "state", "filed_at", "acknowledged_at"))


def _count_in(found: Found, incident: Incident) -> None:
    if incident.filed_at is None:
        raise LookupError(incident.pk)
    one = Figures(
        reports=1, closed=int(incident.state == State.CLOSED), withdrawn=int(incident.state == State.WITHDRAWN)
    )
    if incident.acknowledged_at is not None:
        one.acknowledged = 1
        one.seconds = max(int((incident.acknowledged_at - incident.filed_at).total_seconds()), 0)
        within = next((f"within_{hours}" for hours in WAITS if one.seconds <= hours * HOUR), "longer")
        setattr(one, within, 1)
    keys = {
        "": None,
        "month": incident.filed_at.astimezone(UTC).date().replace(day=1),
        "organisation": incident.organisation_id,
        "kind": incident.kind,
        "severity": incident.severity or 0,
        "tlp": incident.tlp,
    }
    for name, key in keys.items():
        found[name].setdefault(key, Figures()).add(one)


def in_time_for(viewer: Viewer, period: Period, now: datetime) -> list[InTime]:
    """The duties that the viewer may see, by regime: those that fall due in the period, or could at the earliest.

    What was due before today is overdue by its day; of today's, the few whose hour has passed are looked at.
    """
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for regime, *numbers in _tallied(viewer, period, STANDINGS):
        counts[regime].update(dict(zip(STANDINGS, numbers, strict=True)))
    today = now.astimezone(UTC).date()
    yesterday = today - timedelta(days=1)
    for regime, dated in _tallied(viewer, replace(period, until=min(period.until or yesterday, yesterday)), ("dated",)):
        counts[regime][OVERDUE] += dated
    for duty in _owed_beside(viewer, period):
        standing = _standing(duty)
        counts[duty.version.regime_id].update([standing])
        if standing == "dated" and duty.due_at and duty.due_at < _first(today):
            counts[duty.version.regime_id].update([OVERDUE])
    if (period.since or today) <= today <= (period.until or today):
        counts_today = Counter(duty.version.regime_id for duty in _overdue_since(viewer, period, _first(today), now))
        for regime, number in counts_today.items():
            counts[regime][OVERDUE] += number
    adopted = RegimeVersion.objects.adopted().filter(regime__in=counts)
    names = adopted.order_by().values_list("regime", "regime__key").annotate(name=Max("name"))
    found = [_in_time(name, key, counts[regime]) for regime, key, name in names if any(counts[regime].values())]
    return sorted(found, key=lambda one: one.name)


def _in_time(name: str, key: str, count: Counter[str]) -> InTime:
    waiting = count["dated"] + count["undated"] - count[OVERDUE]
    return InTime(name, key, count["in_time"], count["late"], count[OVERDUE], waiting, count["possible"])


def _tallied(viewer: Viewer, period: Period, names: Sequence[str]) -> Any:
    """Each regime with the sums of these numbers over the tallies of the period."""
    rows = DutyTally.objects.visible_to(viewer, by_report=bool(period.kind)).between(period.since, period.until)
    if period.organisation:
        rows = rows.filter(organisation__key=period.organisation)
    if period.kind:
        rows = rows.filter(kind=period.kind)
    sums = {f"all_{name}": Sum(name) for name in names}
    return rows.order_by().values("regime").annotate(**sums).values_list("regime", *sums)


def _owed_beside(viewer: Viewer, period: Period) -> list[Duty]:
    """The few duties of the period that the viewer sees and that are in none of its tallies."""
    rows = duties_seen_beside(viewer).owed().select_related("version")
    rows = rows.annotate(hour=Coalesce("due_at", "earliest_at", "met_at", "created_at"))
    if period.since:
        rows = rows.filter(hour__gte=_first(period.since))
    if period.until and period.until < date.max:
        rows = rows.filter(hour__lt=_first(period.until + timedelta(days=1)))
    if period.organisation:
        rows = rows.filter(organisation__key=period.organisation)
    if period.kind:
        rows = rows.filter(incident__kind=period.kind)
    return list(rows)


def _standing(duty: Duty) -> str:
    """Under which of STANDINGS an owed duty is counted."""
    if duty.state == DutyState.POSSIBLE:
        return "possible"
    if duty.met_at is not None and duty.state == DutyState.MET:
        return "late" if is_late(duty.due_at, duty.met_at) else "in_time"
    return "dated" if duty.due_at else "undated"


def _overdue_since(viewer: Viewer, period: Period, start: datetime, now: datetime) -> list[Duty]:
    """The duties whose hour has passed since `start`, of those that the viewer may see.

    All of the committee's are read and then sifted: for so few, that is less than to ask of every report who sees it.
    """
    rows = Duty.objects.filter(state__in=UNDONE, due_at__gte=start, due_at__lt=now).select_related("version")
    if period.organisation:
        rows = rows.filter(organisation__key=period.organisation)
    found = list(rows)
    reports = {duty.incident_id for duty in found}
    shown = set(reports_whose_duties_show(viewer).filter(pk__in=reports).values_list("pk", flat=True))
    seen = [duty for duty in found if duty.incident_id in shown or was_sent_to(viewer, duty)]
    if not period.kind:
        return seen
    # An authority that sees a duty and not its report must not find out the kind by asking for each.
    of_kind = Incident.objects.visible_to(viewer).filter(pk__in=reports, kind=period.kind)
    known = set(of_kind.values_list("pk", flat=True))
    return [duty for duty in seen if duty.incident_id in known]
