"""What a report must contain before it is filed; each complaint says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.incidents.states import Kind, Severity
from apps.kernel.tlp import TLP
from apps.kernel.zones import zone_names

FACTS = {
    "death": "Has anyone died?",
    "imminent_danger": "Is anyone in imminent danger of death or serious injury?",
    "critical_infrastructure": "Is critical infrastructure disrupted?",
    "security_breach": "Was there a serious cybersecurity breach?",
    "weights_exfiltrated": "Were model weights taken, or did they get out?",
    "cross_border": "Is more than one country touched?",
    "internal_use_only": "Was the model in internal use only?",
    "malicious": "Was somebody acting in bad faith?",
    "widespread_infringement": "Is there a widespread infringement of rights?",
    "model_involved": "Did the model's behaviour play a part?",
}

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
    "model", "evidence_of_involvement", "response_done", "response_planned", "recommendation", "root_cause", "patterns",
)  # fmt: skip
INSTANTS = ("started_at", "ended_at", "aware_at", "determined_at")
EARLIEST_YEAR = 1900
"""Years near the calendar's beginning cannot be written in every time zone."""

TITLE_LENGTH = 200
OWN_REFERENCE_LENGTH = 100
TEXT_LENGTH = 20_000
JURISDICTIONS = {
    "EU": "European Union",
    "UK": "United Kingdom",
    "US": "United States (federal)",
    "US-CA": "California",
    "US-NY": "New York",
    "JP": "Japan",
    "KR": "Korea",
    "SG": "Singapore",
    "CA": "Canada",
}


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
    determined_at: datetime | None = None
    jurisdictions: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    own_reference: str = ""
    recipients: tuple[Recipient, ...] = ()


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
    return errors | _time_errors(content, now)


def _time_errors(content: Content, now: datetime) -> dict[str, str]:
    errors: dict[str, str] = {}
    for name in INSTANTS:
        instant = getattr(content, name)
        if instant is not None and instant > now:
            errors[name] = "Give an instant that has passed."
        if instant is not None and instant.year < EARLIEST_YEAR:
            errors[name] = "Give the year in full, such as 2026."
    if content.started_at and content.ended_at and content.ended_at < content.started_at:
        errors["ended_at"] = "The end lies before the start; correct one of them."
    return errors


def filing_errors(content: Content, now: datetime) -> dict[str, str]:
    """What still keeps a report from being filed, by field."""
    errors = shape_errors(content, now)
    for name, sentence in WANTED.items():
        if not getattr(content, name):
            errors.setdefault(name, sentence)
    if content.tlp == TLP.RED and not any(recipient.keeps_escalation for recipient in content.recipients):
        errors.setdefault(
            "recipients",
            "A TLP:RED report must name the secretariat or an independent member, "
            "so that somebody neutral can act if nobody else answers.",
        )
    return errors
