"""Amounts of computation are read exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.kernel.flop import parse


@given(number=st.integers(0, 10**40 - 1))
def test_every_whole_number_of_forty_digits_is_read_exactly(number: int) -> None:
    assert parse(str(number)) == number
    assert parse(f"{number:,}") == number


@given(number=st.integers(1, 10**12), power=st.integers(12, 27))
def test_powers_are_exact_where_floats_are_not(number: int, power: int) -> None:
    head, tail = str(number)[0], str(number)[1:] or "0"
    assert parse(f"{head}.{tail}e{power}") == int(head + tail) * 10 ** (power - len(tail))


@pytest.mark.parametrize("text", ["", "ten", "-1", "1.5", "1e", "1e41", "9" * 41, "1.25e1", "0x10", "1e999", "١e3x"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|too large|not whole"):
        parse(text)
