"""Notes that the sweep is here, and after a time in which it was not tells each committee what that made late."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from apps.committees.models import Committee
from apps.committees.rules.viewer import Portal
from apps.deadlines.acts import CAUGHT_UP, WATCH
from apps.deadlines.models import Deadline, SweepMark
from apps.deadlines.services.stepping import LATE
from apps.deadlines.states import CLIMBING, State
from apps.kernel.canonical import instant
from apps.kernel.tenancy.context import tenant
from apps.record.services import record

log = structlog.get_logger(__name__)

GAP = timedelta(minutes=15)
"""The sweep comes every minute; when it has stayed away for longer than this, the record says so."""

CLIMBED_WITH = ("state", "plan", "due_at", "steps_taken", "taken_on_until")


def note_sweep(now: datetime, at: datetime) -> None:
    """Put the mark to `at`, the machines' instant; after a gap each committee with late steps is told of it once.

    Mark and acts are one transaction, and who comes second waits for it: however many workers begin at once, a gap
    is told of once. What goes wrong here keeps no deadline from being swept.
    """
    try:
        with transaction.atomic():
            since = _put_mark(at)
            if since is not None and at - since > GAP:
                for committee in Committee.objects.order_by("pk"):
                    with tenant(committee.pk):
                        _tell(committee, since, at, now)
    except Exception:
        log.exception("sweep_mark_failed")


def _put_mark(at: datetime) -> datetime | None:
    """Returns where the mark was; None for the first sweep of all."""
    mark = SweepMark.objects.select_for_update().filter(pk=SweepMark.THE_ONE).first()
    if mark is None:
        SweepMark.objects.bulk_create([SweepMark(pk=SweepMark.THE_ONE, swept_at=at)], ignore_conflicts=True)
        return None
    since, mark.swept_at = mark.swept_at, max(mark.swept_at, at)
    mark.save(update_fields=["swept_at"])
    return since


def _tell(committee: Committee, since: datetime, at: datetime, now: datetime) -> None:
    waiting = Deadline.objects.filter(state__in=CLIMBING, next_step_at__lte=now - LATE).only(*CLIMBED_WITH)
    late = sum(_late_steps(deadline, now - LATE) for deadline in waiting.iterator(1000))
    if late:
        record(
            CAUGHT_UP,
            actor=Portal("sweep of deadlines"),
            now=now,
            subject=(WATCH, committee.pk, committee.slug),
            facts={"from": instant(since), "until": instant(at), "steps": late},
        )


def _late_steps(deadline: Deadline, before: datetime) -> int:
    """How many of its steps, and whether its due time, should have come before then."""
    passed = deadline.state == State.RUNNING and deadline.due_at < before
    return deadline.ladder.count_due(before) + passed
