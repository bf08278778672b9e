"""Figures are said exactly, or with “about”."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.votes.rules.words import amount, listed, members, percent, portion


@pytest.mark.parametrize(
    ("value", "said"),
    [("0", "0"), ("12", "12"), ("25/2", "12.5"), ("1/20", "0.05"), ("1/3", "1/3"), ("1/1000", "0.001"), ("10", "10")],
)
def test_an_amount(value: str, said: str) -> None:
    assert amount(Fraction(value)) == said


@given(st.fractions(min_value=0, max_value=10**9))
def test_an_amount_loses_nothing(value: Fraction) -> None:
    assert Fraction(amount(value)) == value


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("1/8", "12.5 %"),
        ("1", "100 %"),
        ("0", "0 %"),
        ("2/3", "about 66.66 %"),
        ("999999999/1000000000", "about 99.99 %"),
        ("1/3000000", "about 0.00003 %"),
        ("500001/10000000", "about 5 %"),
    ],
)
def test_a_share(share: str, said: str) -> None:
    assert percent(Fraction(share)) == said


@pytest.mark.parametrize(
    ("share", "said"), [("2/3", "two thirds"), ("11/20", "55 %"), ("4/7", "4/7"), ("3/5", "60 %"), ("1/2", "half")]
)
def test_a_threshold(share: str, said: str) -> None:
    assert portion(Fraction(share)) == said


def test_lists_and_members() -> None:
    assert [listed([]), listed("a"), listed("ab"), listed("abc", "or")] == ["", "a", "a and b", "a, b or c"]
    assert [members(0), members(1), members(2)] == ["0 members", "1 member", "2 members"]
