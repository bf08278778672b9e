"""Where a corrective action stands, and what a report is linked to."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


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
