"""The states of cycles, terms, swaps."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class TermState(StrEnum):
    """Where a term stands; terms to come are planned, not stored."""

    RUNNING = "running"
    ENDED = "ended"


class TermKind(StrEnum):
    """How somebody came to preside."""

    ROTATION = "rotation"
    INTERIM = "ad interim"


class CycleState(StrEnum):
    """Where a cycle stands."""

    DRAWING = "drawing"
    RUNNING = "running"
    OVER = "over"


class SwapState(StrEnum):
    """Where a wish to swap stands."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


CYCLE = Transitions(
    Move("draw", (CycleState.DRAWING,), CycleState.RUNNING, "a clerk, with the public value that was named"),
    Move("finish", (CycleState.RUNNING,), CycleState.OVER, "the portal, when the last place has had its term"),
)

SWAP = Transitions(
    Move("agree", (SwapState.ASKED,), SwapState.AGREED, "the other member's representative"),
    Move("decline", (SwapState.ASKED,), SwapState.DECLINED, "the other member's representative"),
    Move("withdraw", (SwapState.ASKED,), SwapState.WITHDRAWN, "the representative who asked"),
)
