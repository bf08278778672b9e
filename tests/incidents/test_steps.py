"""The pages of the form, without a database: what they ask, and how answers become what is stored and back."""

from typing import Any

import pytest

from apps.incidents.forms.steps import (
    FACT,
    HARM,
    STEPS,
    HarmForm,
    WhatForm,
    WhereForm,
    WhoForm,
    steps_for,
    words_of_harms,
)
from apps.incidents.forms.urgent import UrgentForm
from apps.incidents.rules.facts import FACTS
from apps.incidents.rules.report import AFTER_THE_START, INSTANTS, TEXTS, WANTED, Content

MOST, FEWEST = 43, 25
"""So many questions the form asks at most, and of an issue in which no model played a part (docs/procedures/filing.md)."""

EMPTY = Content()


def _form(key: str, data: Any = None, content: Content = EMPTY, **more: Any) -> Any:
    if key == "who":
        more["organisations"] = None
    return STEPS[key](data, content=content, **more)


def _asked(answers: dict[str, Any], content: Content) -> int:
    return sum(len(_form(key, content=content).fields) for key in steps_for(answers))


def test_the_form_asks_as_many_questions_as_the_procedure_says() -> None:
    assert _asked({}, Content()) == MOST
    issue = Content(kind="issue", facts={"model_involved": False})
    assert _asked({"facts.model_involved": False}, issue) == FEWEST
    assert len(UrgentForm().fields) == 4


def test_every_fact_and_every_instant_is_asked_somewhere() -> None:
    facts = [name for form in STEPS.values() for name in form.facts]
    assert sorted(facts) == sorted(FACTS)
    asked = {name for form in STEPS.values() for name in form.base_fields}
    assert {*INSTANTS, *TEXTS, *WANTED, *AFTER_THE_START, "harms", "training_run", "own_reference"} <= asked


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, True),
        ({"facts.model_involved": None}, True),
        ({"facts.model_involved": False}, False),
        ({"facts.model_involved": False, "model": "Heron 4"}, True),
        ({"facts.model_involved": False, "facts.weights_exfiltrated": True}, True),
    ],
)
def test_where_no_model_played_a_part_its_page_is_left_out(answers: dict[str, Any], asked: bool) -> None:
    assert ("model" in steps_for(answers)) is asked


HARMED = {"harms": "yes", "severity": "2"}


@pytest.mark.parametrize(
    ("data", "harms"),
    [
        (HARMED | {f"{HARM}health": "4", f"{HARM}rights": "unknown"}, {"health": 4, "rights": None}),
        (HARMED | {"harms": "no"}, {}),
        (HARMED | {"harms": ""}, None),
    ],
)
def test_harms_are_stored_and_shown_again_as_they_were_said(data: dict[str, str], harms: Any) -> None:
    form = _form("harm", data)
    assert form.is_valid(), form.errors
    assert form.changes()["harms"] == harms
    shown = HarmForm.initial_of({"harms": harms})
    assert {name: data.get(name, "") for name in ("harms", f"{HARM}health")} == {
        name: shown.get(name, "") for name in ("harms", f"{HARM}health")
    }


@pytest.mark.parametrize(
    "data",
    [
        HARMED,
        HARMED | {"harms": "no", f"{HARM}health": "3"},
        HARMED | {"harms": "", f"{HARM}health": "unknown"},
    ],
)
def test_harms_that_do_not_fit_to_their_question_are_an_error_and_are_not_stored(data: dict[str, str]) -> None:
    form = _form("harm", data)
    assert set(form.errors) == {"harms"}
    assert "harms" not in form.changes()


def test_a_harm_off_the_scale_stores_no_harm_at_all() -> None:
    form = _form("harm", HARMED | {f"{HARM}health": "9", f"{HARM}rights": "2"})
    assert f"{HARM}health" in form.errors
    assert "harms" not in form.changes()


def test_a_harm_on_the_scale_answers_how_grave_it_is() -> None:
    form = _form("harm", {"harms": "yes", f"{HARM}health": "4"})
    assert form.is_valid(), form.errors
    assert form.changes()["severity"] == 4
    assert "severity" in _form("harm", {"harms": "yes", f"{HARM}health": "unknown"}).errors


def test_a_near_miss_is_not_asked_what_was_harmed() -> None:
    form = _form("harm", {"severity": "3"}, Content(kind="near_miss"))
    assert list(form.fields) == ["harmed", "severity"]
    assert form.is_valid()
    assert "harms" not in form.changes()


def test_an_answer_of_three_can_be_not_yet_known() -> None:
    form = _form("what", {"title": "T", "narrative": "N", "kind": "harm", f"{FACT}model_involved": ""})
    assert form.is_valid()
    assert form.changes()["facts"] == {"model_involved": None}
    assert WhatForm.initial_of({"facts.model_involved": False})[f"{FACT}model_involved"] == "no"


@pytest.mark.parametrize(("word", "value"), [("yes", True), ("no", False), ("", None)])
def test_whether_it_may_be_evidence_is_one_of_three(word: str, value: bool | None) -> None:
    form = WhoForm({"tlp": "TLP:AMBER", "evidence_in_disputes": word}, content=Content(), organisations=None)
    form.fields.pop("recipients")
    assert form.is_valid(), form.errors
    assert form.changes()["evidence_in_disputes"] is value
    assert WhoForm.initial_of({"evidence_in_disputes": value})["evidence_in_disputes"] == word


def test_a_fact_that_does_not_matter_is_not_asked() -> None:
    assert f"{FACT}death" not in _form("where", content=Content(kind="near_miss")).fields
    assert f"{FACT}death" in _form("where", content=Content(kind="near_miss", facts={"death": True})).fields
    assert WhereForm.initial_of({"facts.death": True})[f"{FACT}death"] == "yes"


def test_harms_in_words() -> None:
    assert str(words_of_harms(None)) == "Not yet known"
    assert str(words_of_harms({})) == "No harm"
    assert words_of_harms({"health": 5, "economy": None}) == (
        "people's life or health: catastrophic; the economy: how gravely is not yet known"
    )
