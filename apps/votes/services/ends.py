"""What happens when a clock of a motion has run out."""

from datetime import datetime

from apps.deadlines.models import Deadline
from apps.deadlines.rules import ENDS, End
from apps.votes import acts
from apps.votes.services.certifying import certify_due
from apps.votes.services.closing import close_due
from apps.votes.services.opening import put_to_vote
from apps.votes.services.proposing import lapse_due


def _lapse(deadline: Deadline, now: datetime) -> None:
    lapse_due(ref=deadline.subject_ref, due_at=deadline.due_at, now=now)


def _open(deadline: Deadline, now: datetime) -> None:
    put_to_vote(ref=deadline.subject_ref, now=now)


def _close(deadline: Deadline, now: datetime) -> None:
    close_due(ref=deadline.subject_ref, now=now)


def _certify(deadline: Deadline, now: datetime) -> None:
    certify_due(ref=deadline.subject_ref, now=now)


def register() -> None:
    """Fill the registry of ends."""
    ENDS.register(acts.LAPSED, End(acts.LAPSED, "The motion lapses.", _lapse))
    ENDS.register(acts.OPENED, End(acts.OPENED, "The portal opens voting, where anybody can vote.", _open))
    ENDS.register(
        acts.CLOSED, End(acts.CLOSED, "Voting closes; without its quorum it may stay open once more.", _close)
    )
    ENDS.register(
        acts.CERTIFIED, End(acts.CERTIFIED, "The portal certifies the result, and it takes effect.", _certify)
    )
