"""The sweep: leases what is due in all committees, and climbs in batches, one committee and transaction at a time.

The lease commits before the work begins: if the worker dies the rows come back when it runs out, and a slow batch
that is leased again meanwhile is safe, because steps are taken under the row's lock and counted in the row.
"""

import gc
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection

from apps.deadlines.models import Deadline
from apps.deadlines.services.catching_up import note_sweep
from apps.deadlines.services.stepping import take_steps
from apps.kernel.tenancy.context import tenant

log = structlog.get_logger(__name__)

BATCH = 1000
MOST_BATCHES = 20
PUSHED_BACK = timedelta(minutes=15)


@dataclass(slots=True)
class Swept:
    """What a sweep did: acts made, rows that failed and were pushed back, and whether more may be due."""

    acts: int = 0
    failed: int = 0
    more: bool = False


def sweep(now: datetime, *, at: datetime | None = None, batch: int = BATCH, most_batches: int = MOST_BATCHES) -> Swept:
    """Take everything due at `now`, in all committees, in at most so many batches. Outside any tenant context.

    `at` is the machines' own clock, by which a time without a sweep is noticed; without it that is not looked at.
    """
    if at is not None:
        note_sweep(now, at)
    swept = Swept()
    for _round in range(most_batches):
        leased = claim_due(batch, now)
        # Not "fewer than asked for": beside another sweep a lease may come back short while more is due.
        swept.more = bool(leased.ids)
        if not leased.ids:
            break
        # Behind a full batch there may be more, so nothing later than what was waited for goes before it.
        until = leased.latest if leased.count == batch else now
        for committee_id, ids in leased.ids.items():
            _climb(committee_id, ids, now, until, swept)
    return swept


@dataclass(frozen=True, slots=True)
class Leased:
    """What a lease holds: ids by committee, how many, and since when the last of them has been due."""

    ids: dict[int, list[int]]
    count: int = 0
    latest: datetime | None = None


def claim_due(n: int, at: datetime) -> Leased:
    """Lease up to n deadlines whose next step has come, longest waiting first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT committee_id, id, was_due FROM claim_due(%s, %s)", [n, at])
        rows = cursor.fetchall()
    ids = defaultdict(list)
    for committee_id, deadline_id, _was_due in rows:
        ids[committee_id].append(deadline_id)
    return Leased(dict(ids), len(rows), max((was_due for *_ids, was_due in rows), default=None))


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep Python from looking for cycles meanwhile.

    A batch makes a hundred thousand objects that free themselves; to look through them and everything else that the
    process holds, again and again, took a third of the time.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def _climb(committee_id: int, ids: list[int], now: datetime, until: datetime | None, swept: Swept) -> None:
    try:
        with collector_at_rest(), tenant(committee_id):
            acts = take_steps(ids, now, until=until)
    except Exception as error:
        log.warning("deadline_batch_failed", committee=committee_id, rows=len(ids), error=str(error))
        for deadline_id in ids:
            _climb_alone(committee_id, deadline_id, now, until, swept)
    else:
        swept.acts += acts


def _climb_alone(committee_id: int, deadline_id: int, now: datetime, until: datetime | None, swept: Swept) -> None:
    try:
        with tenant(committee_id):
            acts = take_steps([deadline_id], now, until=until)
    except Exception:
        log.exception("deadline_failed", committee=committee_id, deadline=deadline_id)
        with tenant(committee_id):
            later = Deadline.objects.filter(pk=deadline_id, next_step_at__isnull=False)
            later.update(next_step_at=now + PUSHED_BACK)
        swept.failed += 1
    else:
        swept.acts += acts
