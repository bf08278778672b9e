"""The rule of a vote found from the charter: in an emergency, a motion carries only where it would by either rule."""

import random
from fractions import Fraction
from itertools import product

import pytest

from apps.votes.rules import PRESETS, Member, tally
from apps.votes.rules.ruling import Charter, rule_under

PERCENT = 50
ARTICLE = "votes.rule_general"


def articles(rule: str, emergency: str) -> Charter:
    values = {
        ARTICLE: rule, "votes.rule_emergency": emergency, "votes.quorum_percent": PERCENT, "votes.casting": False,
    }  # fmt: skip
    return values.__getitem__


@pytest.mark.parametrize(("rule", "emergency"), list(product(PRESETS, PRESETS)))
def test_an_emergency_never_carries_what_either_rule_alone_would_not(rule: str, emergency: str) -> None:
    both = rule_under("emergency", ARTICLE, articles(rule, emergency))
    alone = [rule_under("vote", ARTICLE, articles(key, key)) for key in (rule, emergency)]
    drawn = random.Random(f"{rule}+{emergency}")
    for _ in range(25):
        roll = [Member(str(key), Fraction(drawn.choice([0, 1, 1, 3, 20]))) for key in range(drawn.choice([1, 4, 10]))]
        favour = drawn.choice([2, 5, 9])
        said = {one.key: drawn.choice(["yes"] * favour + ["no", "abstain", ""]) for one in roll}
        ballots = {key: choice for key, choice in said.items() if choice}
        carried = tally(both, roll, ballots).carried
        assert not carried or all(tally(one, roll, ballots).carried for one in alone), ballots
        if not any(one.blocking for one in alone):
            assert carried == all(tally(one, roll, ballots).carried for one in alone), ballots


def test_a_blocking_minority_of_one_rule_waives_no_weight_of_the_other() -> None:
    rule = rule_under("emergency", ARTICLE, articles("eu-council", "imf-85"))
    roll = [Member(name, 20) for name in "abcd"] + [Member("e", 20)]
    assert not tally(rule, roll, dict.fromkeys("abcd", "yes")).carried


def test_a_rule_without_a_quorum_does_not_take_the_others_away() -> None:
    rule = rule_under("emergency", ARTICLE, articles("simple", "consensus"))
    assert not tally(rule, [Member(name) for name in "abcdefgh"], {"a": "yes"}).carried
