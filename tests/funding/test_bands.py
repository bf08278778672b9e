"""A band is all that a published share can say of a figure."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.funding.rules.bands import NOTHING, band_of

figures = st.integers(1, 10**40)
per_decade = st.integers(1, 20)


@given(figure=figures, per_decade=per_decade)
def test_every_figure_lies_in_its_band_and_so_does_what_stands_for_it(figure: int, per_decade: int) -> None:
    band = band_of(figure, per_decade=per_decade)
    assert band.lower <= figure < band.upper
    assert band.lower <= band.representative < band.upper


@given(one=figures, other=figures, per_decade=per_decade)
def test_bands_are_alike_or_apart_and_in_the_order_of_their_figures(one: int, other: int, per_decade: int) -> None:
    lower, upper = sorted((one, other))
    first, second = band_of(lower, per_decade=per_decade), band_of(upper, per_decade=per_decade)
    assert first == second or (first.upper <= second.lower and first.representative < second.representative)


@given(figure=figures, per_decade=per_decade, power=st.integers(1, 12))
def test_every_decade_has_the_same_bands(figure: int, per_decade: int, power: int) -> None:
    here, above = band_of(figure, per_decade=per_decade), band_of(figure * 10**power, per_decade=per_decade)
    assert (above.lower, above.upper) == (here.lower * 10**power, here.upper * 10**power)
    assert above.representative == here.representative * 10**power


@given(decade=st.integers(0, 38), per_decade=per_decade)
def test_as_many_to_the_decade_as_asked_for(decade: int, per_decade: int) -> None:
    figure, found = 10 ** (decade + 2), set()
    while figure < 10 ** (decade + 3):
        band = band_of(figure, per_decade=per_decade)
        found.add(band)
        figure = -(-band.upper.numerator // band.upper.denominator)
    assert len(found) == per_decade


def test_five_to_the_decade() -> None:
    band = band_of(3 * 10**25, per_decade=5)
    assert (band.lower, band.representative, band.upper) == (
        Fraction(251) * 10**23,
        Fraction(316) * 10**23,
        Fraction(398) * 10**23,
    )
    assert band_of(10**26, per_decade=5).lower == 10**26
    assert band_of(10**26 - 1, per_decade=5).upper == 10**26


def test_nothing_declared_stands_for_nothing() -> None:
    assert band_of(0, per_decade=5) == NOTHING
    assert NOTHING.representative == 0


@pytest.mark.parametrize(("figure", "per_decade"), [(-1, 5), (1, 0), (1, 21)])
def test_what_cannot_be_is_refused(figure: int, per_decade: int) -> None:
    with pytest.raises(ValueError, match=r"negative|decade"):
        band_of(figure, per_decade=per_decade)
