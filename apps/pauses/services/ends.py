"""What happens when a clock of a pause has run out."""

from datetime import datetime

from apps.deadlines.models import Deadline
from apps.deadlines.rules import ENDS, End
from apps.deadlines.services.closing import lapse
from apps.pauses import acts
from apps.pauses.acts import compliance, labs, lifting, permits
from apps.pauses.selectors.compliance import case_for
from apps.pauses.services import cases, consequences
from apps.pauses.services.adopting import enter_due, fail_due, settle_unconfirmed
from apps.pauses.services.challenging import uphold_undecided
from apps.pauses.services.ending import expire_due
from apps.pauses.services.permitting import expire_due as expire_permit
from apps.pauses.services.permitting import refuse_due as refuse_permit
from apps.pauses.services.showing import come_due


def _settle(deadline: Deadline, now: datetime) -> None:
    settle_unconfirmed(ref=deadline.subject_ref, now=now, due_at=deadline.due_at)


def _fail(deadline: Deadline, now: datetime) -> None:
    fail_due(ref=deadline.subject_ref, now=now, due_at=deadline.due_at)


def _enter(deadline: Deadline, now: datetime) -> None:
    enter_due(ref=deadline.subject_ref, now=now)


def _expire(deadline: Deadline, now: datetime) -> None:
    expire_due(ref=deadline.subject_ref, now=now, due_at=deadline.due_at)


def _refuse_permit(deadline: Deadline, now: datetime) -> None:
    refuse_permit(ref=deadline.subject_ref, now=now)


def _expire_permit(deadline: Deadline, now: datetime) -> None:
    expire_permit(ref=deadline.subject_ref, now=now)


def _come(deadline: Deadline, now: datetime) -> None:
    come_due(ref=deadline.subject_ref, now=now, due_at=deadline.due_at)


def _unacknowledged(deadline: Deadline, now: datetime) -> None:
    cases.open_unacknowledged(binding_id=deadline.subject_id, now=now)


def _unattested(deadline: Deadline, now: datetime) -> None:
    cases.open_unattested(binding_id=deadline.subject_id, now=now)


def _uphold(deadline: Deadline, now: datetime) -> None:
    lapse(deadline, now)
    uphold_undecided(challenge_id=deadline.subject_id, now=now)


def _find(deadline: Deadline, now: datetime) -> None:
    lapse(deadline, now)
    cases.find_unanswered(ref=deadline.subject_ref, now=now)


def _follow(deadline: Deadline, now: datetime) -> None:
    consequences.take_next(case_for(consequences.ORDER_OF_CHARTER, deadline.subject_ref, lock=True), now)


def register() -> None:
    """Fill the registry of ends."""
    opens = "The portal opens a compliance case."
    ENDS.register(labs.UNACKNOWLEDGED, End(labs.UNACKNOWLEDGED, opens, _unacknowledged))
    ENDS.register(labs.UNATTESTED, End(labs.UNATTESTED, opens, _unattested))
    ENDS.register(compliance.UPHELD, End(compliance.UPHELD, "The lab is asked to answer, in a case.", _uphold))
    ENDS.register(compliance.FOUND, End(compliance.FOUND, "The portal finds against the lab.", _find))
    ENDS.register(compliance.CONSEQUENCE, End(compliance.CONSEQUENCE, "The next consequence follows.", _follow))
    says = "An order of the chair's office lapses; one that follows from a threshold stands."
    ENDS.register(acts.CONFIRMED, End(acts.CONFIRMED, says, _settle))
    ENDS.register(acts.FAILED, End(acts.FAILED, "The order lapses: too few labs joined.", _fail))
    ENDS.register(acts.ENTERED, End(acts.ENTERED, "The pause is in force, and its labs are served.", _enter))
    ENDS.register(acts.EXPIRED, End(acts.EXPIRED, "The pause ends.", _expire))
    ENDS.register(permits.UNDECIDED, End(permits.UNDECIDED, "The portal refuses the permit.", _refuse_permit))
    ENDS.register(permits.EXPIRED, End(permits.EXPIRED, "The permit ends.", _expire_permit))
    ENDS.register(lifting.CAME, End(lifting.CAME, "The condition is met.", _come))
