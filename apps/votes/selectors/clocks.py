"""The clocks that run on motions: whether one has run out, also where the portal has not come by since."""

from datetime import datetime

from django.db.models import QuerySet

from apps.deadlines.models import Deadline
from apps.deadlines.selectors.holding import hold_clocks as hold
from apps.kernel.decisions import YES, Decision, no
from apps.votes import acts
from apps.votes.models import SUBJECT, Motion
from apps.votes.states import State


def has_run_out(motion: Motion, clock: str, now: datetime) -> bool:
    """Whether a clock still waits on the motion although its hour has come (one query)."""
    return Deadline.objects.open().about(SUBJECT, motion.pk).filter(clock=clock, due_at__lte=now).exists()


def is_overdue(motion: Motion, now: datetime) -> bool:
    """Whether the time in which it should have been put to the vote has passed (one query)."""
    return motion.state == State.DISCUSSION and has_run_out(motion, acts.TO_OPEN, now)


def may_still_amend(parent: Motion | None, now: datetime) -> Decision:
    """Whether amendments go forward: otherwise allies could keep a motion from its vote by one after another."""
    if parent is not None and is_overdue(parent, now):
        return no(f"The time for discussing {parent.ref} is over: it is voted on as it stands.")
    return YES


def hold_clocks(motions: QuerySet) -> None:
    """Lock the open clocks of the motions, and of what they may change, before the motions are locked themselves."""
    hold({SUBJECT: list(motions.values_list("pk", flat=True))})
