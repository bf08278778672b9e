"""Which motions wait for somebody's ballot, and for what a motion waits."""

from collections.abc import Iterable
from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.states import OPEN
from apps.votes.acts import TO_CERTIFY, TO_OPEN, TO_REVIEW, TO_SECOND, unvoted_motions
from apps.votes.models import Motion
from apps.votes.states import State

CLOCKS = {
    State.PROPOSED: TO_SECOND,
    State.DISCUSSION: TO_OPEN,
    State.CLOSED: TO_CERTIFY,
    State.CERTIFIED: TO_REVIEW,
}
"""The clock that ends a state in which somebody's step is waited for."""


def waiting_for_ballot(viewer: Viewer, now: datetime) -> list[Motion]:
    """The open votes in which the viewer's own member has not voted, the nearest close first (one query)."""
    return list(unvoted_motions(viewer).filter(closes_at__gt=now).order_by("closes_at", "pk"))


def awaited(motion: Motion, deadlines: Iterable[Deadline]) -> Deadline | None:
    """Of a motion's deadlines, the one that runs while it waits for its next step; None where there is none."""
    clock = CLOCKS.get(State(motion.state))
    return next((row for row in deadlines if row.clock == clock and row.state in OPEN), None)
