"""The states of a deadline and the moves between them."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class State(StrEnum):
    """Where a deadline stands."""

    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    MET = "met"
    WAIVED = "waived"
    LAPSED = "lapsed"
    MOOT = "moot"


OPEN = (State.RUNNING, State.PAUSED, State.OVERDUE)
"""Something is still owed."""

CLIMBING = (State.RUNNING, State.OVERDUE)
"""The ladder goes on."""

CLOSED = (State.WAIVED, State.LAPSED, State.MOOT)
"""Nothing is owed any more, and it was not done."""

MOVES = Transitions(
    Move("fall overdue", (State.RUNNING,), State.OVERDUE, "the portal, once the due time has passed"),
    Move("meet", OPEN, State.MET, "whoever does the act that the clock waits for"),
    Move("pause", CLIMBING, State.PAUSED, "the chair or a clerk, with the reason"),
    Move("resume", (State.PAUSED,), State.RUNNING, "the chair or a clerk"),
    Move(
        "resume late", (State.PAUSED,), State.OVERDUE, "the chair or a clerk, where it was overdue when it was paused"
    ),
    Move("extend", CLIMBING, State.RUNNING, "the chair, or within its first length a clerk, with the reason"),
    Move("waive", OPEN, State.WAIVED, "the chair, with the reason"),
    Move("lapse", (State.OVERDUE,), State.LAPSED, "the portal, at the end of a ladder that says so"),
    Move("fall away", OPEN, State.MOOT, "whoever does the act with which nothing is owed any more"),
)
