"""Waiting, counting and cutting, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.notices.rules import (
    FIRST_WAIT,
    LONGEST_ASKED,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    counted,
    instant_in,
    not_before,
    one_line,
    readable,
    wait_before_next,
)
from apps.notices.states import OPEN, TRANSITIONS, DeliveryState

MIDDLE = 0.5
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROLLS = st.floats(0, 1, exclude_max=True)


def test_the_first_failure_waits_half_a_minute_and_each_next_twice_as_long_up_to_two_hours() -> None:
    waits = [wait_before_next(attempts, MIDDLE) for attempts in range(1, MOST_ATTEMPTS)]
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (30, 60, 120, 240)]
    assert waits[-1] == LONGEST_WAIT
    assert timedelta(hours=20) < sum(waits, timedelta()) < timedelta(hours=30)


def test_after_the_last_attempt_it_is_given_up() -> None:
    assert wait_before_next(MOST_ATTEMPTS - 1, MIDDLE) is not None
    assert wait_before_next(MOST_ATTEMPTS, MIDDLE) is None


@given(st.integers(1, MOST_ATTEMPTS - 1), ROLLS)
def test_chance_spreads_a_wait_by_a_quarter_either_way(attempts: int, roll: float) -> None:
    whole, wait = wait_before_next(attempts, MIDDLE), wait_before_next(attempts, roll)
    assert whole * 0.75 <= wait <= whole * 1.25
    assert wait >= FIRST_WAIT * 0.75


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("0", timedelta()),
        (" 120 ", timedelta(minutes=2)),
        ("86400", timedelta(days=1)),
        ("86401", timedelta(days=1)),
        ("9" * 5000, timedelta(days=1)),
        ("Sat, 21 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Saturday, 21-Nov-26 13:00:00 GMT", timedelta(hours=1)),
        ("Sat Nov 21 13:00:00 2026", timedelta(hours=1)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=1)),
    ],
)
def test_who_is_busy_says_in_seconds_or_by_a_date_how_long_at_most_a_day(text: str, waits: timedelta) -> None:
    assert [not_before(status, text, NOON) for status in (429, 503)] == [NOON + waits] * 2


@pytest.mark.parametrize(
    "text",
    ["", "-5", "1.5", "+9", "٣", "soon", "120, 60", "Sat, 21 Nov 2026 11:59:59 GMT", "Sat, 99 Nov 2026 13:00:00 GMT"],
)
def test_what_cannot_be_read_or_is_over_asks_for_nothing(text: str) -> None:
    assert not_before(429, text, NOON) is None


def test_no_other_answer_is_taken_for_busy() -> None:
    assert [not_before(status, "3600", NOON) for status in (None, 200, 301, 400, 410, 500, 502)] == [None] * 7


DATES = st.from_regex(
    r"\A(Sat, )?[0-9]{1,3}[ -](Nov|Jan|[a-z]{3})[ -][0-9]{1,5} [0-9]{1,3}(:[0-9]{1,3}){0,3} ?(GMT|UTC|[+-][0-9]{1,9})?\Z"
)


@given(st.text() | DATES | st.text("0123456789-+:, GMT"))
def test_whatever_is_asked_for_lies_within_a_day_from_now(text: str) -> None:
    asked = not_before(429, text, NOON)
    assert asked is None or NOON <= asked <= NOON + LONGEST_ASKED


@given(st.text(), st.integers(2, 60))
def test_a_line_has_no_break_and_no_control_character_and_keeps_its_length(text: str, most: int) -> None:
    line = one_line(text, most)
    assert line.isprintable()
    assert len(line) <= most
    assert line == line.strip()


def test_what_is_cut_ends_in_an_ellipsis() -> None:
    assert one_line("Subject\r\nBcc: eve@pacific.example", 12) == "Subject Bcc…"


@pytest.mark.parametrize(("number", "shown"), [(0, ""), (1, "1"), (99, "99"), (100, "99+"), (5000, "99+")])
def test_counts_stop_at_99(number: int, shown: str) -> None:
    assert counted(number) == shown


@pytest.mark.parametrize("facts", [{}, {"due_at": None}, {"due_at": "soon"}, {"due_at": "2026-11-21T12:00:00"}])
def test_a_due_time_that_cannot_be_read_or_has_no_zone_is_none(facts: dict) -> None:
    assert instant_in(facts, "due_at") is None


def test_a_due_time_in_the_facts_is_read() -> None:
    assert instant_in({"due_at": "2026-11-21T12:00:00Z"}, "due_at") == datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("state", list(DeliveryState))
@pytest.mark.parametrize("move", list(TRANSITIONS), ids=lambda move: move.verb)
def test_every_pair_of_verb_and_state(move: object, state: DeliveryState) -> None:
    allowed = {
        "claim": OPEN,
        "try_again": (DeliveryState.FAILED, DeliveryState.GIVEN_UP),
        "send_again": set(DeliveryState) - {DeliveryState.QUEUED, DeliveryState.SENDING},
    }.get(move.verb, (DeliveryState.SENDING,))
    assert bool(TRANSITIONS.may(move.verb, state)) == (state in allowed)


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("INC-2026-7KQ4", "INC-2026-7KQ4"),
        ("aster", "aster"),
        ("5140d12f-0b4e-43cc-82dd-f840c64fe019", ""),
        ("", ""),
    ],
)
def test_a_machines_identifier_is_no_reference_for_people(reference: str, shown: str) -> None:
    assert readable(reference) == shown
