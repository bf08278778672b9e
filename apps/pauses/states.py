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
    Move("trigger", (State.DRAFT,), State.IN_FORCE, "the portal, when a threshold is crossed"),
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
