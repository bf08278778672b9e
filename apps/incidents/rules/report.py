"""What a report must contain before it is filed; each complaint says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.incidents.rules.facts import FACTS, HARMS, SCALE
from apps.incidents.states import Kind, Severity
from apps.kernel.tlp import TLP
from apps.kernel.zones import zone_names

WANTED = {
    "title": "Give a short title.",
    "kind": "Choose what sort of event this is.",
    "severity": "Choose how grave it is.",
    "tlp": "Choose who may be told.",
    "narrative": "Describe the chain of events.",
    "zone": "Choose the time zone of the times you give.",
}
"""Without these no report is filed; a draft has its organisation's zone from the start."""

TEXTS = (
    "model", "harmed", "evidence_of_involvement", "response_done", "response_planned", "recommendation", "root_cause", "patterns",
)  # fmt: skip
INSTANTS = ("started_at", "ended_at", "aware_at", "involved_at", "determined_at", "resolved_at")
AFTER_THE_START = {
    "ended_at": "The end lies before the start; correct one of them.",
    "aware_at": "You cannot have become aware of it before it began; correct one of them.",
    "involved_at": "This lies before the start; correct one of them.",
    "determined_at": "This lies before the start; correct one of them.",
    "resolved_at": "It cannot have been resolved before it began; correct one of them.",
}
EARLIEST_YEAR = 1900
"""Years near the calendar's beginning cannot be written in every time zone."""

TITLE_LENGTH = 200
OWN_REFERENCE_LENGTH = 100
TRAINING_RUN_LENGTH = 200
MODEL_LENGTH = 300
TEXT_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation that a report names: its key, and whether its seats keep escalation alive."""

    key: str
    keeps_escalation: bool


@dataclass(frozen=True, slots=True)
class Content:
    """A report's content in plain values."""

    title: str = ""
    kind: str = ""
    severity: int | None = None
    tlp: str = ""
    narrative: str = ""
    zone: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    aware_at: datetime | None = None
    involved_at: datetime | None = None
    determined_at: datetime | None = None
    resolved_at: datetime | None = None
    jurisdictions: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    harms: Mapping[str, Any] | None = None
    own_reference: str = ""
    recipients: tuple[Recipient, ...] = ()


def strictest(severity: int | None, harms: Mapping[str, Any] | None) -> int | None:
    """The severity that counts: what was said, or the gravest of the harms, whichever is graver."""
    if severity is not None and severity not in SCALE:
        return severity
    said = [scale for scale in (severity, *(harms or {}).values()) if isinstance(scale, int) and scale in SCALE]
    return max(said, default=None)


def shape_errors(content: Content, now: datetime) -> dict[str, str]:
    """What is wrong with what has been given so far, by field; an empty field is not wrong yet."""
    errors: dict[str, str] = {}
    if len(content.title) > TITLE_LENGTH:
        errors["title"] = f"Shorten the title to {TITLE_LENGTH} characters."
    if content.kind and content.kind not in list(Kind):
        errors["kind"] = f"Choose one of {', '.join(Kind)}."
    if content.severity is not None and content.severity not in list(Severity):
        errors["severity"] = "Choose a severity from 1 to 5."
    if content.tlp and content.tlp not in list(TLP):
        errors["tlp"] = f"Choose one of {', '.join(TLP)}."
    if content.zone and content.zone not in zone_names():
        errors["zone"] = "Choose a time zone from the list, such as Europe/Brussels."
    if len(content.own_reference) > OWN_REFERENCE_LENGTH:
        errors["own_reference"] = f"Shorten your reference to {OWN_REFERENCE_LENGTH} characters."
    if unknown := [name for name in content.facts if name not in FACTS]:
        errors["facts"] = f"These facts are not asked for: {', '.join(sorted(unknown))}."
    elif odd := [name for name, value in content.facts.items() if value not in (True, False, None)]:
        errors["facts"] = f"Answer yes, no or not yet known (true, false, null): {', '.join(sorted(odd))}."
    if wrong := _harm_error(content.harms):
        errors["harms"] = wrong
    return errors | _time_errors(content, now)


def _harm_error(harms: Mapping[str, Any] | None) -> str:
    if harms is None:
        return ""
    if unknown := [kind for kind in harms if kind not in HARMS]:
        return f"These kinds of harm are not known: {', '.join(sorted(unknown))}."
    odd = [kind for kind, scale in harms.items() if isinstance(scale, bool) or scale not in (None, *SCALE)]
    return f"Give a step from 1 to 5, or null where it is not yet known: {', '.join(sorted(odd))}." if odd else ""


def _time_errors(content: Content, now: datetime) -> dict[str, str]:
    errors: dict[str, str] = {}
    for name in INSTANTS:
        instant = getattr(content, name)
        if instant is not None and instant > now:
            errors[name] = "Give a time that has passed: this one is still to come."
        if instant is not None and instant.year < EARLIEST_YEAR:
            errors[name] = "Give the year in full, such as 2026."
    for name, sentence in AFTER_THE_START.items():
        instant = getattr(content, name)
        if content.started_at and instant and instant < content.started_at:
            errors.setdefault(name, sentence)
    return errors


def filing_errors(content: Content, now: datetime) -> dict[str, str]:
    """What still keeps a report from being filed, by field."""
    errors = shape_errors(content, now)
    for name, sentence in WANTED.items():
        given = strictest(content.severity, content.harms) if name == "severity" else getattr(content, name)
        if not given:
            errors.setdefault(name, sentence)
    if content.tlp == TLP.RED and not any(recipient.keeps_escalation for recipient in content.recipients):
        errors.setdefault(
            "recipients",
            "A TLP:RED report must name the secretariat or an independent member, "
            "so that somebody neutral can act if nobody else answers.",
        )
    return errors
