"""Rolls, ballots and rules drawn at random, for the laws of counting."""

from fractions import Fraction

from hypothesis import strategies as st

from apps.votes.rules import Measure, Member, Of, Rule, Threshold

KEYS = tuple("abcdefg")
CHOICES = st.sampled_from(["yes", "no", "abstain"])
WEIGHTS = st.one_of(
    st.integers(0, 20), st.decimals(0, 20, places=3), st.fractions(0, 20, max_denominator=9), st.sampled_from([0, 1, 5])
)
SHARES = st.sampled_from([Fraction(part, whole) for whole in (2, 3, 4, 20) for part in range(1, whole)])


@st.composite
def rolls(draw: st.DrawFn, most: int = len(KEYS)) -> list[Member]:
    """Up to seven members, some of them recused."""
    keys = KEYS[: draw(st.integers(0, most))]
    return [Member(key, draw(WEIGHTS), draw(st.sampled_from(["voting"] * 4 + ["recused"]))) for key in keys]


def ballots(keys: tuple[str, ...] = (*KEYS, "stranger")) -> st.SearchStrategy[dict[str, str]]:
    """Ballots of some of the members, and of one who is on no roll."""
    return st.dictionaries(st.sampled_from(keys), CHOICES)


def thresholds(*of: Of) -> st.SearchStrategy[Threshold]:
    """Thresholds with one of these denominators."""
    shares = st.builds(Threshold, st.sampled_from(Measure), SHARES, st.sampled_from(of), st.booleans())
    every = st.builds(Threshold, st.sampled_from(Measure), st.just(Fraction(1)), st.sampled_from(of))
    number = st.builds(
        Threshold, st.just(Measure.HEADS), st.integers(1, 8).map(Fraction), st.just(Of.NUMBER), st.just(False)
    )
    return st.one_of(shares, shares, every, number)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule that may be made, ties being likely."""
    half = Threshold(Measure.HEADS, Fraction(1, 2), Of.CAST, True)
    asked = st.one_of(st.just(half), thresholds(Of.CAST, Of.PRESENT, Of.ALL))
    conditions = tuple(draw(st.lists(asked, max_size=3)))
    weighed = any(one.measure is Measure.WEIGHT for one in conditions)
    return Rule(
        key="drawn",
        label="A rule drawn at random",
        quorum=tuple(draw(st.lists(thresholds(Of.ALL), max_size=2))),
        conditions=conditions,
        blocking=draw(st.integers(0, 4)) if weighed else 0,
        objections=not conditions or draw(st.sampled_from([False, False, False, True])),
        veto=tuple(sorted(draw(st.sets(st.sampled_from(KEYS), max_size=1)))),
        casting_vote=draw(st.sampled_from(["", *KEYS, "stranger"])),
    )
