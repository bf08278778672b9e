"""What a roll and ballots may hold, and what becomes of edges."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from apps.votes.rules import PRESETS, Measure, Member, Of, Rule, Threshold, tally

SIMPLE = PRESETS["simple"]


def roll(*standings: str, weight: int = 1) -> list[Member]:
    return [Member(key, weight, standing) for key, standing in zip("abcdef", standings, strict=False)]


@pytest.mark.parametrize("weight", [1.0, "1", None, True, float("nan"), 1j])
def test_a_weight_is_no_float(weight: Any) -> None:
    with pytest.raises(TypeError, match="weight of a"):
        Member("a", weight, "voting")


@pytest.mark.parametrize(
    "weight", [-1, Fraction(-1, 3), Decimal("-0.001"), Decimal("nan"), Decimal("Infinity"), Decimal("sNaN")]
)
def test_a_weight_is_finite_and_not_negative(weight: Any) -> None:
    with pytest.raises(ValueError, match="weight of a"):
        Member("a", weight, "voting")


def test_weights_of_all_three_kinds_add_up_exactly() -> None:
    members = [Member("a", 1, "voting"), Member("b", Decimal("0.1"), "voting"), Member("c", Fraction(1, 3), "voting")]
    assert tally(SIMPLE, members, {"a": "yes", "c": "yes"}).yes_weight == Fraction(4, 3)
    assert tally(SIMPLE, members, {}).total_weight == Fraction(43, 30)


@pytest.mark.parametrize("standing", ["absent", "", "Voting"])
def test_a_member_votes_or_is_recused(standing: str) -> None:
    with pytest.raises(ValueError, match="neither voting nor recused"):
        Member("a", 1, standing)


def test_a_member_stands_once_on_the_roll() -> None:
    with pytest.raises(ValueError, match="a stands twice"):
        tally(SIMPLE, [Member("a", 1, "voting"), Member("a", 2, "recused")], {})


@pytest.mark.parametrize("choice", ["Yes", "", "absent", None, True])
@pytest.mark.parametrize("key", ["a", "b", "z"])
def test_another_word_is_no_ballot_whoever_cast_it(choice: Any, key: str) -> None:
    with pytest.raises(ValueError, match=f"ballot of {key}"):
        tally(SIMPLE, roll("voting", "recused"), {key: choice})


def test_ballots_of_recused_and_unknown_members_are_ignored_and_said() -> None:
    outcome = tally(SIMPLE, roll("voting", "recused"), {"z": "no", "b": "no", "a": "yes"})
    assert (outcome.carried, outcome.yes, outcome.no, outcome.recused) == (True, 1, 0, 1)
    assert outcome.steps[1:3] == (
        "The ballot of b is ignored: recused.",
        "The ballot of z is ignored: not on the roll.",
    )


@pytest.mark.parametrize("key", sorted(PRESETS))
@pytest.mark.parametrize("standings", [(), ("recused",), ("recused", "recused")])
def test_where_nobody_is_left_nothing_is_carried(key: str, standings: tuple[str, ...]) -> None:
    outcome = tally(PRESETS[key].with_veto(["a"]), roll(*standings), {"a": "yes", "b": "yes"})
    assert (outcome.carried, outcome.quorate, outcome.recused) == (False, False, len(standings))
    assert "to vote" in outcome.steps[0] or "Nobody can vote" in outcome.steps[0]
    assert outcome.steps[-1] == "Not carried: there is nobody to vote."


@pytest.mark.parametrize("key", [key for key, rule in PRESETS.items() if rule.weighs])
def test_no_share_of_weights_that_sum_to_zero_is_reached(key: str) -> None:
    outcome = tally(PRESETS[key], roll(*["voting"] * 6, weight=0), dict.fromkeys("abcdef", "yes"))
    assert not outcome.carried
    assert outcome.steps[0].endswith("a weight of 0, of which no share can be reached.")
    assert outcome.steps[-1] == "Not carried: too little weight is in favour."


@pytest.mark.parametrize("key", ["simple", "absolute", "two-thirds", "unga-two-thirds", "unanimity"])
def test_zero_ballots_carry_nothing(key: str) -> None:
    outcome = tally(PRESETS[key], roll("voting", "voting"), {})
    assert (outcome.carried, outcome.quorate) == (False, True)


@pytest.mark.parametrize("key", ["consensus", "silence"])
def test_silence_carries_and_one_objection_stops(key: str) -> None:
    members = roll("voting", "voting", "recused")
    assert tally(PRESETS[key], members, {}).carried
    assert tally(PRESETS[key], members, {"a": "abstain", "c": "no"}).carried
    stopped = tally(PRESETS[key], members, {"a": "yes", "b": "no"})
    assert stopped.steps[-2:] == ("Objections: b.", "Not carried: there is an objection.")


class TestTies:
    CAST = {"a": "yes", "b": "no"}

    def test_without_a_casting_vote_it_fails(self) -> None:
        outcome = tally(SIMPLE, roll(*["voting"] * 3), self.CAST)
        assert outcome.steps[-2:] == (
            "A tie, and nobody has a casting vote: it fails.",
            "Not carried: too few members are in favour.",
        )

    @pytest.mark.parametrize(
        ("key", "did"),
        [
            ("b", "voted no"),
            ("c", "abstained"),
            ("d", "did not vote"),
            ("e", "is recused"),
            ("z", "is not on the roll"),
        ],
    )
    def test_whoever_does_not_say_yes_lets_it_fail(self, key: str, did: str) -> None:
        members = roll(*["voting"] * 4, "recused")
        outcome = tally(SIMPLE.with_casting_vote(key), members, {**self.CAST, "c": "abstain", "e": "yes", "z": "yes"})
        assert not outcome.carried
        assert f"A tie: {key} has the casting vote and {did}: it fails." in outcome.steps

    def test_a_yes_decides(self) -> None:
        outcome = tally(SIMPLE.with_casting_vote("a"), roll(*["voting"] * 3), self.CAST)
        assert outcome.carried
        assert "A tie: a has the casting vote and voted yes, which decides it." in outcome.steps

    def test_it_decides_nothing_but_ties(self) -> None:
        members = roll(*["voting"] * 4)
        assert not tally(SIMPLE.with_casting_vote("a"), members, {**self.CAST, "c": "no"}).carried
        assert not tally(SIMPLE.with_casting_vote("a"), members, {}).carried
        two_thirds = PRESETS["unga-two-thirds"].with_casting_vote("a")
        assert not tally(two_thirds, members, self.CAST).carried

    @pytest.mark.parametrize(
        ("share", "beyond", "carried"), [("1/2", True, True), ("2/3", True, False), ("3/5", False, False)]
    )
    def test_it_decides_only_where_more_than_half_is_asked(self, share: str, beyond: bool, carried: bool) -> None:
        asked = Threshold(Measure.HEADS, Fraction(share), Of.CAST, beyond)
        rule = Rule("own", "Own", conditions=(asked,), casting_vote="a")
        assert tally(rule, roll("voting", "voting"), self.CAST).carried is carried
        assert ("In a tie the vote of a decides." in rule.in_words()) is carried

    def test_of_all_members_it_decides_when_all_have_voted(self) -> None:
        rule = PRESETS["absolute"].with_casting_vote("a")
        assert tally(rule, roll("voting", "voting"), self.CAST).carried
        assert not tally(rule, roll(*["voting"] * 4), {"a": "yes", "b": "yes"}).carried

    def test_weights_may_tie(self) -> None:
        half = Threshold(Measure.WEIGHT, Fraction(1, 2), Of.CAST, True)
        rule = Rule("weights", "More weight than against", conditions=(half,)).with_casting_vote("a")
        members = [Member("a", 3, "voting"), Member("b", 2, "voting"), Member("c", 1, "voting")]
        assert tally(rule, members, {"a": "yes", "b": "no", "c": "no"}).carried
        assert not tally(rule, members, {"a": "no", "b": "yes", "c": "yes"}).carried
