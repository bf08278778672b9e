"""When duties are due: elapsed hours, calendar days and months in the duty's own zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.deadlines.rules.reckoning import Unit, due_at, in_words, months_on, state_at
from apps.deadlines.states import CLIMBING, MOVES, OPEN, State

BRUSSELS, CALIFORNIA = "Europe/Brussels", "America/Los_Angeles"
ZONES = st.sampled_from(
    [BRUSSELS, CALIFORNIA, "UTC", "Asia/Kolkata", "Pacific/Auckland", "America/Havana", "Asia/Tehran"]
)
INSTANTS = st.integers(946_684_800, 3_471_292_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def test_24_hours_over_the_night_the_clocks_go_back_end_an_hour_earlier_on_the_wall() -> None:
    start = datetime(2026, 10, 24, 18, tzinfo=ZoneInfo(BRUSSELS))
    assert _local(due_at(start, 24, Unit.HOURS, BRUSSELS), BRUSSELS) == "2026-10-25 17:00:00"


@pytest.mark.parametrize(("zone", "ends"), [(BRUSSELS, "2026-07-16 23:59:59"), (CALIFORNIA, "2026-07-15 23:59:59")])
def test_one_instant_is_two_dates_so_fifteen_days_end_by_the_dutys_zone(zone: str, ends: str) -> None:
    start = datetime(2026, 6, 30, 23, 30, tzinfo=ZoneInfo(CALIFORNIA))
    assert _local(due_at(start, 15, Unit.DAYS, zone), zone) == ends


@pytest.mark.parametrize(("year", "ends"), [(2026, "2026-02-28 23:59:59"), (2028, "2028-02-29 23:59:59")])
def test_a_month_after_31_january_is_the_last_day_of_february(year: int, ends: str) -> None:
    start = datetime(year, 1, 31, 9, tzinfo=ZoneInfo(BRUSSELS))
    assert _local(due_at(start, 1, Unit.MONTHS, BRUSSELS), BRUSSELS) == ends


def test_a_second_that_comes_twice_at_the_end_of_a_day_counts_the_later_time() -> None:
    """In Havana the clocks go back from 01:00 to 00:00; in Tehran they went back from midnight to 23:00."""
    start = datetime(2021, 9, 20, 12, tzinfo=ZoneInfo("Asia/Tehran"))
    due = due_at(start, 1, Unit.DAYS, "Asia/Tehran")
    assert due == datetime(2021, 9, 21, 20, 29, 59, tzinfo=UTC)
    assert _local(due + timedelta(seconds=1), "Asia/Tehran") == "2021-09-22 00:00:00"


@given(INSTANTS, st.integers(0, 10_000), ZONES)
def test_hours_are_elapsed_whatever_the_zone(start: datetime, hours: int, zone: str) -> None:
    assert due_at(start, hours, Unit.HOURS, zone) - start == timedelta(hours=hours)


@given(INSTANTS, st.integers(0, 800), ZONES)
def test_days_end_at_the_last_second_of_a_day_that_is_so_many_dates_on(start: datetime, days: int, zone: str) -> None:
    there = ZoneInfo(zone)
    due = due_at(start, days, Unit.DAYS, zone).astimezone(there)
    assert due.time() == time(23, 59, 59)
    assert due.date() - start.astimezone(there).date() == timedelta(days=days)


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.integers(0, 240))
def test_months_keep_the_day_or_take_the_months_last(day: date, months: int) -> None:
    there = months_on(day, months)
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)


@given(INSTANTS, st.integers(0, 500), st.sampled_from(Unit), ZONES)
def test_a_longer_time_is_never_due_sooner(start: datetime, length: int, unit: Unit, zone: str) -> None:
    assert due_at(start, length, unit, zone) <= due_at(start, length + 1, unit, zone)


def test_due_now_is_not_overdue_and_a_moment_later_is() -> None:
    due = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert state_at(State.RUNNING, due, due) == State.RUNNING
    assert state_at(State.RUNNING, due, due + timedelta(microseconds=1)) == State.OVERDUE


def test_only_what_runs_can_fall_overdue() -> None:
    due = datetime(2026, 11, 21, 12, tzinfo=UTC)
    for state in set(State) - {State.RUNNING}:
        assert state_at(state, due, due + timedelta(days=1)) == state


def test_the_table_of_moves_allows_exactly_these() -> None:
    allowed = {(verb.verb, state) for verb, state in product(MOVES, State) if MOVES.may(verb.verb, state)}
    assert allowed == {
        ("fall overdue", State.RUNNING),
        *(("meet", state) for state in OPEN),
        *(("pause", state) for state in CLIMBING),
        *((verb, State.PAUSED) for verb in ("resume", "resume late")),
        *(("extend", state) for state in CLIMBING),
        *(("waive", state) for state in OPEN),
        ("lapse", State.OVERDUE),
        *(("fall away", state) for state in OPEN),
    }


def test_every_move_ends_where_its_name_says() -> None:
    assert {move.verb: move.target for move in MOVES} == {
        "fall overdue": State.OVERDUE,
        "meet": State.MET,
        "pause": State.PAUSED,
        "resume": State.RUNNING,
        "resume late": State.OVERDUE,
        "extend": State.RUNNING,
        "waive": State.WAIVED,
        "lapse": State.LAPSED,
        "fall away": State.MOOT,
    }


def test_a_length_in_words_knows_the_singular() -> None:
    assert [in_words(1, Unit.MONTHS), in_words(24, Unit.HOURS)] == ["1 month", "24 hours"]
