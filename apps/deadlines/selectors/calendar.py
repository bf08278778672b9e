"""A month of deadlines, by the days of the reader's zone."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate

from apps.committees.rules.viewer import Viewer
from apps.deadlines.rules.reckoning import months_on
from apps.deadlines.selectors.browsing import Whose, belonging, day_of
from apps.deadlines.selectors.lists import WHO, shown_at
from apps.deadlines.selectors.shown import Shown

IN_A_DAY = 3
"""How many deadlines a day shows; the day's own list has the others."""

WEEK = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A deadline in the calendar; `there` is its day in the zone where it is counted, if that is another day."""

    shown: Shown
    at: datetime
    there: date | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what is due first, and how many more are due on it."""

    date: date
    in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """Whole weeks from Monday on that hold a month."""

    first: date
    weeks: list[list[Day]]

    @property
    def previous(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        """The first day of the month after."""
        return months_on(self.first, 1)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due in it."""
        return not any(day.entries for week in self.weeks for day in week if day.in_month)


def month_of(viewer: Viewer, now: datetime, first: date, whose: Whose, zone: tzinfo) -> Month:
    """The month that begins on `first`; two queries and one for the titles of each kind of subject."""
    start = first - timedelta(days=first.weekday())
    last = months_on(first, 1) - timedelta(days=1)
    length = (last - start).days // WEEK * WEEK + WEEK
    entries, many = _due_in(viewer, now, start, length, whose, zone)
    today = now.astimezone(zone).date()
    days = []
    for number in range(length):
        day = start + timedelta(days=number)
        here = entries.get(day, [])
        in_month = (day.year, day.month) == (first.year, first.month)
        days.append(Day(day, in_month, day == today, here, many.get(day, 0) - len(here)))
    return Month(first, [days[number : number + WEEK] for number in range(0, length, WEEK)])


def _due_in(
    viewer: Viewer, now: datetime, start: date, length: int, whose: Whose, zone: tzinfo
) -> tuple[dict[date, list[Entry]], dict[date, int]]:
    """What is due on each day, the first few, and how many there are."""
    since, until = day_of(start, zone)[0], day_of(start + timedelta(days=length - 1), zone)[1]
    rows = belonging(viewer, now, whose).filter(due_at__gte=since, due_at__lt=until)
    rows = rows.annotate(day=TruncDate("due_at", tzinfo=zone))
    rows = rows.annotate(
        place=Window(RowNumber(), partition_by=F("day"), order_by=["due_at", "id"]),
        on_the_day=Window(Count("id"), partition_by=F("day")),
    )
    first = list(rows.filter(place__lte=IN_A_DAY).select_related(*WHO).order_by("due_at", "id"))
    entries: dict[date, list[Entry]] = {}
    for deadline, shown in zip(first, shown_at(first, now), strict=True):
        entries.setdefault(deadline.day, []).append(_entry(shown, zone))
    return entries, {deadline.day: deadline.on_the_day for deadline in first}


def _entry(shown: Shown, zone: tzinfo) -> Entry:
    at = shown.deadline.due_at.astimezone(zone)
    there = shown.deadline.due_at.astimezone(ZoneInfo(shown.deadline.zone)).date()
    return Entry(shown, at, there if there != at.date() else None)
