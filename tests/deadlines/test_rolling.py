"""Passing over weekends and holidays, and moving due times after a pause."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.deadlines.rules.reckoning import Unit, due_at, moved
from apps.deadlines.rules.rolling import UnknownCalendar, is_calendar, rolled, working_day
from tests.deadlines.test_reckoning import BRUSSELS, INSTANTS, ZONES

CALENDARS = ("BE", "US-CA", "ECB", "DE-BY")
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("calendar", "day", "works"),
    [
        ("BE", date(2026, 11, 20), date(2026, 11, 20)),
        ("BE", date(2026, 11, 21), date(2026, 11, 23)),
        ("BE", date(2026, 7, 21), date(2026, 7, 22)),
        ("US-CA", date(2026, 11, 26), date(2026, 11, 30)),
        ("BE", date(2026, 11, 26), date(2026, 11, 26)),
        ("ECB", date(2026, 12, 25), date(2026, 12, 28)),
    ],
    ids=["Friday", "Saturday", "Belgium's day", "Thanksgiving and the day after", "not in Belgium", "Christmas"],
)
def test_the_next_working_day_by_each_calendar(calendar: str, day: date, works: date) -> None:
    assert working_day(day, calendar) == works


def test_a_duty_that_would_end_on_a_saturday_ends_with_the_monday() -> None:
    plain = due_at(datetime(2026, 11, 6, 12, tzinfo=UTC), 15, Unit.DAYS, BRUSSELS)
    due = rolled(plain, BRUSSELS, "BE")
    assert plain.astimezone(ZoneInfo(BRUSSELS)).date() == date(2026, 11, 21)
    assert due.astimezone(ZoneInfo(BRUSSELS)).isoformat() == "2026-11-23T23:59:59+01:00"


def test_a_weekend_over_which_the_clocks_change_ends_at_the_same_time_of_day() -> None:
    plain = due_at(datetime(2026, 10, 23, 12, tzinfo=UTC), 1, Unit.DAYS, BRUSSELS)
    assert rolled(plain, BRUSSELS, "BE") - plain == timedelta(days=2, hours=1)


def test_a_calendar_that_nobody_knows_is_none() -> None:
    assert [name for name in (*CALENDARS, "Atlantis", "US-XX", "") if not is_calendar(name)] == [
        "Atlantis",
        "US-XX",
        "",
    ]


@pytest.mark.parametrize("name", ["Atlantis", "US-XX", "", "-"])
def test_to_roll_by_an_unknown_calendar_is_refused_in_words(name: str) -> None:
    with pytest.raises(UnknownCalendar, match=f"There is no calendar “{name}”"):
        rolled(datetime(2026, 11, 20, 12, tzinfo=UTC), BRUSSELS, name)


def test_threads_that_ask_at_once_all_find_the_holidays() -> None:
    """Each new year is asked for by all at the same instant."""
    many, years = 8, range(2041, 2100)
    together, pace = Barrier(many), sys.getswitchinterval()

    def ask(day: date) -> date:
        together.wait()
        return working_day(day, "FR")

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(many) as threads:
            found = {day: set(threads.map(ask, [day] * many)) for day in (date(year, 7, 14) for year in years)}
    finally:
        sys.setswitchinterval(pace)
    assert [day for day, answers in found.items() if answers != {working_day(day, "FR")} or day in answers] == []


@given(DAYS, st.sampled_from(CALENDARS))
def test_a_working_day_is_the_first_from_that_day_on_and_stays_itself(day: date, calendar: str) -> None:
    works = working_day(day, calendar)
    assert works >= day
    assert works.weekday() < 5
    assert working_day(works, calendar) == works
    between = [day + timedelta(days=n) for n in range((works - day).days)]
    assert all(working_day(one, calendar) == works for one in between)


@given(INSTANTS, st.integers(1, 90), ZONES, st.sampled_from(CALENDARS))
def test_rolling_never_shortens_and_still_ends_with_the_day(
    start: datetime, days: int, zone: str, calendar: str
) -> None:
    start = start.replace(year=2020 + start.year % 20, day=min(start.day, 28))
    plain = due_at(start, days, Unit.DAYS, zone)
    due = rolled(plain, zone, calendar)
    assert plain <= due <= plain + timedelta(days=12)
    assert due.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S") == "23:59:59"


@given(INSTANTS, INSTANTS, st.integers(0, 400), st.integers(0, 10_000), ZONES)
def test_a_pause_leaves_exactly_the_hours_that_were_left(
    start: datetime, paused: datetime, length: int, minutes: int, zone: str
) -> None:
    due = due_at(start, length, Unit.HOURS, zone)
    resumed = paused + timedelta(minutes=minutes)
    assert moved(due, Unit.HOURS, zone, paused, resumed) - resumed == due - paused


@given(INSTANTS, st.integers(1, 400), st.integers(0, 600), st.integers(0, 10_000), ZONES)
def test_a_pause_leaves_exactly_the_dates_that_were_left_and_the_end_of_the_day(
    start: datetime, length: int, hours: int, minutes: int, zone: str
) -> None:
    there = ZoneInfo(zone)
    due = due_at(start, length, Unit.DAYS, zone)
    paused = start + timedelta(hours=hours)
    resumed = paused + timedelta(minutes=minutes)
    after = moved(due, Unit.DAYS, zone, paused, resumed)
    left = [moment.astimezone(there).date() for moment in (due, paused, after, resumed)]
    assert left[0] - left[1] == left[2] - left[3]
    assert after.astimezone(there).strftime("%H:%M:%S") == "23:59:59"
