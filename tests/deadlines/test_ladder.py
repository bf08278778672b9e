"""Ladders: frozen as data, climbed without gaps or doubles, whenever the sweep comes."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.deadlines.rules import ClockRule, Does, Repeat, Step, Unit
from apps.deadlines.rules.clocks import reason
from apps.deadlines.rules.ladder import AT_ONCE, Ladder, plan
from apps.deadlines.rules.reckoning import PAST
from apps.deadlines.states import State

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
DUE = START + timedelta(hours=24)
CHARTER = {"x.hours": 24, "x.remind": 4, "x.members": 6, "x.repeat": 12}


def _rule(*steps: Step, repeat: Repeat | None = None) -> ClockRule:
    because = "Within {length} (article {article})."
    return ClockRule("x", "X", ("clerks",), "x.hours", Unit.HOURS, because, ladder=steps, repeat=repeat)


RULE = _rule(
    Step("x.members", ("members",)),
    Step("-x.remind", ("clerks",), Does.REMIND),
    Step(0, ("chair",)),
    repeat=Repeat("x.repeat", ("members",), most=4),
)
PLAN = plan(RULE, CHARTER, START, DUE)
LADDER = Ladder(PLAN, DUE)


def _ladder(rule: ClockRule, taken: int = 0) -> Ladder:
    return Ladder(plan(rule, CHARTER, START, DUE), DUE, taken)


def _at(taken: int) -> Ladder:
    return Ladder(PLAN, DUE, taken)


def _hours(*hours: int) -> list[datetime]:
    return [DUE + timedelta(hours=each) for each in hours]


def test_the_steps_stand_in_the_order_of_their_times_then_the_repeats_up_to_their_most() -> None:
    steps = LADDER.due(DUE + timedelta(days=30))
    assert [step.at for step in steps] == _hours(-4, 0, 6, 18, 30, 42, 54)
    assert [step.number for step in steps] == [1, 2, 3, 4, 5, 6, 7]
    assert [step.does for step in steps] == [Does.REMIND, *[Does.ESCALATE] * 6]
    assert [step.is_repeat for step in steps] == [False] * 3 + [True] * 4
    assert _at(7).next is None


def test_the_plan_is_plain_data_that_survives_its_way_through_json() -> None:
    again = Ladder(json.loads(json.dumps(PLAN)), DUE)
    assert again.due(DUE + timedelta(days=2)) == LADDER.due(DUE + timedelta(days=2))


def test_a_step_that_would_come_before_the_start_is_left_out() -> None:
    ladder = _ladder(_rule(Step(-48, ("clerks",), Does.REMIND), Step(0, ("chair",))))
    assert [step.at for step in ladder.due(DUE)] == [DUE]


def test_repeats_of_a_ladder_without_steps_count_from_the_due_time() -> None:
    ladder = _ladder(_rule(repeat=Repeat(12, ("chair",), most=2)))
    assert [step.at for step in ladder.due(DUE + timedelta(days=9))] == _hours(12, 24)


def test_a_repeat_every_0_hours_is_none() -> None:
    assert _ladder(_rule(Step(0, ("chair",)), repeat=Repeat(0, ("chair",))), taken=1).next is None


def test_a_step_is_due_at_its_very_instant() -> None:
    assert _at(1).due(DUE - PAST) == []
    assert [step.number for step in _at(1).due(DUE)] == [2]


def test_what_a_year_of_silence_left_is_taken_in_portions() -> None:
    ladder = _ladder(_rule(repeat=Repeat(1, ("chair",), most=1000)))
    assert len(ladder.due(DUE + timedelta(days=365))) == AT_ONCE


def test_the_sweep_wakes_for_the_next_step_or_for_the_due_time_whichever_is_first() -> None:
    assert _at(0).wake_at(State.RUNNING) == DUE - timedelta(hours=4)
    assert _at(2).wake_at(State.RUNNING) == DUE + PAST
    assert _at(2).wake_at(State.OVERDUE) == DUE + timedelta(hours=6)
    assert _at(7).wake_at(State.OVERDUE) is None


@pytest.mark.parametrize("state", [State.PAUSED, State.MET, State.WAIVED, State.LAPSED])
def test_the_sweep_does_not_wake_for_what_no_longer_climbs(state: State) -> None:
    assert _at(0).wake_at(state) is None


def test_an_unknown_charter_key_is_an_error_not_a_silent_zero() -> None:
    with pytest.raises(KeyError):
        plan(_rule(Step("-x.unknown", ("clerks",))), CHARTER, START, DUE)


def test_the_reason_names_length_and_article() -> None:
    assert reason(RULE, 24, "4.1") == "Within 24 hours (article 4.1)."


@given(st.lists(st.integers(0, 100), max_size=12))
def test_whenever_the_sweep_comes_each_step_is_taken_once_and_in_order(hours: list[int]) -> None:
    taken = []
    for hour in sorted(hours):
        taken += _at(len(taken)).due(START + timedelta(hours=hour))
    assert taken == LADDER.due(START + timedelta(hours=max(hours, default=0)))


@given(st.integers(0, 7), st.integers(0, 100))
def test_nothing_is_due_before_the_sweep_is_woken_for_it(taken: int, hour: int) -> None:
    now = START + timedelta(hours=hour)
    wake = _at(taken).wake_at(State.OVERDUE)
    assert bool(_at(taken).due(now)) == (wake is not None and wake <= now)
