"""Where a report stands, what it is of, and how grave."""

from enum import IntEnum, StrEnum

from apps.kernel.transitions import Move, Transitions


class State(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    ASSESSING = "assessing"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What sort of event is reported."""

    HARM = "harm"
    NEAR_MISS = "near_miss"
    HAZARD = "hazard"
    ISSUE = "issue"
    VOLUNTARY = "voluntary"


class Severity(IntEnum):
    """The gravest harm on the scale 1–5; clocks that speak in words call 5 critical, 4 high, the rest other."""

    NEGLIGIBLE = 1
    MINOR = 2
    SERIOUS = 3
    MAJOR = 4
    CATASTROPHIC = 5


OPEN = (State.FILED, State.ACKNOWLEDGED, State.ASSESSING)

TRANSITIONS = Transitions(
    Move("file", (State.DRAFT,), State.FILED, "the reporting organisation"),
    Move("discard", (State.DRAFT,), State.WITHDRAWN, "the reporting organisation"),
    Move("acknowledge", (State.FILED,), State.ACKNOWLEDGED, "the chair or a clerk"),
    Move("assess", (State.ACKNOWLEDGED,), State.ASSESSING, "the chair or a clerk"),
    Move("close", (State.ACKNOWLEDGED, State.ASSESSING), State.CLOSED, "the chair or a clerk"),
    Move("withdraw", OPEN, State.WITHDRAWN, "the reporting organisation"),
)

STATE_LABELS = {
    State.DRAFT: "Draft",
    State.FILED: "Filed",
    State.ACKNOWLEDGED: "Acknowledged",
    State.ASSESSING: "Under assessment",
    State.CLOSED: "Closed",
    State.WITHDRAWN: "Withdrawn",
}
KIND_LABELS = {
    Kind.HARM: "Harm",
    Kind.NEAR_MISS: "Near miss",
    Kind.HAZARD: "Hazard",
    Kind.ISSUE: "Issue",
    Kind.VOLUNTARY: "Voluntary notice",
}
KIND_MEANINGS = {
    Kind.HARM: "Somebody or something was harmed.",
    Kind.NEAR_MISS: "Harm was close and did not come.",
    Kind.HAZARD: "A condition that could lead to harm.",
    Kind.ISSUE: "A fault, a weakness or a question that nobody was harmed by.",
    Kind.VOLUNTARY: "Nothing that must be reported; you tell the committee all the same.",
}
SEVERITY_LABELS = {
    Severity.NEGLIGIBLE: "1 Negligible",
    Severity.MINOR: "2 Minor",
    Severity.SERIOUS: "3 Serious",
    Severity.MAJOR: "4 Major (high)",
    Severity.CATASTROPHIC: "5 Catastrophic (critical)",
}
