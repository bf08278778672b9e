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


OPEN = (State.RUNNING, State.PAUSED, State.OVERDUE)
"""Something is still owed."""

CLIMBING = (State.RUNNING, State.OVERDUE)
"""The ladder goes on."""

MOVES = Transitions(
    Move("fall overdue", (State.RUNNING,), State.OVERDUE, "the portal, once the due time has passed"),
    Move("meet", OPEN, State.MET, "whoever does the act that the clock waits for"),
)
