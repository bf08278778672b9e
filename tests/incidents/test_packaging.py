"""What a package is made of, without a database: its lines, how much is there, what changed, what may be left out."""

from typing import Any

import pytest

from apps.incidents.rules.conditions.reading import read
from apps.incidents.rules.packaging import UNKNOWN, Changed, assemble, completeness, differences, may_leave_out
from apps.incidents.rules.regimes import Report


def _report(needs: tuple[str, ...], may_have: tuple[str, ...] = ()) -> Report:
    when = read("kind is harm")
    return Report("initial", "Initial report", when, clocks=(), citation="", needs=needs, may_have=may_have)


REPORT = _report(("submitter", "narrative", "aware_at"), ("harms", "malicious", "jurisdictions"))


def _text(name: str, value: Any) -> tuple[str, bool]:
    line = assemble(_report((name,)), {name: value})[0]
    return line.text, line.known


def test_lines_stand_in_the_authoritys_order_and_what_is_required_is_never_left_out() -> None:
    values = {"submitter": "Lena", "narrative": "It leaked."}
    lines = assemble(REPORT, values, left_out=["malicious", "narrative"])
    assert [line.field for line in lines] == ["submitter", "narrative", "aware_at", "harms", "jurisdictions"]
    assert [line.needed for line in lines] == [True, True, True, False, False]
    assert lines[1].plain() == {
        "field": "narrative",
        "label": "Chain of events",
        "text": "It leaked.",
        "known": True,
    }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("malicious", None, (UNKNOWN, False)),
        ("malicious", True, ("Yes", True)),
        ("malicious", False, ("No", True)),
        ("harms", None, (UNKNOWN, False)),
        ("harms", {}, ("None", True)),
        (
            "harms",
            {"property": None, "health": 3, "to": "A few patients."},
            ("property: not yet known; people's life or health: serious. To: A few patients.", True),
        ),
        ("aware_at", "", (UNKNOWN, False)),
        ("aware_at", "2026-11-21 10:00", ("2026-11-21 10:00", True)),
        ("jurisdictions", [], (UNKNOWN, False)),
        ("severity", None, (UNKNOWN, False)),
        ("severity", 3, ("3 Serious", True)),
        ("kind", "near_miss", ("Near miss", True)),
        ("narrative", "  ", ("", True)),
        ("narrative", None, ("", True)),
    ],
)
def test_values_in_words(name: str, value: Any, said: tuple[str, bool]) -> None:
    assert _text(name, value) == said


def test_not_yet_known_is_an_answer_and_an_empty_text_is_none() -> None:
    lines = assemble(REPORT, {"submitter": "Lena"})
    assert [line.field for line in lines if line.is_missing] == ["narrative"]
    assert completeness(lines) == (2, 3)
    assert completeness([]) == (0, 0)


def test_differences_name_what_is_new_what_changed_and_what_is_gone() -> None:
    before = assemble(REPORT, {"submitter": "Lena", "narrative": "It leaked.", "malicious": True})
    after = assemble(REPORT, {"submitter": "Lena", "narrative": "It was copied."}, left_out=["malicious"])
    changed = differences([line.plain() for line in before], [line.plain() for line in after])
    assert changed == [
        Changed("Chain of events", "It leaked.", "It was copied."),
        Changed("Whether somebody acted in bad faith", "Yes", ""),
    ]
    assert differences([line.plain() for line in before], [line.plain() for line in before]) == []


def test_only_what_is_not_required_is_left_out() -> None:
    assert may_leave_out(REPORT, ["harms"])
    decision = may_leave_out(REPORT, ["harms", "narrative", "nothing"])
    assert not decision
    assert decision.reason == "The authority requires this: Chain of events, nothing."
