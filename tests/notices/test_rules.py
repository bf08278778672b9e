"""Waiting, counting and cutting, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.notices.rules import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    counted,
    due_in_facts,
    one_line,
    readable,
    wait_before_next,
)
from apps.notices.states import OPEN, TRANSITIONS, DeliveryState

MIDDLE = 0.5
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
    assert due_in_facts(facts) is None


def test_a_due_time_in_the_facts_is_read() -> None:
    assert due_in_facts({"due_at": "2026-11-21T12:00:00Z"}) == datetime(2026, 11, 21, 12, tzinfo=UTC)


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
