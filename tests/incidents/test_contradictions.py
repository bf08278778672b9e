"""Answers that do not fit together, and questions that do not matter; no database."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from apps.incidents.rules.asking import matters, open_facts
from apps.incidents.rules.contradictions import contradictions
from apps.incidents.rules.facts import FACTS
from apps.incidents.rules.report import Content, filing_errors, strictest
from tests.cast import NOW

WHOLE = Content(
    title="T", kind="harm", severity=4, tlp="TLP:AMBER", narrative="N", zone="UTC", aware_at=NOW - timedelta(hours=3)
)


def _found(**changes: Any) -> set[frozenset[str]]:
    return {frozenset(one.fields) for one in contradictions(replace(WHOLE, **changes))}


def test_a_whole_report_contradicts_itself_nowhere() -> None:
    assert contradictions(WHOLE) == []


def test_what_is_not_yet_known_contradicts_nothing() -> None:
    assert contradictions(Content()) == []
    assert _found(facts=dict.fromkeys(FACTS), harms={"health": None}) == set()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"facts": {"death": True}, "harms": {"property": 4}}, {"death", "harms"}),
        ({"facts": {"death": True}, "harms": {"health": 2}}, {"death", "harms"}),
        ({"facts": {"death": True}, "kind": "hazard"}, {"death", "kind"}),
        ({"facts": {"death": True}, "severity": 1}, {"death", "severity"}),
        ({"harms": {}}, {"kind", "harms"}),
        ({"kind": "near_miss", "harms": {"rights": 1}}, {"kind", "harms"}),
        ({"kind": "near_miss", "facts": {"imminent_danger": True}}, {"imminent_danger", "kind"}),
        ({"kind": "voluntary", "facts": {"imminent_danger": True}}, {"imminent_danger", "kind"}),
        ({"facts": {"imminent_danger": True}, "resolved_at": NOW}, {"imminent_danger", "resolved_at"}),
        ({"facts": {"imminent_danger": True}, "severity": 2}, {"imminent_danger", "severity"}),
        ({"severity": 2, "harms": {"economy": 4}}, {"severity", "harms"}),
        (
            {"facts": {"model_involved": False, "weights_exfiltrated": True}},
            {"weights_exfiltrated", "model_involved"},
        ),
        ({"facts": {"model_involved": False}, "involved_at": NOW}, {"involved_at", "model_involved"}),
        (
            {"facts": {"widespread_infringement": True}, "harms": {"property": 4}},
            {"widespread_infringement", "harms"},
        ),
        ({"facts": {"cross_border": False}, "jurisdictions": ("EU", "US-CA")}, {"cross_border", "jurisdictions"}),
        ({"facts": {"cross_border": True}, "jurisdictions": ("US", "US-CA")}, {"cross_border", "jurisdictions"}),
        ({"determined_at": NOW - timedelta(hours=4)}, {"determined_at", "aware_at"}),
        ({"involved_at": NOW - timedelta(hours=4)}, {"involved_at", "aware_at"}),
        ({"resolved_at": NOW - timedelta(hours=4)}, {"resolved_at", "aware_at"}),
        ({"ended_at": NOW, "resolved_at": NOW - timedelta(hours=1)}, {"resolved_at", "ended_at"}),
    ],
)
def test_answers_that_do_not_fit_are_pointed_out_and_keep_nothing_from_being_filed(
    changes: dict[str, Any], fields: set[str]
) -> None:
    assert frozenset(fields) in _found(**changes)
    assert filing_errors(replace(WHOLE, **changes), NOW) == {}


def test_one_country_of_many_is_no_contradiction_to_crossing_a_border() -> None:
    assert _found(facts={"cross_border": True}, jurisdictions=("EU",)) == set()
    assert _found(facts={"cross_border": False}, jurisdictions=("US-CA", "US-NY")) == set()


@pytest.mark.parametrize(
    ("severity", "harms", "counts"),
    [(None, None, None), (2, None, 2), (2, {"health": 4}, 4), (4, {"health": 2, "rights": None}, 4), (None, {}, None)],
)
def test_the_strictest_decides_how_grave_it_is(severity: int | None, harms: Any, counts: int | None) -> None:
    assert strictest(severity, harms) == counts


def test_a_harm_on_the_scale_answers_how_grave_it_is() -> None:
    assert filing_errors(replace(WHOLE, severity=None, harms={"health": 3}), NOW) == {}
    assert "severity" in filing_errors(replace(WHOLE, severity=None, harms={"health": None}), NOW)


@pytest.mark.parametrize(
    ("name", "changes", "asked"),
    [
        ("death", {}, True),
        ("death", {"kind": "near_miss"}, False),
        ("death", {"harms": {"property": 3}}, False),
        ("death", {"harms": {"health": None}}, True),
        ("death", {"kind": "near_miss", "facts": {"death": True}}, True),
        ("widespread_infringement", {"harms": {}}, False),
        ("harms", {"kind": "issue"}, False),
        ("harms", {"kind": "issue", "harms": {}}, True),
        ("involved_at", {"facts": {"model_involved": False}}, False),
        ("involved_at", {"facts": {"model_involved": False}, "involved_at": NOW}, True),
        ("internal_use_only", {"facts": {"model_involved": None}}, True),
        ("weights_exfiltrated", {"facts": {"model_involved": False}}, True),
        ("weights_exfiltrated", {"facts": {"model_involved": False, "security_breach": False}}, False),
        ("critical_infrastructure", {"kind": "voluntary"}, False),
        ("determined_at", {"kind": "issue"}, False),
        ("imminent_danger", {"kind": "voluntary"}, True),
        ("title", {}, True),
    ],
)
def test_only_what_matters_is_asked_and_what_is_answered_stays(name: str, changes: dict[str, Any], asked: bool) -> None:
    assert matters(name, replace(WHOLE, **changes)) is asked


def test_open_facts_are_those_that_matter_and_have_no_answer() -> None:
    issue = replace(WHOLE, kind="issue", facts={"model_involved": False, "security_breach": False})
    assert open_facts(issue) == ["imminent_danger", "cross_border", "malicious"]
