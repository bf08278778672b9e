"""The states of a pause order and of what hangs on it, and the moves between them (docs/procedures/pauses.md)."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class State(StrEnum):
    """Where a pause order stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    CONDITIONAL = "conditional"
    IN_FORCE = "in_force"
    LIFTING = "lifting"
    LIFTED = "lifted"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"


class Basis(StrEnum):
    """By whose decision an order stands."""

    MOTION = "motion"
    CROSSING = "crossing"
    CHAIR = "chair"


class Restricts(StrEnum):
    """What a measure restricts."""

    COMPUTE = "training_compute"
    PARAMETERS = "parameters"
    CAPABILITY = "capability"
    DEPLOYMENT = "deployment"
    REPORTING = "reporting"


class Extent(StrEnum):
    """Whether a measure stops what runs already, or only what would begin."""

    FULL = "full"
    PARTIAL = "partial"


class ConditionKind(StrEnum):
    """What a condition for lifting is about."""

    MILESTONE = "milestone"
    METRIC = "metric"
    DATE = "date"
    VOTE = "vote"


class ConditionState(StrEnum):
    """Where a condition for lifting stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    MET = "met"


class PermitState(StrEnum):
    """Where a permit for a safety run stands."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED = "expired"


class RunState(StrEnum):
    """What a lab attests of a run."""

    HALTED = "halted"
    NOT_STARTED = "not_started"
    UNDER_PERMIT = "under_permit"


class ChallengeState(StrEnum):
    """Where the reasoned challenge of an attestation stands."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class CaseState(StrEnum):
    """Where a compliance case stands."""

    OPEN = "open"
    ANSWERED = "answered"
    FOUND = "found"
    CLEARED = "cleared"
    REMEDIED = "remedied"


class Ground(StrEnum):
    """Why a compliance case was opened."""

    SERVICE = "service"
    LATE = "late"
    CONTRADICTED = "contradicted"


STANDING = (State.IN_FORCE, State.LIFTING)
"""The states in which an order's measures bind, from its hour to its end."""

PENDING = (State.PROPOSED, State.CONDITIONAL)
ENDED = (State.LIFTED, State.EXPIRED, State.LAPSED, State.SUPERSEDED)

ORDERS = Transitions(
    Move("discard", (State.DRAFT,), State.LAPSED, "the organisation that drafted it"),
    Move("propose", (State.DRAFT,), State.PROPOSED, "a member, by a motion that names it"),
    Move("reject", (State.PROPOSED,), State.LAPSED, "the portal, when its motion is lost, withdrawn or lapses"),
    Move("adopt", (State.PROPOSED,), State.CONDITIONAL, "the portal, when its motion is certified as carried"),
    Move("impose", (State.DRAFT,), State.IN_FORCE, "the chair's office, in an emergency"),
    Move("trigger", (State.DRAFT,), State.IN_FORCE, "the portal or a clerk, when a threshold is crossed"),
    Move("enter", (State.CONDITIONAL,), State.IN_FORCE, "the portal, when its hour and its condition have come"),
    Move("fail", (State.CONDITIONAL,), State.LAPSED, "the portal, when its condition is not met in time"),
    Move("lapse", STANDING, State.LAPSED, "the portal, when it is not confirmed in time, or a member leaves it"),
    Move("begin_lifting", (State.IN_FORCE,), State.LIFTING, "the portal, when a measure is lifted or all conditions are met"),
    Move("lift", STANDING, State.LIFTED, "the portal, when the charter or a motion says so"),
    Move("expire", STANDING, State.EXPIRED, "the portal, at its end date"),
    Move("supersede", (*STANDING, State.CONDITIONAL), State.SUPERSEDED, "the portal, when the order that replaces it enters into force"),
)  # fmt: skip

STATE_LABELS = {
    State.DRAFT: "Draft",
    State.PROPOSED: "Proposed",
    State.CONDITIONAL: "Adopted, not yet in force",
    State.IN_FORCE: "In force",
    State.LIFTING: "Being lifted",
    State.LIFTED: "Lifted",
    State.EXPIRED: "Expired",
    State.LAPSED: "Lapsed",
    State.SUPERSEDED: "Replaced",
}
RESTRICTS_LABELS = {
    Restricts.COMPUTE: "Training above an amount of computation",
    Restricts.PARAMETERS: "Training above a number of parameters",
    Restricts.CAPABILITY: "Training beyond a capability",
    Restricts.DEPLOYMENT: "Deployment",
    Restricts.REPORTING: "A duty to report",
}
EXTENT_LABELS = {
    Extent.FULL: "What runs halts, and nothing begins",
    Extent.PARTIAL: "Nothing begins; what runs may end",
}

