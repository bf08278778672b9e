"""The states of an incident report and the moves between them (docs/procedures/incidents.md)."""

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


class VersionState(StrEnum):
    """Where a version of a regime stands."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


VERSION_LABELS = {
    VersionState.PROPOSED: "Proposed",
    VersionState.ADOPTED: "Adopted",
    VersionState.REFUSED: "Refused",
    VersionState.WITHDRAWN: "Withdrawn",
}


class DutyState(StrEnum):
    """Where a duty to report stands; that it is late is read off its hour."""

    NOT_OWED = "not_owed"
    POSSIBLE = "possible"
    DUE = "due"
    SENT = "sent"
    MET = "met"
    FALLEN_AWAY = "fallen_away"


AWAITED = (DutyState.POSSIBLE, DutyState.DUE, DutyState.SENT)
"""Something must still be answered, sent or proved."""
OWED = (*AWAITED, DutyState.MET)

DUTY_LABELS = {
    DutyState.NOT_OWED: "Does not apply",
    DutyState.POSSIBLE: "Possible",
    DutyState.DUE: "Due",
    DutyState.SENT: "Sent here, proof awaited",
    DutyState.MET: "Met",
    DutyState.FALLEN_AWAY: "Fallen away",
}

DUTY_TRANSITIONS = Transitions(
    Move(
        "become possible", (DutyState.NOT_OWED, DutyState.DUE, DutyState.FALLEN_AWAY), DutyState.POSSIBLE, "the rules"
    ),
    Move("become due", (DutyState.NOT_OWED, DutyState.POSSIBLE, DutyState.FALLEN_AWAY), DutyState.DUE, "the rules"),
    Move("fall away", (DutyState.POSSIBLE, DutyState.DUE), DutyState.FALLEN_AWAY, "the rules"),
    Move("send", (DutyState.POSSIBLE, DutyState.DUE), DutyState.SENT, "the reporting organisation"),
    Move(
        "meet",
        (DutyState.POSSIBLE, DutyState.DUE, DutyState.SENT),
        DutyState.MET,
        "the reporting organisation",
    ),
)


class PackageState(StrEnum):
    """Where what an authority is sent stands."""

    PREPARING = "preparing"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REVISION = "revision_required"


PACKAGE_LABELS = {
    PackageState.PREPARING: "Being prepared",
    PackageState.SENT: "Sent",
    PackageState.RECEIVED: "Received",
    PackageState.ACCEPTED: "Accepted",
    PackageState.REVISION: "Revision required",
}

PACKAGE_TRANSITIONS = Transitions(
    Move(
        "send",
        (
            PackageState.PREPARING,
            PackageState.SENT,
            PackageState.RECEIVED,
            PackageState.ACCEPTED,
            PackageState.REVISION,
        ),
        PackageState.SENT,
        "the reporting organisation",
    ),
    Move("receive", (PackageState.SENT,), PackageState.RECEIVED, "the authority"),
    Move(
        "accept",
        (PackageState.SENT, PackageState.RECEIVED, PackageState.REVISION),
        PackageState.ACCEPTED,
        "the authority",
    ),
    Move(
        "require revision",
        (PackageState.SENT, PackageState.RECEIVED, PackageState.ACCEPTED),
        PackageState.REVISION,
        "the authority",
    ),
)


class ActionState(StrEnum):
    """Where a corrective action stands; that it is late is read off its day."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


ACTION_LABELS = {
    ActionState.OPEN: "Open",
    ActionState.DONE: "Done",
    ActionState.DROPPED: "Dropped",
}

ACTION_TRANSITIONS = Transitions(
    Move("do", (ActionState.OPEN,), ActionState.DONE, "whoever owns it"),
    Move("drop", (ActionState.OPEN,), ActionState.DROPPED, "a clerk, or the reporting organisation where it added it"),
)


class Target(StrEnum):
    """What a report can be linked to; runs and metrics are named in words until the portal knows them."""

    INCIDENT = "incident"
    PAUSE = "pause"
    RUN = "run"
    METRIC = "metric"


class How(StrEnum):
    """How two things belong together."""

    SAME_EVENT = "same_event"
    SAME_CAUSE = "same_cause"
    FOLLOW_UP = "follow_up"
    BASIS = "basis"
    ABOUT = "about"


TARGET_LABELS = {
    Target.INCIDENT: "Report",
    Target.PAUSE: "Pause",
    Target.RUN: "Training run",
    Target.METRIC: "Metric",
}
HOW_LABELS = {
    How.SAME_EVENT: "Same event",
    How.SAME_CAUSE: "Same cause",
    How.FOLLOW_UP: "Follow-up",
    How.BASIS: "Basis of the pause",
    How.ABOUT: "About it",
}
HOWS = {
    Target.INCIDENT: (How.SAME_EVENT, How.SAME_CAUSE, How.FOLLOW_UP),
    Target.PAUSE: (How.BASIS, How.ABOUT),
    Target.RUN: (),
    Target.METRIC: (),
}
"""The words of each target; a follow-up follows the report that it is linked to."""


class WideningState(StrEnum):
    """Where a request stands that more people may see a report."""

    PENDING = "pending"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


