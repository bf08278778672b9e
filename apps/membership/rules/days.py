"""What “on 3 May” means: the end of that day in the committee's zone; of today, the moment of asking."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from apps.deadlines.rules.reckoning import LAST_SECOND

EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)
"""Days outside are answered as these: no record reaches them, and calendars end near them."""


def instant_on(day: date, zone: str, now: datetime) -> datetime:
    """The instant for which “on that day” is answered."""
    there = ZoneInfo(zone)
    day = min(max(day, EARLIEST), LATEST)
    if day == now.astimezone(there).date():
        return now
    return datetime.combine(day, LAST_SECOND, there).astimezone(now.tzinfo)


def starts_on(day: date, zone: str) -> datetime:
    """The first instant of a day in a zone."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
