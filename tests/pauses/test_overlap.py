"""Which of two measures governs: the other then forbids nothing that it does not."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from apps.pauses.rules.measures import Measure, Run
from apps.pauses.rules.overlap import governed, governs
from apps.pauses.states import Extent, Restricts
from tests.pauses.drawn import DAY, LIMITS, MARKERS, runs, some_labs

LATER = DAY + timedelta(days=30)


def compute(key: str, above: int, extent: Extent = Extent.FULL, days: int = 0) -> Measure:
    return Measure(key, Restricts.COMPUTE, frozenset({"aster"}), DAY + timedelta(days=days), LATER, extent, above=above)


@st.composite
def alike(draw: st.DrawFn) -> list[Measure]:
    """Measures of one kind, near enough to govern each other."""
    restricts = draw(st.sampled_from(Restricts))
    needs_amount = restricts in {Restricts.COMPUTE, Restricts.PARAMETERS}
    return [
        Measure(
            str(number),
            restricts,
            frozenset({"aster"} | draw(some_labs)),
            DAY + timedelta(days=draw(st.integers(0, 2))),
            LATER,
            draw(st.sampled_from(Extent)),
            draw(st.sampled_from(LIMITS)) if needs_amount else None,
            draw(st.sampled_from(MARKERS)) if restricts == Restricts.CAPABILITY else "",
        )
        for number in range(draw(st.integers(1, 5)))
    ]


@given(alike(), runs)
def test_what_is_governed_forbids_nothing_more_and_whatever_governs_is_governed_by_none(
    drawn: list[Measure], run: Run
) -> None:
    below, by_key = governed(drawn), {one.key: one for one in drawn}
    assert not set(below) & set(below.values())
    for key, above in below.items():
        assert by_key[above].forbids(run) or not by_key[key].forbids(run)
    apart = [one for one in drawn if one.key not in below]
    assert apart
    assert governed(apart) == {}


def test_the_lower_threshold_governs_and_of_two_alike_the_first() -> None:
    low, high, same = compute("a", 10**25), compute("b", 10**26), compute("c", 10**25)
    assert governed([low, same, high]) == {"c": "a", "b": "a"}


def test_a_partial_measure_does_not_govern_one_that_halts() -> None:
    assert governed([compute("a", 10**25, Extent.PARTIAL), compute("b", 10**26)]) == {}
    early, late = compute("a", 10**25, Extent.PARTIAL), compute("b", 10**25, Extent.PARTIAL, days=3)
    assert governed([late, early]) == {"b": "a"}


def test_each_duty_to_report_stands_for_itself() -> None:
    one = Measure("a", Restricts.REPORTING, frozenset({"aster"}), DAY, LATER)
    assert not governs(one, one)
