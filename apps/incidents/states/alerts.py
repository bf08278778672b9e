"""Where an alert to labs stands with each of them, and an organisation in a thread."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


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
