"""The sentence that says what a vote still needs."""

from fractions import Fraction

import pytest

from apps.votes.rules import PRESETS, Measure, Member, Of, Rule, Threshold, still_needs, tally

ROLL = [Member(key, weight) for key, weight in zip("abcdefg", (30, 20, 15, 12, 10, 8, 5), strict=True)]


@pytest.mark.parametrize(
    ("key", "cast", "sentence"),
    [
        (
            "pause-default",
            "yyn____",
            "2 of 7 in favour; needs 10 % more of the weight; the quorum needs 2 more ballots.",
        ),
        ("pause-default", "yynya__", "3 of 7 in favour; enough are in favour; quorum reached."),
        ("double-majority", "yy_____", "2 of 7 in favour; needs 2 more members and any weight more."),
        ("eu-council", "__ynn__", "1 of 7 in favour; needs 3 more members."),
        ("eu-council", "n_yyyyy", "5 of 7 in favour; enough are in favour; carried whatever the others do."),
        ("simple", "", "0 of 7 in favour; needs 1 more member."),
        ("simple", "yn", "1 of 7 in favour; needs 1 more member."),
        ("simple", "ynnnnn", "1 of 7 in favour; needs more members than are left; lost whatever the others do."),
        ("simple", "yyyynnn", "4 of 7 in favour; enough are in favour; it is carried as cast."),
        ("unsc", "yyyyyyy", "7 of 7 in favour; needs more members than are left; it is lost as cast."),
        ("imf-85", "yyya", "3 of 7 in favour; needs 20 % more of the weight."),
        ("silence", "", "No objection so far."),
        ("silence", "_n_n", "2 objections; lost whatever the others do."),
        ("consensus", "ayyyyyy", "No objection so far; it is carried as cast."),
    ],
)
def test_the_sentence(key: str, cast: str, sentence: str) -> None:
    words = {"y": "yes", "n": "no", "a": "abstain"}
    said = {member: words[letter] for member, letter in zip("abcdefg", cast, strict=False) if letter in words}
    assert still_needs(PRESETS[key], ROLL, said).sentence == sentence


@pytest.mark.parametrize(
    ("of", "cast", "wants"),
    [
        (Of.CAST, {}, "needs any weight more."),
        (Of.CAST, {"g": "abstain"}, "needs any weight more."),
        (Of.CAST, {"g": "no"}, "needs more weight than is left; lost whatever the others do."),
        (Of.PRESENT, {"g": "abstain"}, "needs more weight than is left; lost whatever the others do."),
    ],
)
def test_all_of_the_weight_is_lost_with_the_first_who_is_not_in_favour(
    of: Of, cast: dict[str, str], wants: str
) -> None:
    rule = Rule("all", "All weight", conditions=(Threshold(Measure.WEIGHT, Fraction(1), of),))
    assert still_needs(rule, ROLL, cast).sentence == f"0 of 7 in favour; {wants}"


@pytest.mark.parametrize(
    ("casting", "cast", "wants"),
    [
        ("", {"a": "no", "b": "yes"}, "more than 10 % more of the weight"),
        ("b", {"a": "no", "b": "yes"}, "10 % more of the weight"),
        ("c", {"a": "no", "b": "yes"}, "more than 10 % more of the weight (or just that, with the casting vote)"),
        (
            "d",
            {"a": "no", "b": "yes", "c": "abstain", "e": "abstain", "f": "yes", "g": "no"},
            "more than 7 % more of the weight (or just that, with the casting vote)",
        ),
    ],
)
def test_a_tie_by_weight_takes_less_where_somebody_decides_it(casting: str, cast: dict[str, str], wants: str) -> None:
    half = Threshold(Measure.WEIGHT, Fraction(1, 2), Of.CAST, True)
    rule = Rule("half", "Half of the weight", conditions=(half,), casting_vote=casting)
    assert f"needs {wants}." in still_needs(rule, ROLL, cast).sentence


def test_all_the_weight_that_is_left_may_make_a_tie() -> None:
    half = Threshold(Measure.WEIGHT, Fraction(1, 2), Of.CAST, True)
    rule = Rule("half", "Half of the weight", conditions=(half,), casting_vote="b")
    roll = [Member("a", 5), Member("b", 5)]
    needs = still_needs(rule, roll, {"a": "no"})
    assert needs.sentence == "0 of 2 in favour; needs 50 % more of the weight, with the casting vote."
    assert (needs.settled, tally(rule, roll, {"a": "no", "b": "yes"}).carried) == (None, True)


def test_a_veto_and_a_casting_vote_are_said() -> None:
    stopped = still_needs(PRESETS["simple"].with_veto(["g"]), ROLL, {"a": "yes", "g": "no", "b": "yes"})
    assert stopped.sentence == (
        "2 of 7 in favour; a veto of g stands; enough are in favour; lost whatever the others do."
    )
    tied = still_needs(PRESETS["simple"].with_casting_vote("d"), ROLL, {"a": "yes", "b": "no", "c": "no"})
    assert tied.sentence == "1 of 7 in favour; needs 2 more members, or 1 more member with the casting vote."


def test_fewer_than_can_block_are_another_way_to_the_weight() -> None:
    roll = [Member("large", 20), *(Member(f"m{number:02}", 1) for number in range(20))]
    needs = still_needs(PRESETS["eu-council"], roll, {f"m{number:02}": "yes" for number in range(12)})
    assert needs.sentence == (
        "12 of 21 in favour; needs 35 % more of the weight (or 6 more members, too few then being left to block)."
    )
    cast = {f"m{number:02}": "yes" for number in range(18)}
    assert tally(PRESETS["eu-council"], roll, cast).carried
    assert not tally(PRESETS["eu-council"], roll, {**cast, "m17": "no"}).carried


def test_where_nobody_can_vote_it_is_lost() -> None:
    needs = still_needs(PRESETS["silence"], [Member("a", 1, "recused")], {})
    assert (needs.settled, needs.quorate) == ("lost", False)
    assert needs.sentence == "Nobody can vote: 1 member on the roll, all recused; it is lost."
    assert still_needs(PRESETS["simple"], [], {}).sentence == "Nobody can vote: the roll is empty; it is lost."


def test_a_number_is_gauged_against_all_members() -> None:
    roll = [Member(f"m{number}") for number in range(15)]
    [gauge] = still_needs(PRESETS["unsc"], roll, {"m1": "yes"}).gauges
    assert (gauge.reached, gauge.needed, gauge.of) == (Fraction(1, 15), Fraction(9, 15), "members not recused")
    assert (gauge.label, gauge.asked, gauge.met) == ("Members in favour", "at least 9", False)
