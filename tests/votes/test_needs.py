"""What a vote still needs is right for every rule: tried out on every way the rest may go."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.votes.rules import Measure, Member, Of, Rule, Threshold, still_needs, tally
from tests.votes.drawn import KEYS, SHARES, ballots, rolls, rules


def absent(roll: list[Member], cast: dict[str, str]) -> list[str]:
    return [one.key for one in roll if one.standing == "voting" and one.key not in cast]


def ways(roll: list[Member], cast: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every way in which those who have not voted may go on, staying away included."""
    rest = absent(roll, cast)
    for way in product(("yes", "no", "abstain", ""), repeat=len(rest)):
        yield cast | {key: choice for key, choice in zip(rest, way, strict=True) if choice}


@settings(deadline=None)
@given(rules(), rolls(most=5), ballots())
def test_settled_is_what_every_way_of_going_on_comes_to(rule: Rule, roll: list[Member], cast: dict[str, str]) -> None:
    ends = {tally(rule, roll, way).carried for way in ways(roll, cast)}
    expected = None if len(ends) == 2 else "carried" if ends == {True} else "lost"
    needs = still_needs(rule, roll, cast)
    assert needs.settled == expected
    assert needs.quorate is tally(rule, roll, cast).quorate
    assert (expected is not None) is (f"{expected} " in needs.sentence or f"is {expected}" in needs.sentence)


@given(rules(), rolls(), ballots())
def test_a_gauge_is_met_when_it_reaches_its_mark(rule: Rule, roll: list[Member], cast: dict[str, str]) -> None:
    gauges = still_needs(rule, roll, cast).gauges
    outcome = tally(rule, roll, cast)
    assert len(gauges) == len(rule.quorum) + len(rule.conditions) + rule.objections
    for gauge in gauges:
        assert 0 <= gauge.reached <= 1
        assert gauge.met or gauge.reached <= gauge.needed
        assert gauge.of
        assert gauge.asked
    if outcome.carried:
        assert all(gauge.met for gauge in gauges)
    if all(gauge.met for gauge in gauges) and not rule.veto:
        assert outcome.carried


def fewest(rule: Rule, roll: list[Member], cast: dict[str, str], without: str = "") -> int | None:
    """The fewest of those who have not voted whose yes carries the motion."""
    rest = [key for key in absent(roll, cast) if key != without]
    for number in range(1, len(rest) + 1):
        for some in combinations(rest, number):
            if tally(rule, roll, cast | dict.fromkeys(some, "yes")).carried:
                return number
    return None


HEADS = st.one_of(
    st.just(Threshold(Measure.HEADS, Fraction(1, 2), Of.CAST, True)),
    st.builds(Threshold, st.just(Measure.HEADS), SHARES, st.sampled_from([Of.CAST, Of.PRESENT, Of.ALL]), st.booleans()),
)


@settings(deadline=None)
@given(st.lists(HEADS, min_size=1, max_size=2), st.sampled_from(["", *KEYS]), rolls(), ballots(KEYS))
def test_the_members_it_says_are_the_fewest_that_do(
    conditions: list[Threshold], casting: str, roll: list[Member], cast: dict[str, str]
) -> None:
    rule = Rule("heads", "By heads", conditions=tuple(conditions), casting_vote=casting)
    needs = still_needs(rule, roll, cast)
    if not roll or tally(rule, roll, cast).carried or not any(one.standing == "voting" for one in roll):
        assert "needs" not in needs.sentence
        return
    alone, all_together = fewest(rule, roll, cast, without=casting), fewest(rule, roll, cast)
    if all_together is None:
        assert "needs more members than are left" in needs.sentence
        return
    said = re.search(r"needs (\d+) more members?(?:, or (\d+) more members?)?( with the casting vote)?", needs.sentence)
    assert said is not None
    assert int(said[2] or said[1]) == all_together
    if said[3] is None:
        assert all_together == fewest(rule, roll, cast)
    elif said[2]:
        assert alone is None or alone >= int(said[1])


HUNDRED = st.lists(st.integers(0, 30), min_size=1, max_size=5).filter(lambda held: 0 < sum(held) <= 100)


@settings(deadline=None)
@given(HUNDRED, ballots(KEYS), st.sampled_from([("1/2", Of.CAST), ("3/5", Of.ALL), ("1/2", Of.ALL)]), st.booleans())
def test_the_weight_it_says_is_what_it_takes(
    held: list[int], cast: dict[str, str], share: tuple[str, Of], beyond: bool
) -> None:
    roll = [Member(key, weight) for key, weight in zip(KEYS, [*held, 100 - sum(held)], strict=False)]
    threshold = Threshold(Measure.WEIGHT, Fraction(share[0]), share[1], beyond)
    rule = Rule("weight", "By weight", conditions=(threshold,))
    if tally(rule, roll, cast).carried:
        return
    said = re.search(r"needs (more than )?(\d+(?:\.\d+)?) % more of the weight", still_needs(rule, roll, cast).sentence)
    rest = absent(roll, cast)
    weights = {one.key: int(one.weight) for one in roll}
    for number in range(1, len(rest) + 1):
        for some in combinations(rest, number):
            more = sum(weights[key] for key in some)
            enough = said is not None and (more > Fraction(said[2]) if said[1] else more >= Fraction(said[2]))
            if "any weight" in still_needs(rule, roll, cast).sentence:
                enough = more > 0
            assert tally(rule, roll, cast | dict.fromkeys(some, "yes")).carried is enough
