"""What happens when a clock of a case has run out."""

from datetime import datetime

from apps.deadlines.models import Deadline
from apps.deadlines.rules import ENDS, End
from apps.disputes.acts.cases import LAPSES, TALKS_OVER
from apps.disputes.acts.panels import CLOSES_LIST
from apps.disputes.acts.papers import UNANSWERED
from apps.disputes.acts.remedies import RESTORES, SUSPENDS
from apps.disputes.acts.rulings import ADOPTS
from apps.disputes.services.composing.listing import close_at_the_end
from apps.disputes.services.ending import lapse_unasked, note_talks_are_over
from apps.disputes.services.reporting import adopt
from apps.disputes.services.restoring import restore
from apps.disputes.services.serving import serve_again_or_note_silence
from apps.disputes.services.suspending import take_effect


def _talked(deadline: Deadline, now: datetime) -> None:
    note_talks_are_over(ref=deadline.subject_ref, now=now)


def _lapse(deadline: Deadline, now: datetime) -> None:
    lapse_unasked(ref=deadline.subject_ref, now=now)


def _close(deadline: Deadline, now: datetime) -> None:
    close_at_the_end(ref=deadline.subject_ref, now=now)


def _adopt(deadline: Deadline, now: datetime) -> None:
    adopt(ref=deadline.subject_ref, now=now)


def _suspend(deadline: Deadline, now: datetime) -> None:
    take_effect(ref=deadline.subject_ref, now=now)


def _restore(deadline: Deadline, now: datetime) -> None:
    restore(ref=deadline.subject_ref, now=now)


def register() -> None:
    """Register the ends."""
    for end in (
        End(TALKS_OVER, "The complainant may ask for a panel.", _talked),
        End(LAPSES, "The complaint lapses.", _lapse),
        End(CLOSES_LIST, "The list is closed, and the panel is drawn by lot.", _close),
        End(ADOPTS, "The report is adopted, unless the committee has rejected it.", _adopt),
        End(SUSPENDS, "The rights are suspended, unless the committee has rejected it.", _suspend),
        End(RESTORES, "The rights are restored.", _restore),
        End(UNANSWERED, "Where nobody opened it, it is served again; else the silence is on record.", serve_again_or_note_silence),
    ):  # fmt: skip
        ENDS.register(end.key, end)
