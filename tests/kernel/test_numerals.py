"""Whole numbers as words."""

import pytest

from apps.kernel.numerals import MOST, spelled


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (14, "fourteen"),
        (21, "twenty-one"),
        (90, "ninety"),
        (100, "one hundred"),
        (168, "one hundred and sixty-eight"),
        (1000, "one thousand"),
        (1001, "one thousand and one"),
        (1100, "one thousand one hundred"),
        (20_015, "twenty thousand and fifteen"),
        (999_999, "nine hundred and ninety-nine thousand nine hundred and ninety-nine"),
    ],
)
def test_a_number_reads_as_words(number: int, words: str) -> None:
    assert spelled(number) == words


def test_no_two_numbers_read_the_same() -> None:
    assert len({spelled(number) for number in range(20_000)}) == 20_000


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_beyond_its_bounds_it_refuses(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        spelled(number)
