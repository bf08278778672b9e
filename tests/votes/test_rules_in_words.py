"""Every rule says itself in words, with its denominators, and goes to data and back exactly."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from apps.kernel.canonical import dumps
from apps.votes.rules import PRESETS, Measure, Of, Rule, Threshold
from tests.votes.drawn import rules

NO_QUORUM, RECUSED = "No quorum is asked.", "Recused members are listed and count nowhere."
NOT_YES = "abstention and absence are not yes."
OF_ALL = f"of all members not recused; {NOT_YES}"
WEIGHT = f"of the weight of all members not recused; {NOT_YES}"
CAST = "of votes cast (yes and no); abstention and absence count for neither side."

SAID = {
    "simple": [f"In favour: more than half {CAST}", "In a tie it fails."],
    "absolute": [f"In favour: more than half {OF_ALL}", "In a tie it fails."],
    "two-thirds": [f"In favour: at least two thirds {OF_ALL}"],
    "three-quarters": [f"In favour: at least three quarters {OF_ALL}"],
    "double-majority": [
        f"In favour: more than half {OF_ALL}",
        f"In favour: more than half {WEIGHT}",
        "In a tie it fails.",
    ],
    "unanimity": [f"In favour: all members not recused; {NOT_YES}"],
    "consensus": ["It is carried unless a member votes no; abstention and absence are no objection."],
    "silence": ["It is carried unless a member votes no; abstention and absence are no objection."],
    "pause-default": [
        "Quorum: at least two thirds of all members not recused must have voted or abstained.",
        f"In favour: at least two thirds {CAST}",
        f"In favour: at least 60 % {WEIGHT}",
    ],
    "pause-emergency": [f"In favour: at least three quarters {OF_ALL}"],
    "eu-council": [
        f"In favour: at least 55 % {OF_ALL}",
        f"In favour: at least 65 % {WEIGHT}",
        "Blocking by weight takes at least 4 members not in favour (no, abstention or absence); with fewer, the condition "
        "on weight counts as reached.",
    ],
    "eu-council-no-proposal": [f"In favour: at least 72 % {OF_ALL}", f"In favour: at least 65 % {WEIGHT}"],
    "imf-85": [f"In favour: at least 85 % {WEIGHT}"],
    "imf-70": [f"In favour: at least 70 % {WEIGHT}"],
    "unga-two-thirds": [f"In favour: at least two thirds {CAST}"],
    "unsc": [f"In favour: at least 9 members; {NOT_YES}"],
    "unsc-1965": [f"In favour: at least 7 members; {NOT_YES}"],
}


def test_every_preset_is_said() -> None:
    assert list(SAID) == list(PRESETS)
    assert all(key == rule.key for key, rule in PRESETS.items())


@pytest.mark.parametrize("key", SAID)
def test_a_preset_in_words(key: str) -> None:
    quorum = [] if PRESETS[key].quorum else [NO_QUORUM]
    assert PRESETS[key].in_words() == [*quorum, *SAID[key], RECUSED]


def test_named_members_are_said() -> None:
    rule = PRESETS["simple"].with_veto(["borealis", "aster", "aster"]).with_casting_vote("cygnus")
    assert rule.in_words()[-3:] == [
        "A no of aster or borealis stops it.",
        "In a tie the vote of cygnus decides.",
        RECUSED,
    ]
    assert PRESETS["simple"].veto == ()


def test_members_present_are_a_denominator_too() -> None:
    third = Threshold(Measure.WEIGHT, Fraction(4, 7), Of.PRESENT, True)
    quorum = Threshold(Measure.HEADS, Fraction(5), Of.NUMBER)
    assert Rule("own", "Own", quorum=(quorum,), conditions=(third,)).in_words()[:2] == [
        "Quorum: at least 5 members must have voted or abstained.",
        "In favour: more than 4/7 of the weight of members present (yes, no and abstentions); an abstention is not a yes, "
        "and the absent do not count.",
    ]


@given(rules())
def test_a_rule_comes_back_from_its_canonical_bytes(rule: Rule) -> None:
    written = dumps(rule.as_data())
    again = Rule.from_data(json.loads(written))
    assert again == rule
    assert dumps(again.as_data()) == written
    assert len(rule.in_words()) >= 3 or rule.objections


@pytest.mark.parametrize("key", SAID)
def test_presets_come_back_too(key: str) -> None:
    assert Rule.from_data(json.loads(dumps(PRESETS[key].as_data()))) == PRESETS[key]


THRESHOLD = {"measure": "heads", "of": "cast", "value": "1/2", "how": "more than"}


@pytest.mark.parametrize(
    "change",
    [
        {"more": 1},
        {"key": None},
        {"label": 1},
        {"blocking": True},
        {"blocking": -1},
        {"blocking": 4},
        {"objections": 1},
        {"objections": None},
        {"veto": ["b", "a"]},
        {"veto": ["a", "a"]},
        {"veto": [1]},
        {"veto": "a"},
        {"casting_vote": None},
        {"verified": "yes"},
        {"quorum": [THRESHOLD]},
        {"quorum": None},
        {"conditions": []},
        {"conditions": [1]},
        {"conditions": [{**THRESHOLD, "more": 1}]},
        {"conditions": [{**THRESHOLD, "how": "about"}]},
        {"conditions": [{**THRESHOLD, "how": []}]},
        {"conditions": [{**THRESHOLD, "of": "some"}]},
        {"conditions": [{**THRESHOLD, "of": []}]},
        {"conditions": [{**THRESHOLD, "measure": "height"}]},
        {"conditions": [{**THRESHOLD, "value": "2/4"}]},
        {"conditions": [{**THRESHOLD, "value": "0.5"}]},
        {"conditions": [{**THRESHOLD, "value": "1/0"}]},
        {"conditions": [{**THRESHOLD, "value": "half"}]},
        {"conditions": [{**THRESHOLD, "value": 1}]},
        {"conditions": [{**THRESHOLD, "value": "1"}]},
        {"conditions": [{**THRESHOLD, "value": "-1/2"}]},
        {"conditions": [{**THRESHOLD, "value": "0", "how": "at least"}]},
        {"conditions": [{**THRESHOLD, "value": "3/2", "how": "at least"}]},
        {"conditions": [{**THRESHOLD, "of": "number", "value": "9"}]},
        {"conditions": [{**THRESHOLD, "of": "number", "value": "1/2", "how": "at least"}]},
        {"conditions": [{**THRESHOLD, "of": "number", "value": "9", "how": "at least", "measure": "weight"}]},
    ],
)
def test_anything_else_is_refused(change: dict[str, Any]) -> None:
    data = PRESETS["simple"].as_data()
    assert Rule.from_data({**data, "conditions": [THRESHOLD]}) == PRESETS["simple"]
    with pytest.raises(ValueError, match=r".+"):
        Rule.from_data({**data, **change})


@pytest.mark.parametrize("data", [None, [], "simple", {}, {"key": "simple"}])
def test_what_is_no_rule_at_all_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="no rule"):
        Rule.from_data(data)


def test_a_missing_name_is_refused() -> None:
    data = PRESETS["unsc"].as_data()
    for name in data:
        with pytest.raises(ValueError, match="no rule"):
            Rule.from_data({key: value for key, value in data.items() if key != name})


def test_a_veto_is_given_as_a_list() -> None:
    with pytest.raises(TypeError, match="list"):
        PRESETS["unsc"].with_veto("aster")
