"""The Council of the European Union: 55 % of members with 65 % of people, and four to block."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from apps.votes.rules import PRESETS, Member, Outcome, tally

POPULATIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "pop" / "eu27_population_wb_2023.csv"

# World Bank, total population 2023 (SP.POP.TOTL): the largest six, three small ones, and the other 18 in one figure,
# which the tests spread evenly: only their sum bears on the cases below.
LARGE = {
    "Germany": 83_287_273,
    "France": 68_372_286,
    "Italy": 58_984_216,
    "Spain": 48_352_528,
    "Poland": 36_687_353,
    "Romania": 19_061_062,
}
SMALL = {"Malta": 552_747, "Luxembourg": 666_430, "Cyprus": 1_344_976}
UNION = 448_897_545
REST = Fraction(UNION - sum(LARGE.values()) - sum(SMALL.values()), 18)
OTHERS = [f"Other {number}" for number in range(1, 19)]
EU = {**LARGE, **SMALL, **dict.fromkeys(OTHERS, REST)}


def council(
    against: str,
    *,
    preset: str = "eu-council",
    how: str = "no",
    recused: str = "",
    people: dict[str, int] | None = None,
) -> Outcome:
    """The outcome when all but these say yes; names with commas between them."""
    held = people or EU
    roll = [Member(key, weight, "recused" if key in recused.split(",") else "voting") for key, weight in held.items()]
    cast = {key: how if key in against.split(",") else "yes" for key in held}
    return tally(PRESETS[preset], roll, {key: said for key, said in cast.items() if said != "absent"})


class TestCouncil:
    @pytest.mark.parametrize("how", ["no", "abstain", "absent"])
    @pytest.mark.parametrize(
        ("against", "carried"),
        [
            ("", True),
            ("Germany,France,Italy", True),  # 53 % of weight, but three cannot block
            ("Germany,France,Italy,Malta", False),  # the fourth makes them a blocking minority
            ("Germany,France,Cyprus,Malta", True),  # four, but 65.79 % of weight are in favour
            ("Germany,Spain,Poland", True),
            ("Germany,Spain,Poland,Malta", False),  # 62.38 %
            ("France,Italy,Spain,Malta", False),
            (",".join(OTHERS[:12]), True),  # 15 of 27 are 55.56 %
            (",".join(OTHERS[:13]), False),  # 14 of 27 are 51.85 %, however much they weigh
        ],
    )
    def test_who_can_block(self, against: str, carried: bool, how: str) -> None:
        assert council(against, how=how).carried is carried

    def test_most_members_without_the_weight_carry_nothing(self) -> None:
        outcome = council(",".join([*LARGE, *OTHERS[:6]]))
        assert (outcome.yes, outcome.carried) == (15, False)
        assert outcome.steps[-1] == "Not carried: too little weight is in favour."

    def test_it_says_why_three_cannot_block(self) -> None:
        assert council("Germany,France,Italy").steps == (
            "The roll lists 27 members. Those not recused hold a weight of 448897545.",
            "24 yes, 3 no, 0 abstaining, 0 absent.",
            "No quorum is asked.",
            "In favour: 24 of 27 members not recused, about 88.88 %; at least 55 % needed: reached.",
            "In favour: 238253770 of 448897545 of the weight of members not recused, about 53.07 %; at least 65 % "
            "needed: not reached.",
            "Not in favour: 3 members; blocking by weight takes 4, so the condition counts as reached.",
            "Carried.",
        )

    def test_shares_are_of_members_not_recused(self) -> None:
        outcome = council("France,Italy,Spain,Malta", recused="Germany")
        assert (outcome.total_weight, outcome.recused) == (UNION - LARGE["Germany"], 1)
        assert not outcome.carried
        assert council("France,Malta,Cyprus,Luxembourg", recused="Germany").carried  # 80.6 % of the rest
        assert not council("France,Italy,Cyprus,Malta", recused="Germany").carried  # 64.65 % of the rest
        assert council("France,Italy,Cyprus,Malta").carried  # 71.21 % of all

    def test_of_few_members_a_share_of_heads_is_still_asked(self) -> None:
        roll = [Member(key, 1, "voting") for key in "abc"]
        assert not tally(PRESETS["eu-council"], roll, {}).carried
        assert not tally(PRESETS["eu-council"], roll, {"a": "yes"}).carried
        assert tally(PRESETS["eu-council"], roll, {"a": "yes", "b": "yes"}).carried

    def test_without_a_proposal_of_the_commission_more_is_asked_and_three_block(self) -> None:
        nineteen, twenty = ",".join(OTHERS[:8]), ",".join(OTHERS[:7])
        assert not council(nineteen, preset="eu-council-no-proposal").carried
        assert council(twenty, preset="eu-council-no-proposal").carried
        assert not council("Germany,France,Italy", preset="eu-council-no-proposal").carried

    @pytest.mark.skipif(not POPULATIONS.exists(), reason="the table of populations is not beside this folder")
    def test_the_whole_table_gives_the_same(self) -> None:
        with POPULATIONS.open() as file:
            people = {row["name"]: int(row["population"]) for row in csv.DictReader(file)}
        assert {key: people[key] for key in (*LARGE, *SMALL)} == {**LARGE, **SMALL}
        assert (len(people), sum(people.values())) == (27, UNION)
        assert council("Germany,France,Italy", people=people).carried
        assert not council("Germany,France,Italy,Malta", people=people).carried
        assert council("Germany,France,Luxembourg,Malta", people=people).carried
        smallest = sorted(people, key=people.__getitem__)
        assert council(",".join(smallest[:12]), people=people).carried
        assert not council(",".join(smallest[:13]), people=people).carried
        assert not council(",".join(smallest[15:]), people=people).carried
