"""The presets do what the public rules behind their names do."""

from fractions import Fraction

import pytest

from apps.votes.rules import PRESETS, Member, Outcome, tally


class TestFund:
    def parts(self, **parts: int) -> list[Member]:
        return [Member(key, weight, "voting") for key, weight in parts.items()]

    @pytest.mark.parametrize(
        ("preset", "against", "carried"),
        [("imf-85", 15, True), ("imf-85", 16, False), ("imf-70", 30, True), ("imf-70", 31, False)],
    )
    def test_a_share_of_all_voting_power(self, preset: str, against: int, carried: bool) -> None:
        roll = self.parts(one=against, others=100 - against)
        assert tally(PRESETS[preset], roll, {"others": "yes"}).carried is carried

    def test_most_members_are_not_enough(self) -> None:
        roll = [Member("large", 165, "voting"), *(Member(f"m{number}", 5, "voting") for number in range(167))]
        outcome = tally(PRESETS["imf-85"], roll, {member.key: "yes" for member in roll[1:]})
        assert (outcome.yes, outcome.carried) == (167, False)
        assert outcome.yes_weight / outcome.total_weight == Fraction(835, 1000)


def test_abstention_and_absence_matter_for_the_denominator() -> None:
    """100 yes, 11 no, 58 abstentions, 24 absent of 193: the General Assembly's vote of 27 March 2014."""
    roll = [Member(f"m{number}", 1, "voting") for number in range(193)]
    cast = {f"m{number}": "yes" for number in range(100)}
    cast |= {f"m{number}": "no" for number in range(100, 111)}
    cast |= {f"m{number}": "abstain" for number in range(111, 169)}
    outcome = tally(PRESETS["unga-two-thirds"], roll, cast)
    assert (outcome.yes, outcome.no, outcome.abstain, outcome.absent) == (100, 11, 58, 24)
    assert outcome.carried
    assert not tally(PRESETS["two-thirds"], roll, cast).carried
    assert tally(PRESETS["absolute"], roll, cast).carried


def test_two_thirds_are_met_exactly_and_by_one_yes() -> None:
    roll = [Member(key, 1, "voting") for key in "abc"]
    assert tally(PRESETS["unga-two-thirds"], roll, {"a": "yes", "b": "yes", "c": "no"}).carried
    assert tally(PRESETS["unga-two-thirds"], roll, {"a": "yes", "b": "abstain"}).carried
    assert not tally(PRESETS["unga-two-thirds"], roll, {"a": "abstain", "b": "abstain"}).carried


class TestSecurityCouncil:
    PERMANENT = ("p1", "p2", "p3", "p4", "p5")

    def vote(self, yes: int, *, members: int = 15, preset: str = "unsc", **said: str) -> Outcome:
        keys = [*(f"e{number}" for number in range(members - 5)), *self.PERMANENT]
        cast = dict.fromkeys(keys[:yes], "yes") | said
        rule = PRESETS[preset].with_veto(self.PERMANENT)
        return tally(rule, [Member(key, 1, "voting") for key in keys], cast)

    def test_nine_in_favour(self) -> None:
        assert self.vote(9).carried
        assert not self.vote(8).carried

    def test_a_permanent_member_stops_it_by_no_and_not_by_abstaining(self) -> None:
        assert self.vote(10, p1="abstain", p2="abstain").carried
        stopped = self.vote(14, p5="no")
        assert not stopped.carried
        assert stopped.steps[-2:] == ("p5 voted no with a veto.", "Not carried: there is a veto.")
        assert self.vote(9, e9="no").carried

    def test_until_1965_seven_of_eleven(self) -> None:
        assert self.vote(7, members=11, preset="unsc-1965").carried
        assert not self.vote(6, members=11, preset="unsc-1965").carried
        assert not self.vote(10, members=11, preset="unsc-1965", p5="no").carried

    def test_a_recused_member_vetoes_nothing(self) -> None:
        rule = PRESETS["unsc"].with_veto(["p1"])
        roll = [Member("p1", 1, "recused"), *(Member(f"e{number}", 1, "voting") for number in range(9))]
        cast = {"p1": "no", **{f"e{number}": "yes" for number in range(9)}}
        assert tally(rule, roll, cast).carried


class TestPause:
    ROLL = [Member(key, weight, "voting") for key, weight in zip("abcdef", (30, 25, 20, 10, 10, 5), strict=True)]

    @pytest.mark.parametrize(
        ("yes", "no", "abstain", "quorate", "carried"),
        [
            ("abd", "c", "", True, True),  # three quarters of votes cast, 65 % of weight
            ("abc", "", "", False, False),  # three of six are no quorum
            ("abc", "", "d", True, True),  # whoever abstains is there
            ("cdef", "ab", "", True, False),  # two thirds of votes cast, but 45 % of weight
            ("abd", "ce", "", True, False),  # 65 % of weight, but three fifths of votes cast
            ("ac", "", "def", True, False),  # 50 % of weight
            ("acd", "", "e", True, True),  # 60 % exactly
        ],
    )
    def test_default(self, yes: str, no: str, abstain: str, quorate: bool, carried: bool) -> None:
        cast = dict.fromkeys(yes, "yes") | dict.fromkeys(no, "no") | dict.fromkeys(abstain, "abstain")
        outcome = tally(PRESETS["pause-default"], self.ROLL, cast)
        assert (outcome.quorate, outcome.carried) == (quorate, carried)

    def test_the_quorum_is_of_those_not_recused(self) -> None:
        roll = [*self.ROLL[:3], *(Member(key, 10, "recused") for key in "def")]
        assert tally(PRESETS["pause-default"], roll, {"a": "yes", "b": "yes"}).carried

    def test_emergency_takes_three_quarters_of_all(self) -> None:
        assert not tally(PRESETS["pause-emergency"], self.ROLL, dict.fromkeys("abcd", "yes")).carried
        assert tally(PRESETS["pause-emergency"], self.ROLL, dict.fromkeys("abcde", "yes")).carried
        assert tally(PRESETS["pause-emergency"], self.ROLL[:4], dict.fromkeys("abc", "yes")).carried


@pytest.mark.parametrize(
    ("preset", "yes", "carried"),
    [
        ("absolute", "abc", False),
        ("absolute", "abcd", True),
        ("two-thirds", "abc", False),
        ("two-thirds", "abcd", True),
        ("three-quarters", "abcd", False),
        ("three-quarters", "abcde", True),
        ("unanimity", "abcde", False),
        ("unanimity", "abcdef", True),
        ("double-majority", "cdef", False),
        ("double-majority", "abcd", True),
        ("double-majority", "ab", False),
    ],
)
def test_of_all_members(preset: str, yes: str, carried: bool) -> None:
    assert tally(PRESETS[preset], TestPause.ROLL, dict.fromkeys(yes, "yes")).carried is carried
