"""The states of a motion and the moves between them (docs/procedures/votes.md)."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class State(StrEnum):
    """Where a motion stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DISCUSSION = "discussion"
    VOTING = "voting"
    CLOSED = "closed"
    CERTIFIED = "certified"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Procedure(StrEnum):
    """How a motion is decided."""

    VOTE = "vote"
    SILENCE = "silence"
    EMERGENCY = "emergency"


class Choice(StrEnum):
    """What a ballot says. An objection in the silence procedure is a no with its reason."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Capacity(StrEnum):
    """In which capacity a ballot is cast for a member."""

    REPRESENTATIVE = "representative"
    ALTERNATE = "alternate"
    PROXY = "proxy"


class Standing(StrEnum):
    """What a member is on the roll of a motion."""

    VOTING = "voting"
    RECUSED = "recused"
    EXCLUDED = "excluded"


class RecusalState(StrEnum):
    """Where the recusal of a member from a motion stands."""

    PROPOSED = "proposed"
    CONTESTED = "contested"
    UPHELD = "upheld"
    LIFTED = "lifted"


class ProxyState(StrEnum):
    """Where a proxy stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"


class Effect(StrEnum):
    """What became of a carried motion's effect when it was certified."""

    NONE = "none"
    DONE = "done"
    IMPOSSIBLE = "impossible"


TRANSITIONS = Transitions(
    Move("propose", (State.DRAFT,), State.PROPOSED, "the mover"),
    Move("discard", (State.DRAFT,), State.WITHDRAWN, "the mover"),
    Move("discuss", (State.PROPOSED,), State.DISCUSSION, "another member who seconds, or the portal where none need"),
    Move(
        "open",
        (State.DISCUSSION,),
        State.VOTING,
        "whoever presides, when it was discussed long enough; the portal when the time has passed",
    ),
    Move("close", (State.VOTING,), State.CLOSED, "the portal at the hour, or when nothing can change any more"),
    Move("certify", (State.CLOSED,), State.CERTIFIED, "the chair's office, or the portal when its time has passed"),
    Move("withdraw", (State.PROPOSED, State.DISCUSSION), State.WITHDRAWN, "the mover"),
    Move(
        "lapse",
        (State.PROPOSED, State.DISCUSSION),
        State.LAPSED,
        "the portal, when nobody has seconded it in time, or nobody could vote on it",
    ),
)

RECUSAL = Transitions(
    Move("contest", (RecusalState.PROPOSED,), RecusalState.CONTESTED, "the member concerned, or any other"),
    Move("uphold", (RecusalState.CONTESTED, RecusalState.PROPOSED), RecusalState.UPHELD, "whoever presides"),
    Move(
        "lift",
        (RecusalState.CONTESTED, RecusalState.PROPOSED, RecusalState.UPHELD),
        RecusalState.LIFTED,
        "whoever presides",
    ),
)
"""A recusal that nobody has contested counts as upheld when voting opens."""

PROXY = Transitions(
    Move("accept", (ProxyState.OFFERED,), ProxyState.ACCEPTED, "the member who is to vote"),
    Move("decline", (ProxyState.OFFERED,), ProxyState.DECLINED, "the member who is to vote"),
    Move("revoke", (ProxyState.OFFERED, ProxyState.ACCEPTED), ProxyState.REVOKED, "the member who gave it"),
)

OPEN = (State.PROPOSED, State.DISCUSSION, State.VOTING, State.CLOSED)
UNCOUNTED = (State.PROPOSED, State.DISCUSSION, State.VOTING)
BEFORE_VOTING = (State.DRAFT, State.PROPOSED, State.DISCUSSION)

STATE_LABELS = {
    State.DRAFT: "Draft",
    State.PROPOSED: "Proposed",
    State.DISCUSSION: "Under discussion",
    State.VOTING: "Voting",
    State.CLOSED: "Closed, to be certified",
    State.CERTIFIED: "Certified",
    State.WITHDRAWN: "Withdrawn",
    State.LAPSED: "Lapsed",
}
PROCEDURE_LABELS = {
    Procedure.VOTE: "Vote",
    Procedure.SILENCE: "Silence procedure",
    Procedure.EMERGENCY: "Emergency vote",
}
PROCEDURE_MEANINGS = {
    Procedure.VOTE: "Members vote within a window after a discussion.",
    Procedure.SILENCE: "It is adopted unless a member objects, with a reason, before the hour.",
    Procedure.EMERGENCY: "A short window and a higher majority. The decision is reviewed on a fixed date.",
}
CHOICE_LABELS = {Choice.YES: "Yes", Choice.NO: "No", Choice.ABSTAIN: "Abstain"}
CAPACITY_LABELS = {
    Capacity.REPRESENTATIVE: "in person",
    Capacity.ALTERNATE: "by the alternate",
    Capacity.PROXY: "by proxy",
}
STANDING_LABELS = {
    Standing.VOTING: "Votes",
    Standing.RECUSED: "Recused",
    Standing.EXCLUDED: "Has no vote here",
}
