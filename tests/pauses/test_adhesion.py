"""When a condition of participation is met, and what of it rivals read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pauses.rules.adhesion import BANDS, Condition, band_of, reached

DECLARED = {"aster": 6, "borealis": 3, "cygnus": 1}
labs = st.sets(st.sampled_from(sorted(DECLARED)))


def test_it_needs_both_the_number_and_the_share() -> None:
    condition = Condition(2, Fraction(7, 10))
    assert not reached(condition, {"aster"}, DECLARED).met
    assert not reached(condition, {"borealis", "cygnus"}, DECLARED).met
    both = reached(condition, {"aster", "cygnus"}, DECLARED)
    assert (both.met, both.labs, both.labs_missing, both.share) == (True, 2, 0, Fraction(7, 10))


def test_a_lab_that_the_order_does_not_bind_counts_for_nothing() -> None:
    assert reached(Condition(1, Fraction(0)), {"dione"}, DECLARED).labs == 0


def test_nobody_having_declared_meets_a_share_of_nothing_only() -> None:
    nothing = dict.fromkeys(DECLARED, 0)
    assert reached(Condition(1, Fraction(0)), {"aster"}, nothing).met
    assert not reached(Condition(1, Fraction(1, 100)), {"aster"}, nothing).met


@given(labs, labs, st.integers(0, 3), st.fractions(0, 1))
def test_one_more_lab_never_undoes_it(some: set[str], more: set[str], number: int, share: Fraction) -> None:
    condition = Condition(number, share)
    assert reached(condition, some | more, DECLARED).met or not reached(condition, some, DECLARED).met


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_bands_follow_the_share(one: Fraction, other: Fraction) -> None:
    words = [band for _most, band in BANDS]
    low, high = sorted((one, other))
    assert words.index(band_of(low)) <= words.index(band_of(high))


@pytest.mark.parametrize(("labs", "share"), [(-1, Fraction(0)), (1, Fraction(3, 2)), (1, Fraction(-1, 2))])
def test_a_condition_that_no_number_of_labs_could_meet_is_refused(labs: int, share: Fraction) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Condition(labs, share)
