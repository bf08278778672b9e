"""Shares of chair-days."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from apps.chairs.rules.days import Held, shares

SINCE = datetime(2021, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_term_counts_only_inside_the_window_and_one_that_runs_counts_to_its_end() -> None:
    held = [Held("aster", SINCE - 10 * DAY, SINCE + 10 * DAY), Held("borealis", SINCE + 10 * DAY, None)]
    members = {"aster": (SINCE - 99 * DAY, None), "borealis": (SINCE, None)}
    found = {one.key: one for one in shares(held, members, since=SINCE, until=SINCE + 40 * DAY)}
    assert found["aster"].share == Fraction(1, 4)
    assert found["borealis"].share == Fraction(3, 4)
    assert found["aster"].even == Fraction(1, 2)


def test_who_joined_half_way_is_owed_half_as_much() -> None:
    members = {"aster": (SINCE, None), "borealis": (SINCE + 50 * DAY, None)}
    found = {one.key: one for one in shares([], members, since=SINCE, until=SINCE + 100 * DAY)}
    assert (found["aster"].even, found["borealis"].even) == (Fraction(2, 3), Fraction(1, 3))
    assert found["aster"].share == 0


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 90)), max_size=12))
def test_shares_add_up_to_one(terms: list[tuple[str, int]]) -> None:
    held, at = [], SINCE
    for key, days in terms:
        held.append(Held(key, at, at + days * DAY))
        at += days * DAY
    found = shares(held, dict.fromkeys("abcd", (SINCE, None)), since=SINCE, until=SINCE + 400 * DAY)
    total = sum((one.share for one in found), Fraction(0))
    assert total == (1 if any(one.seconds for one in found) else 0)
    assert sum((one.even for one in found), Fraction(0)) == 1
