"""When a duty is due: hours are elapsed time, days and months are the calendar's in the duty's own zone."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from apps.deadlines.states import State

LAST_SECOND = time(23, 59, 59, fold=1)
"""The end of a day; where the clocks go back over midnight that second comes twice, and the later one counts."""

PAST = timedelta(microseconds=1)
"""A deadline is overdue from this long after its due time: what is due now is not overdue."""


class Unit(StrEnum):
    """What a length of time is counted in."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"


def due_at(start: datetime, length: int, unit: Unit, zone: str) -> datetime:
    """The instant (UTC) at which a duty that starts at `start` is due.

    Day 0 is the day of `start` in the zone and is not counted; the duty ends 23:59:59 there on day `length`, or on
    the day of the same number `length` months on (the month's last day where there is none).
    """
    if unit == Unit.HOURS:
        return start.astimezone(UTC) + timedelta(hours=length)
    there = ZoneInfo(zone)
    day = start.astimezone(there).date()
    day = months_on(day, length) if unit == Unit.MONTHS else day + timedelta(days=length)
    return datetime.combine(day, LAST_SECOND, there).astimezone(UTC)


def months_on(day: date, months: int) -> date:
    """The day of the same number so many months on, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def moved(due: datetime, unit: Unit, zone: str, paused_at: datetime, resumed_at: datetime) -> datetime:
    """The due time after a pause: by the time that it lasted, or by as many dates as lie between in the zone."""
    if unit == Unit.HOURS:
        return due + (resumed_at - paused_at)
    there = ZoneInfo(zone)
    dates = resumed_at.astimezone(there).date() - paused_at.astimezone(there).date()
    return on_day(due, due.astimezone(there).date() + dates, zone)


def on_day(moment: datetime, day: date, zone: str) -> datetime:
    """The instant (UTC) with the moment's time of day in the zone, on another day there."""
    there = ZoneInfo(zone)
    of_day = moment.astimezone(there).time()
    of_day = LAST_SECOND if of_day == LAST_SECOND else of_day
    return datetime.combine(day, of_day, there).astimezone(UTC)


def state_at(stored: State, due: datetime, now: datetime) -> State:
    """The state as it is at `now`, also where the sweep has not come by since the due time."""
    return State.OVERDUE if stored == State.RUNNING and now > due else stored


def in_words(length: int, unit: Unit) -> str:
    """A length as a sentence holds it: “24 hours”, “1 month”."""
    return f"{length} {unit.value[:-1] if length == 1 else unit.value}"
