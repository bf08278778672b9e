"""A rule that takes named members cannot be chosen where nobody is named."""

import pytest

from apps.committees.rules.charter import CHOICE, errors_in
from apps.kernel.decisions import Refused
from apps.votes.rules import PRESETS, Member, tally
from apps.votes.rules.charter import SECTION
from apps.votes.rules.presets import NAMING
from apps.votes.services.opening import open_voting, put_to_vote
from tests.cast import Cast
from tests.votes.factory import DISCUSSED, HOUR, charter, discussed

RULES = [article for article in SECTION.articles if article.kind == CHOICE and "simple" in article.choices]


def test_they_are_those_that_speak_of_a_veto() -> None:
    assert {key for key, rule in PRESETS.items() if "veto" in rule.label} == NAMING
    roll = [Member(f"m{number}") for number in range(9)]
    said = dict.fromkeys([one.key for one in roll], "yes")
    for key in NAMING:
        named = PRESETS[key].with_veto(["m9"])
        assert tally(named, [*roll, Member("m9")], said).carried
        assert not tally(named, [*roll, Member("m9")], {**said, "m9": "no"}).carried


def test_no_article_of_a_charter_offers_them() -> None:
    assert len(RULES) == 5
    for article in RULES:
        assert not NAMING & article.choices.keys()
        assert article.choices.keys() == PRESETS.keys() - NAMING
        for key in NAMING:
            assert errors_in({article.key: key})


@pytest.mark.parametrize("procedure", ["vote", "emergency"])
@pytest.mark.parametrize("article", ["rule_general", "rule_emergency"])
def test_a_charter_that_has_one_nevertheless_opens_no_vote(frontier: Cast, procedure: str, article: str) -> None:
    charter(**{article: "unsc"})
    motion = discussed(frontier, procedure=procedure)
    chair = frontier.viewer("aster.representative", DISCUSSED)
    if (procedure, article) == ("vote", "rule_emergency"):
        assert open_voting(actor=chair, now=DISCUSSED, ref=motion.ref).state == "voting"
        return
    with pytest.raises(Refused, match="The rule speaks of a veto, and the charter names nobody who has one"):
        open_voting(actor=chair, now=DISCUSSED, ref=motion.ref)
    put = put_to_vote(ref=motion.ref, now=DISCUSSED + 24 * 60 * HOUR)
    assert (put.state, "speaks of a veto" in put.because) == ("lapsed", True)
