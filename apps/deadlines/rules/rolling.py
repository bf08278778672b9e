"""Passing over weekends and holidays, where a rule says so: the duty then ends on the next working day."""

from datetime import date, datetime, timedelta
from functools import cache
from threading import Lock
from zoneinfo import ZoneInfo

import holidays

from apps.deadlines.rules.reckoning import on_day

FURTHEST = 60
"""Days after which a calendar without a working day is taken for broken."""

# A calendar fills in a year when first asked, and until it has, another thread would find a year without holidays.
_one_at_a_time = Lock()


class UnknownCalendar(LookupError):
    """No calendar has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no calendar “{name}”: it must be a country (BE), a part of one (US-CA) or a market (ECB)."
        )


def is_calendar(name: str) -> bool:
    """Whether a calendar of this name is known: a country (“BE”), a part of one (“US-CA”), or a market (“ECB”)."""
    try:
        _calendar(name)
    except UnknownCalendar:
        return False
    return True


def rolled(due: datetime, zone: str, calendar: str) -> datetime:
    """The same time of day on the calendar's next working day, from the day of `due` in the zone on.

    Raises UnknownCalendar.
    """
    day = due.astimezone(ZoneInfo(zone)).date()
    working = working_day(day, calendar)
    return due if working == day else on_day(due, working, zone)


def working_day(day: date, calendar: str) -> date:
    """The day itself, or the next one that is neither weekend nor holiday; raises UnknownCalendar."""
    days = _calendar(calendar)
    with _one_at_a_time:
        for further in range(FURTHEST):
            if days.is_working_day(one := day + timedelta(days=further)):
                return one
    raise ValueError(f"{calendar} has no working day within {FURTHEST} days of {day}")


@cache
def _calendar(name: str) -> holidays.HolidayBase:
    if name in holidays.list_supported_financial():
        return holidays.financial_holidays(name)
    country, _dash, part = name.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError as error:
        raise UnknownCalendar(name) from error
