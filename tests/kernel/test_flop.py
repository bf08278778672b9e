"""Amounts of computation are read exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.kernel.flop import in_words, parse


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


@pytest.mark.parametrize(
    "text",
    ["1e26", "1E+26", "10^26", "10**26", "10²⁶", "1×10²⁶", "1 x 10^26", "1.0 · 10^26", "100 000 000e18", "1.00*10^26"],
)
def test_a_power_of_ten_is_read_as_people_and_machines_write_it(text: str) -> None:
    assert parse(text) == 10**26


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,1e25", 31 * 10**24),
        ("3,1E25", 31 * 10**24),
        ("3,14×10²⁵", 314 * 10**23),
        ("1,0 · 10^26", 10**26),
        ("1,000", 1000),
        ("100,000,000e18", 10**26),
        ("1,500.5e3", 1500500),
        ("12,5e1", 125),
    ],
)
def test_a_comma_is_a_decimal_one_unless_it_parts_thousands(text: str, number: int) -> None:
    assert parse(text) == number


@pytest.mark.parametrize("text", ["3,100e25", "3,100×10²⁵", "1,2,3", "1,00,000", ",5e3", "1,5", "3,1.5e9", "1,000,00"])
def test_a_comma_that_could_be_either_or_is_neither_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|not whole"):
        parse(text)


@pytest.mark.parametrize("text", ["10^", "^26", "×10²⁶", "1×10^26^2", "10^-2", "2⁵", "10²⁶1", "1e10^26", "10^410"])
def test_what_only_looks_like_a_power_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|too large|not whole"):
        parse(text)


@given(number=st.integers(0, 10**40 - 1) | st.builds(lambda n, p: n * 10**p, st.integers(0, 10**7), st.integers(0, 32)))
def test_words_are_read_back_as_the_same_number(number: int) -> None:
    assert parse(in_words(number)) == number