WIDENING_LABELS = {
    WideningState.PENDING: "Waits for a second person",
    WideningState.AGREED: "Agreed",
    WideningState.REFUSED: "Refused",
    WideningState.WITHDRAWN: "Taken back",
}

WIDENINGS = Transitions(
    Move("agree", (WideningState.PENDING,), WideningState.AGREED, "a second person"),
    Move("refuse", (WideningState.PENDING,), WideningState.REFUSED, "a second person, with the reason"),
    Move("take back", (WideningState.PENDING,), WideningState.WITHDRAWN, "who asked, or the end of the report"),
)


class PublicState(StrEnum):
    """Where a version of what the public is told of a report stands."""

    DRAFTED = "drafted"
    AGREED = "agreed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


IN_WORK = (PublicState.DRAFTED, PublicState.AGREED)
"""Not yet public, and not thrown away."""

PUBLIC_LABELS = {
    PublicState.DRAFTED: "Draft",
    PublicState.AGREED: "Agreed, not yet published",
    PublicState.PUBLISHED: "Published",
    PublicState.SUPERSEDED: "Replaced by a later version",
    PublicState.WITHDRAWN: "Withdrawn",
    PublicState.DISCARDED: "Discarded",
}

PUBLIC_TRANSITIONS = Transitions(
    Move("change", IN_WORK, PublicState.DRAFTED, "the reporting organisation or a clerk"),
    Move("agree", (PublicState.DRAFTED,), PublicState.AGREED, "the reporting organisation"),
    Move("publish", (PublicState.AGREED,), PublicState.PUBLISHED, "a clerk who did not write it"),
    Move("give_back", (PublicState.AGREED,), PublicState.DRAFTED, "a clerk, who says why"),
    Move("replace", (PublicState.PUBLISHED,), PublicState.SUPERSEDED, "the publication of a later version"),
    Move("withdraw", (PublicState.PUBLISHED,), PublicState.WITHDRAWN, "the reporting organisation or a clerk"),
    Move("discard", IN_WORK, PublicState.DISCARDED, "the reporting organisation or a clerk"),
)


class AlertState(StrEnum):
    """Where an alert to other labs stands."""

    CURRENT = "current"
    ENDED = "ended"


class Urgency(StrEnum):
    """How fast those who get an alert must act."""

    NOTE = "take_note"
    SOON = "act_soon"
    AT_ONCE = "act_at_once"


class ReceiptState(StrEnum):
    """Where one organisation stands with an alert that it got."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"


class AlertAnswer(StrEnum):
    """What an organisation finds out about itself after an alert."""

    SEEN_HERE = "seen_here"
    NOT_AFFECTED = "not_affected"
    LOOKING = "looking"


ALERT_LABELS = {AlertState.CURRENT: "In force", AlertState.ENDED: "All clear"}
URGENCY_LABELS = {Urgency.NOTE: "Take note", Urgency.SOON: "Act soon", Urgency.AT_ONCE: "Act at once"}
URGENCY_MEANINGS = {
    Urgency.NOTE: "Good to know; nobody need change their day.",
    Urgency.SOON: "Look into it today.",
    Urgency.AT_ONCE: "It may be happening to others now: people are paged, at night too.",
}
ANSWER_LABELS = {
    AlertAnswer.SEEN_HERE: "Seen here, too",
    AlertAnswer.NOT_AFFECTED: "Not affected",
    AlertAnswer.LOOKING: "Looking into it",
}

ALERT_TRANSITIONS = Transitions(
    Move("end", (AlertState.CURRENT,), AlertState.ENDED, "the organisation that sent it, or the one that reports")
)
RECEIPT_TRANSITIONS = Transitions(
    Move("acknowledge", (ReceiptState.ASKED,), ReceiptState.ACKNOWLEDGED, "the organisation that got it")
)


class PartyState(StrEnum):
    """Where an organisation stands in a thread of a report."""

    ASKED_FOR = "asked_for"
    IN = "in"
    LEFT = "left"
    REFUSED = "refused"


PARTY_LABELS = {
    PartyState.ASKED_FOR: "Not all have agreed yet",
    PartyState.IN: "Takes part",
    PartyState.LEFT: "Has left",
    PartyState.REFUSED: "Not agreed",
}

PARTY_TRANSITIONS = Transitions(
    Move("join", (PartyState.ASKED_FOR,), PartyState.IN, "the portal, when every other party has agreed"),
    Move("refuse", (PartyState.ASKED_FOR,), PartyState.REFUSED, "a party"),
    Move("leave", (PartyState.IN,), PartyState.LEFT, "the party itself"),
    Move("fall", (PartyState.ASKED_FOR,), PartyState.REFUSED, "the portal, when whoever asked has left"),
)


class Release(StrEnum):
    """A request for a protected reporter's name: from asking to the answer."""

    ASKED = "asked"
    RELEASED = "released"
    REFUSED = "refused"


RELEASES = Transitions(
    Move("release", (Release.ASKED,), Release.RELEASED, "a second neutral person of another organisation"),
    Move("refuse", (Release.ASKED,), Release.REFUSED, "the custodian, or whoever could agree"),
)
