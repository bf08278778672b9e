"""What happens when a clock of a pause has run out."""

from datetime import datetime

from apps.deadlines.models import Deadline
from apps.deadlines.rules import ENDS, End
from apps.pauses import acts
from apps.pauses.services.adopting import enter_due, fail_due, settle_unconfirmed
from apps.pauses.services.ending import expire_due


def _settle(deadline: Deadline, now: datetime) -> None:
    settle_unconfirmed(ref=deadline.subject_ref, now=now, due_at=deadline.due_at)


def _fail(deadline: Deadline, now: datetime) -> None:
    fail_due(ref=deadline.subject_ref, now=now, due_at=deadline.due_at)


def _enter(deadline: Deadline, now: datetime) -> None:
    enter_due(ref=deadline.subject_ref, now=now)


def _expire(deadline: Deadline, now: datetime) -> None:
    expire_due(ref=deadline.subject_ref, now=now, due_at=deadline.due_at)


def register() -> None:
    """Fill the registry of ends."""
    says = "An order of the chair's office lapses; one that follows from a threshold stands."
    ENDS.register(acts.CONFIRMED, End(acts.CONFIRMED, says, _settle))
    ENDS.register(acts.FAILED, End(acts.FAILED, "The order lapses: too few labs joined.", _fail))
    ENDS.register(acts.ENTERED, End(acts.ENTERED, "The pause is in force, and its labs are served.", _enter))
    ENDS.register(acts.EXPIRED, End(acts.EXPIRED, "The pause ends.", _expire))
