"""What one authority is sent: the fields that its regime names, in its order, and how much of it is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.incidents.rules.facts import FACTS, HARMS, PLACES, SCALE
from apps.incidents.rules.fields import FIELDS
from apps.incidents.rules.regimes import Report
from apps.incidents.states import KIND_LABELS, SEVERITY_LABELS
from apps.kernel.decisions import Decision, no

OWN_TEXTS = ("submitter", "why", "plain_statement")
"""Fields that are written for each authority apart; all others come from the report."""

UNKNOWN = "Not yet known"


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a package: its name, what the authority calls it, the value in words, and whether it is required.

    An empty text says that nothing was written; `known` is False where the answer is *not yet known*.
    """

    field: str
    label: str
    text: str
    needed: bool
    known: bool = True

    @property
    def is_missing(self) -> bool:
        """Whether the authority asks for it and nothing is there; *not yet known* is an answer."""
        return self.needed and not self.text

    def plain(self) -> dict[str, Any]:
        """As canonical values."""
        return {"field": self.field, "label": self.label, "text": self.text, "known": self.known}


def assemble(report: Report, values: Mapping[str, Any], left_out: Sequence[str] = ()) -> list[Line]:
    """The lines of a package in the authority's order. What is required is never left out.

    `values` holds the report's values by field; instants come as text.
    """
    return [
        _line(name, values.get(name), needed=name in report.needs)
        for name in report.fields
        if name in report.needs or name not in left_out
    ]


def _line(name: str, value: Any, *, needed: bool) -> Line:
    text, known = _written(name, value)
    return Line(name, FIELDS[name], text, needed, known)


def _written(name: str, value: Any) -> tuple[str, bool]:
    """A value in words, and whether it is known."""
    if name in FACTS:
        return (UNKNOWN, False) if value is None else ("Yes" if value else "No", True)
    if name == "harms":
        return (UNKNOWN, False) if value is None else (_harms(value), True)
    if name.endswith("_at"):
        return (value, True) if value else (UNKNOWN, False)
    if name == "jurisdictions":
        return (", ".join(PLACES.get(place, place) for place in value), True) if value else (UNKNOWN, False)
    if name == "severity":
        return (SEVERITY_LABELS[value], True) if value else (UNKNOWN, False)
    if name == "kind":
        return KIND_LABELS.get(value, ""), True
    return str(value or "").strip(), True


def _harms(harms: Mapping[str, int | None]) -> str:
    """The harms, gravest first: “people's life or health: serious; property: not yet known”."""
    if not harms.get("to") and not any(kind in HARMS for kind in harms):
        return "None"
    rows = sorted(((kind, scale) for kind, scale in harms.items() if kind in HARMS), key=lambda row: -(row[1] or 9))
    said = "; ".join(f"{HARMS[kind]}: {SCALE[scale] if scale else 'not yet known'}" for kind, scale in rows)
    return f"{said}. To: {harms['to']}" if harms.get("to") else said


def completeness(lines: Sequence[Line]) -> tuple[int, int]:
    """How many of the required fields are there, and how many there are."""
    needed = [line for line in lines if line.needed]
    return sum(not line.is_missing for line in needed), len(needed)


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that differs between two versions."""

    label: str
    before: str
    after: str


def differences(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Changed]:
    """What changed from one version's content to the next, in the later one's order; then what is gone."""
    old = {line["field"]: line for line in before}
    new = {line["field"]: line for line in after}
    names = [*new, *(name for name in old if name not in new)]
    return [
        Changed((new.get(name) or old[name])["label"], _text(old.get(name)), _text(new.get(name)))
        for name in names
        if _text(old.get(name)) != _text(new.get(name))
    ]


def _text(line: Mapping[str, Any] | None) -> str:
    return line["text"] if line else ""


def is_late(due_at: datetime | None, at: datetime) -> bool:
    """Whether what is sent at this instant comes after its hour; without an hour nothing is late."""
    return due_at is not None and at > due_at


def may_leave_out(report: Report, names: Sequence[str]) -> Decision:
    """Only what the authority may get but does not require can be left out."""
    if kept := [FIELDS.get(name, name) for name in names if name not in report.may_have]:
        return no(f"The authority requires this: {', '.join(kept)}.")
    return Decision(True)
