"""The orders of a cycle, withdrawals, newcomers, swaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.chairs.rules.order import Candidate, Order, ordered, swapped, with_newcomer, without

LABS = (
    Candidate("cygnus", "Cygnus", terms=1, listed=1),
    Candidate("aster", "aster", terms=2, listed=3),
    Candidate("borealis", "Borealis", terms=1, listed=2),
)
PLACES = st.lists(st.text(min_size=1), unique=True, min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.LISTED, ["cygnus", "borealis", "aster"]),
        (Order.ALPHABETICAL, ["aster", "borealis", "cygnus"]),
        (Order.FEWEST, ["borealis", "cygnus", "aster"]),
    ],
)
def test_each_order(order: Order, expected: list[str]) -> None:
    assert ordered(order, LABS) == expected
    assert ordered(order, LABS[::-1]) == expected


def test_the_lot_needs_its_value() -> None:
    assert set(ordered(Order.LOT, LABS, "8c1f")) == {"aster", "borealis", "cygnus"}
    with pytest.raises(ValueError, match="public value"):
        ordered(Order.LOT, LABS)


@given(PLACES, st.data())
def test_a_withdrawal_closes_the_gap_and_moves_nobody_else(places: list[str], data: st.DataObject) -> None:
    leaving = data.draw(st.sampled_from(places))
    left = without(places, leaving)
    assert leaving not in left
    assert left == [key for key in places if key in left]
    assert len(left) == len(places) - 1


@given(PLACES)
def test_a_newcomer_comes_last(places: list[str]) -> None:
    *rest, last = places
    assert with_newcomer(rest, last) == places
    with pytest.raises(ValueError, match="already"):
        with_newcomer(places, last)


@given(PLACES, st.data())
def test_a_swap_exchanges_two_and_swapping_back_undoes_it(places: list[str], data: st.DataObject) -> None:
    one, other = data.draw(st.permutations(places))[:2]
    changed = swapped(places, one, other)
    assert {key for key, was in zip(changed, places, strict=True) if key != was} == {one, other}
    assert swapped(changed, one, other) == places


@pytest.mark.parametrize(("one", "other"), [("aster", "aster"), ("aster", "dione"), ("dione", "aster")])
def test_a_swap_needs_two_who_have_places(one: str, other: str) -> None:
    with pytest.raises(ValueError, match="Two different"):
        swapped(["aster", "borealis"], one, other)
