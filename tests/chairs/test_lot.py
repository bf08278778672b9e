"""The lot can be drawn again by anybody."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.chairs.rules.lot import draw, list_digest, ticket

KEYS = st.lists(st.text(min_size=1, max_size=20), unique=True, max_size=20)
SEEDS = st.text(min_size=1).filter(str.strip)


def test_a_ticket_is_the_hash_of_three_lines() -> None:
    expected = hashlib.sha256(b"concord/lot/v1\n8c1f\naster\n").hexdigest()
    assert ticket("8c1f", "aster").number == expected


def test_the_smallest_ticket_comes_first() -> None:
    drawn = draw("a public value", ["cygnus", "aster", "borealis"])
    assert [one.number for one in drawn] == sorted(one.number for one in drawn)
    assert {one.key for one in drawn} == {"aster", "borealis", "cygnus"}


@given(SEEDS, KEYS)
def test_the_order_of_the_list_does_not_matter(seed: str, keys: list[str]) -> None:
    assert draw(seed, keys) == draw(seed, reversed(keys))
    assert list_digest(keys) == list_digest(list(reversed(keys)))


@given(SEEDS, KEYS.filter(bool))
def test_who_leaves_changes_nobody_elses_order(seed: str, keys: list[str]) -> None:
    rest = [one for one in draw(seed, keys) if one.key != keys[0]]
    assert draw(seed, keys[1:]) == rest


def test_another_value_gives_another_order() -> None:
    keys = [f"lab-{number}" for number in range(12)]
    assert draw("one", keys) != draw("two", keys)


def test_every_place_is_as_likely_for_everybody() -> None:
    firsts = [draw(str(seed), ["aster", "borealis", "cygnus", "dione"])[0].key for seed in range(4000)]
    assert all(850 < firsts.count(key) < 1150 for key in ("aster", "borealis", "cygnus", "dione"))


@pytest.mark.parametrize(("seed", "keys"), [("", ["aster"]), (" \n", ["aster"]), ("x", ["aster", "aster"])])
def test_no_value_or_a_member_twice_is_refused(seed: str, keys: list[str]) -> None:
    with pytest.raises(ValueError, match=r"public value|twice"):
        draw(seed, keys)