CONDITIONS = Transitions(
    Move("submit", (ConditionState.OPEN,), ConditionState.SUBMITTED, "a lab that the order binds, with evidence"),
    Move("verify", (ConditionState.SUBMITTED,), ConditionState.VERIFIED, "a verifier who is not of a lab that the order binds"),
    Move("return", (ConditionState.SUBMITTED, ConditionState.VERIFIED), ConditionState.OPEN, "the verifier, or the chair's office, with the reason"),
    Move("accept", (ConditionState.VERIFIED,), ConditionState.MET, "the chair's office, if it did not verify it; else a clerk"),
    Move("come", (ConditionState.OPEN,), ConditionState.MET, "the portal, when the date has come or the motion is carried"),
    Move("reopen", (ConditionState.MET,), ConditionState.OPEN, "the chair's office, when it holds no longer"),
)  # fmt: skip

PERMITS = Transitions(
    Move("grant", (PermitState.REQUESTED,), PermitState.GRANTED, "the chair's office"),
    Move("refuse", (PermitState.REQUESTED,), PermitState.REFUSED, "the chair's office, or the portal where nobody decided in time"),
    Move("withdraw", (PermitState.REQUESTED,), PermitState.WITHDRAWN, "the lab that asked"),
    Move("revoke", (PermitState.GRANTED,), PermitState.REVOKED, "the chair's office, with the reason"),
    Move("expire", (PermitState.GRANTED,), PermitState.EXPIRED, "the portal, at its end or its order's"),
)  # fmt: skip

CASES = Transitions(
    Move("answer", (CaseState.OPEN,), CaseState.ANSWERED, "the lab"),
    Move("find", (CaseState.OPEN, CaseState.ANSWERED), CaseState.FOUND, "the chair's office, or the portal where the lab said nothing in time"),
    Move("clear", (CaseState.OPEN, CaseState.ANSWERED, CaseState.FOUND), CaseState.CLEARED, "the chair's office"),
    Move("remedy", (CaseState.OPEN, CaseState.ANSWERED, CaseState.FOUND), CaseState.REMEDIED, "the chair's office, when what was owed is done"),
)  # fmt: skip

OPEN_CASES = (CaseState.OPEN, CaseState.ANSWERED, CaseState.FOUND)

CASE_STATE_LABELS = {
    CaseState.OPEN: "Open: the lab may answer",
    CaseState.ANSWERED: "Answered",
    CaseState.FOUND: "Found against the lab",
    CaseState.CLEARED: "Cleared",
    CaseState.REMEDIED: "Remedied",
}
GROUND_LABELS = {
    Ground.SERVICE: "It has not said that the order has reached it",
    Ground.LATE: "It has not attested in time",
    Ground.CONTRADICTED: "What it attested was challenged",
}
RUN_STATE_LABELS = {
    RunState.HALTED: "Halted",
    RunState.NOT_STARTED: "Not started",
    RunState.UNDER_PERMIT: "Runs under a permit",
}

PERMIT_LABELS = {
    PermitState.REQUESTED: "Asked for",
    PermitState.GRANTED: "Granted",
    PermitState.REFUSED: "Refused",
    PermitState.WITHDRAWN: "Taken back",
    PermitState.REVOKED: "Revoked",
    PermitState.EXPIRED: "Ended",
}
CONDITION_LABELS = {
    ConditionState.OPEN: "Open",
    ConditionState.SUBMITTED: "Evidence given",
    ConditionState.VERIFIED: "Verified",
    ConditionState.MET: "Met",
}
CONDITION_KIND_LABELS = {
    ConditionKind.MILESTONE: "Milestone",
    ConditionKind.METRIC: "Stable metric",
    ConditionKind.DATE: "Date",
    ConditionKind.VOTE: "Vote",
}
