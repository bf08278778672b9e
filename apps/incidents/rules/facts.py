"""What can be asked about an incident, and what the answers are called in rules and in sentences.

Every answer may be *not yet known* (None): a rule that hangs on it is then possible, never settled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from apps.incidents.states import KIND_LABELS, Kind


@dataclass(frozen=True, slots=True)
class YesNo:
    """A question answered by yes, no or not yet known; `yes` and `no` are the answers as parts of a sentence."""

    question: str
    yes: str
    no: str


FACTS: Final[Mapping[str, YesNo]] = {
    "death": YesNo("Has anyone died?", "somebody died", "nobody died"),
    "imminent_danger": YesNo(
        "Is anyone in imminent danger of death or serious injury?",
        "somebody is in imminent danger of death or serious injury",
        "nobody is in imminent danger",
    ),
    "critical_infrastructure": YesNo(
        "Is critical infrastructure disrupted?",
        "critical infrastructure is disrupted",
        "no critical infrastructure is disrupted",
    ),
    "security_breach": YesNo(
        "Was there a serious cybersecurity breach?",
        "there was a serious cybersecurity breach",
        "there was no serious cybersecurity breach",
    ),
    "weights_exfiltrated": YesNo(
        "Were model weights taken, or did they get out?",
        "model weights were taken or got out",
        "no model weights were taken or got out",
    ),
    "cross_border": YesNo(
        "Is more than one country touched?", "more than one country is touched", "only one country is touched"
    ),
    "internal_use_only": YesNo(
        "Was the model in internal use only?", "the model was in internal use only", "the model was used outside, too"
    ),
    "malicious": YesNo("Was somebody acting in bad faith?", "somebody acted in bad faith", "nobody acted in bad faith"),
    "widespread_infringement": YesNo(
        "Is there a widespread infringement of rights?",
        "there is a widespread infringement of rights",
        "there is no widespread infringement of rights",
    ),
    "model_involved": YesNo(
        "Did the model's behaviour play a part, or is that reasonably likely?",
        "the model's behaviour played a part, or that is reasonably likely",
        "the model's behaviour played no part",
    ),
}
"""About the incident; the names are those of the API."""

SCOPES: Final[Mapping[str, YesNo]] = {
    "provides_high_risk_systems": YesNo(
        "Do you provide high-risk AI systems on the market of the European Union?",
        "the organisation provides high-risk AI systems in the European Union",
        "the organisation provides no high-risk AI systems in the European Union",
    ),
    "provides_systemic_risk_models": YesNo(
        "Do you provide a general-purpose AI model with systemic risk in the European Union?",
        "the organisation provides a general-purpose AI model with systemic risk in the European Union",
        "the organisation provides no general-purpose AI model with systemic risk in the European Union",
    ),
    "is_essential_or_important_entity": YesNo(
        "Are you an essential or important entity under NIS2?",
        "the organisation is an essential or important entity under NIS2",
        "the organisation is neither an essential nor an important entity under NIS2",
    ),
    "is_frontier_developer_in_california": YesNo(
        "Are you a frontier developer under California's SB 53?",
        "the organisation is a frontier developer under California's SB 53",
        "the organisation is no frontier developer under California's SB 53",
    ),
    "is_large_developer_in_new_york": YesNo(
        "Are you a large developer under New York's RAISE Act?",
        "the organisation is a large developer under New York's RAISE Act",
        "the organisation is no large developer under New York's RAISE Act",
    ),
    "is_financial_entity": YesNo(
        "Are you a financial entity under DORA?",
        "the organisation is a financial entity under DORA",
        "the organisation is no financial entity under DORA",
    ),
}
"""About the organisation that reports: which laws can reach it at all. Answered once, not with every incident."""

HARMS: Final[Mapping[str, str]] = {
    "health": "people's life or health",
    "rights": "fundamental rights",
    "property": "property",
    "environment": "the environment",
    "security": "security",
    "economy": "the economy",
    "society": "society or democracy",
}
"""Kinds of harm, each on the scale 1 negligible … 5 catastrophic; 0 says that there was none."""

SCALE: Final[Mapping[int, str]] = {1: "negligible", 2: "minor", 3: "serious", 4: "major", 5: "catastrophic"}

KINDS: Final[Mapping[str, str]] = {kind.value: label.lower() for kind, label in KIND_LABELS.items()}

PLACES: Final[Mapping[str, str]] = {
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

STARTS: Final[Mapping[str, str]] = {
    "started_at": "it began",
    "aware_at": "the organisation became aware of it",
    "involved_at": "the organisation first had reason to think that a model played a part",
    "determined_at": "the organisation determined that it is such an incident",
    "resolved_at": "it was resolved",
}
"""The instants that clocks can start at, as the end of a sentence that begins “counted from when”."""

WHEN: Final[Mapping[str, str]] = {
    "started_at": "When did it begin?",
    "aware_at": "When did the organisation become aware of it?",
    "involved_at": "When did you first have reason to think that a model played a part?",
    "determined_at": "When did you determine that it is such an incident?",
    "resolved_at": "When was it resolved?",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that the rules of reporting ask of one incident; None stands for not yet known.

    `harms` is None until the question is answered; then what it does not name was not harmed, and a kind with None
    was harmed on a scale not yet known. An empty `places` is not yet known. `known_by` is the instant by which the
    organisation knew of the incident in any case: when it began to write the report. `sent` holds, by report of the
    regime that is asked, when reports were sent, oldest first.
    """

    known_by: datetime
    kind: str | None = None
    severity: int | None = None
    places: frozenset[str] = frozenset()
    facts: Mapping[str, bool | None] = field(default_factory=dict)
    scopes: Mapping[str, bool | None] = field(default_factory=dict)
    harms: Mapping[str, int | None] | None = None
    instants: Mapping[str, datetime | None] = field(default_factory=dict)
    sent: Mapping[str, Sequence[datetime]] = field(default_factory=dict)

    def says(self, name: str) -> bool | None:
        """The answer to a yes-or-no question about the incident or the organisation."""
        return self.scopes.get(name) if name in SCOPES else self.facts.get(name)

    def harm(self, kind: str) -> int | None:
        """How grave the harm of this kind was: 0 none, 1–5, None not yet known."""
        return None if self.harms is None else self.harms.get(kind, 0)

    @property
    def gravest(self) -> int | None:
        """The severity: what the report says, or the gravest of the harms, whichever is stricter."""
        known = [scale for scale in (self.severity, *(self.harms or {}).values()) if scale]
        return max(known) if known else None

    def touches(self, place: str) -> bool | None:
        """Whether the place is touched; a country is where one of its states is."""
        if not self.places:
            return None
        return any(one == place or one.startswith(f"{place}-") for one in self.places)

    @property
    def is_actual(self) -> bool | None:
        """Whether something happened, as against a near miss, a hazard or a voluntary notice."""
        return None if self.kind is None else self.kind == Kind.HARM
