"""The clocks that run on motions: whether one has run out, also where the portal has not come by since."""

from datetime import datetime

from django.db.models import QuerySet

from apps.deadlines.models import Deadline
from apps.votes.models import SUBJECT, Motion


def has_run_out(motion: Motion, clock: str, now: datetime) -> bool:
    """Whether a clock still waits on the motion although its hour has come (one query)."""
    return Deadline.objects.open().about(SUBJECT, motion.pk).filter(clock=clock, due_at__lte=now).exists()


def hold_clocks(motions: QuerySet) -> None:
    """Lock the open clocks of the motions (one query), before the motions are locked themselves.

    The sweep holds a clock and then wants its motion; whoever locked the motion first would wait for it forever.
    """
    clocks = Deadline.objects.open().filter(subject_kind=SUBJECT, subject_id__in=motions.values("pk"))
    list(clocks.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
