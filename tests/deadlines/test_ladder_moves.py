"""Ladders that move with their due time, wait while somebody is on it, and come to an end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.deadlines.rules import LAPSE, ClockRule, Does, Repeat, Step, Unit
from apps.deadlines.rules.ladder import Ladder, last_told, pages_at_all, plan
from apps.deadlines.rules.owners import Owners
from apps.deadlines.states import State

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
DUE = START + timedelta(hours=24)
HOUR = timedelta(hours=1)
RULE = ClockRule(
    "x",
    "X",
    ("clerks",),
    24,
    Unit.HOURS,
    "",
    ladder=(Step(-4, ("owner",), Does.REMIND), Step(0, ("clerks",)), Step(2, ("members",))),
    repeat=Repeat(6, ("members", "chair"), most=4),
    at_end=LAPSE,
)
PLAN = plan(RULE, {}, START, DUE)


def _ladder(**changes: object) -> Ladder:
    return replace(Ladder(PLAN, DUE), **changes)


def _hours(ladder: Ladder, until: int = 999) -> list[float]:
    return [(step.at - DUE) / HOUR for step in ladder.due(DUE + until * HOUR)]


def test_the_end_comes_one_repeat_after_the_last() -> None:
    assert _hours(_ladder()) == [-4, 0, 2, 8, 14, 20, 26, 32]
    end = _ladder(taken=7).next
    assert end is not None
    assert (end.does, end.end, end.to, end.number) == (Does.END, LAPSE, (), 8)
    assert _ladder(taken=8).next is None


def test_without_a_repeat_the_end_comes_so_many_hours_after_the_last_step() -> None:
    rule = replace(RULE, repeat=None, end_after_hours=5)
    assert _hours(Ladder(plan(rule, {}, START, DUE), DUE))[-1] == 7


@pytest.mark.parametrize("repeat", [None, Repeat(1, ("clerks",), most=1)])
def test_a_ladder_of_reminders_only_does_not_end_before_it_is_overdue(repeat: Repeat | None) -> None:
    rule = replace(RULE, ladder=RULE.ladder[:1], repeat=repeat, end_after_hours=1)
    ladder = Ladder(plan(rule, {}, START, DUE), DUE)
    *_steps, end = ladder.due(DUE + 999 * HOUR)
    assert end.does == Does.END
    assert end.at > DUE


def test_the_ladder_moves_with_the_due_time() -> None:
    later = _ladder(due_at=DUE + 10 * HOUR)
    assert _hours(later) == [6, 10, 12, 18, 24, 30, 36, 42]


def test_while_somebody_is_on_it_repeats_are_left_out_and_the_end_waits() -> None:
    assert _hours(_ladder(held_until=DUE + 14 * HOUR)) == [-4, 0, 2, 20, 26, 32]
    assert _hours(_ladder(held_until=DUE + 40 * HOUR)) == [-4, 0, 2, 40]


def test_the_sweep_does_not_wake_for_what_is_left_out() -> None:
    ladder = _ladder(taken=3, held_until=DUE + 14 * HOUR)
    assert ladder.wake_at(State.OVERDUE) == DUE + 20 * HOUR


@given(st.integers(0, 8), st.integers(-10, 60), st.integers(0, 60))
def test_after_the_due_time_has_moved_no_step_is_lost_and_none_that_lies_behind_is_taken_again(
    taken: int, now: int, later: int
) -> None:
    """As when it is extended or resumed: whatever was not taken is still to come, or due now."""
    at = DUE + now * HOUR
    moved = _ladder(due_at=DUE + later * HOUR, taken=taken)
    again = replace(moved, taken=moved.taken_at(at))
    assert again.taken <= taken
    steps = [moved.rung(number) for number in range(1, 9)]
    assert all(step and step.at <= at for step in steps[: again.taken])
    assert all(step and step.at > at for step in steps[again.taken : taken])


@given(st.lists(st.integers(-10, 60), max_size=10), st.integers(-10, 60))
def test_whenever_the_sweep_comes_while_somebody_is_on_it_the_same_steps_are_taken(hours: list[int], on: int) -> None:
    held, taken, numbers = DUE + on * HOUR, 0, []
    for hour in [*sorted(hours), 99]:
        for step in _ladder(taken=taken, held_until=held).due(DUE + hour * HOUR):
            taken = step.number
            numbers.append(step.number)
    assert numbers == [step.number for step in _ladder(held_until=held).due(DUE + 99 * HOUR)]


@given(st.integers(0, 8), st.integers(-10, 90), st.one_of(st.none(), st.integers(-10, 60)))
def test_what_is_due_is_counted_as_it_is_taken(taken: int, hour: int, on: int | None) -> None:
    ladder = _ladder(taken=taken, held_until=None if on is None else DUE + on * HOUR)
    assert ladder.count_due(DUE + hour * HOUR) == len(ladder.due(DUE + hour * HOUR))


def test_whether_a_step_pages_is_asked_of_the_subject_when_the_ladder_is_laid() -> None:
    rule = replace(RULE, ladder=(Step(0, ("clerks",), pages=lambda subject_id: subject_id == 5),), repeat=None)
    assert [pages_at_all(plan(rule, {}, START, DUE, subject_id)) for subject_id in (4, 5)] == [False, True]
    assert pages_at_all(plan(replace(RULE, repeat=Repeat(6, ("chair",), pages=True)), {}, START, DUE))


def test_those_who_are_told_last_are_those_of_the_repeat_else_of_the_last_step() -> None:
    told = [last_told(plan(rule, {}, START, DUE)) for rule in (RULE, replace(RULE, repeat=None))]
    assert told == [("members", "chair"), ("members",)]
    assert last_told(plan(replace(RULE, ladder=(), repeat=None), {}, START, DUE)) == ()


def test_whom_it_told_last_is_those_of_the_last_step_taken_and_at_the_end_those_of_the_repeat() -> None:
    laid = plan(RULE, {}, START, DUE)
    count = len(laid["steps"]) + RULE.repeat.most
    heard = [Ladder(laid, DUE, taken).heard_last for taken in range(count + 2)]
    assert heard[:5] == [(), ("owner",), ("clerks",), ("members",), ("members", "chair")]
    assert heard[count + 1] == ("members", "chair"), "the end itself tells nobody"


@pytest.mark.parametrize(
    ("owners", "owner", "alternate", "representative"),
    [
        (Owners(("chair", "clerks")), ("chair", "clerks"), ("chairs_alternate", "clerks"), ("chair", "clerks")),
        (Owners((), 3), ("filers:3",), ("alternates:3",), ("representatives:3",)),
        (Owners((), 3, 7, 3), ("seat:7",), ("alternates:3",), ("representatives:3",)),
        (Owners(("clerks",), None, 7, 9), ("seat:7",), ("alternates:9",), ("representatives:9",)),
    ],
    ids=["audiences", "an organisation", "a person of it", "a person of an audience"],
)
def test_the_words_for_owners_stand_for_whoever_owes_it(
    owners: Owners, owner: tuple[str, ...], alternate: tuple[str, ...], representative: tuple[str, ...]
) -> None:
    assert [owners.named((word,)) for word in ("owner", "alternate", "representative")] == [
        owner, alternate, representative,
    ]  # fmt: skip
    assert owners.named(("owner", "owner", "members")) == (*owner, "members")
