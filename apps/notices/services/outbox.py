"""From an act to its readers: one row in the act's own transaction, the rest by a worker."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from apps.committees.models import Seat
from apps.kernel.tenancy.context import tenant
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.notices.channels import CHANNELS, Channel
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.rules import CATALOGUE
from apps.record.selectors import audience, audience_or_fallback, reaches_somebody

log = structlog.get_logger(__name__)

EXPAND, DELIVER = "notices.expand", "notices.deliver"
AT_ONCE = 200
"""Fan-outs that one task takes; the rest is rung for again."""

FREEZE = """
INSERT INTO notices_fanout (committee_id, act_id, seat_ids, fell_back, created_at)
SELECT %s, %s, ids, %s, %s FROM (SELECT array_agg(DISTINCT id) AS ids FROM ({seats}) AS seats (id)) AS audience
WHERE ids IS NOT NULL
"""

TO_INBOXES = """
INSERT INTO notices_notice
  (committee_id, uid, seat_id, act_id, subject_kind, subject_id, subject_ref, urgent, fell_back, created_at)
SELECT f.committee_id, gen_random_uuid(), reader, f.act_id, a.subject_kind, a.subject_id, a.subject_ref, %s,
  f.fell_back, a.at
FROM notices_fanout f
JOIN record_act a ON a.committee_id = f.committee_id AND a.id = f.act_id
CROSS JOIN unnest(f.seat_ids) AS reader
WHERE f.id = %s
ON CONFLICT (committee_id, seat_id, act_id) DO NOTHING
"""

TO_CHANNEL = """
INSERT INTO notices_delivery
  (committee_id, uid, notice_id, channel, state, attempts, next_attempt_at, message_id, error)
SELECT committee_id, uid, id, %s, 'queued', 0, %s, '<' || uid || '@' || %s || '>', ''
FROM (
  SELECT n.committee_id, n.id, gen_random_uuid() AS uid
  FROM notices_notice n
  LEFT JOIN notices_noticepreference p
    ON p.committee_id = n.committee_id AND p.seat_id = n.seat_id AND p.channel = %s
  WHERE n.act_id = %s AND (n.urgent OR coalesce(p.wanted, true)) AND n.seat_id IN ({seats})
) AS wanted
ON CONFLICT (committee_id, notice_id, channel) DO NOTHING
"""


def follow(acts: Sequence[Act]) -> None:
    """Freeze whom acts must be told to."""
    for act in acts:
        _follow_one(act)


def _follow_one(act: Act) -> None:
    """Freeze whom the act must be told to: the seats it names, cut to those who may see its subject, less its actor.

    What is urgent falls to the clerks, else to the independent members, where nobody it names may see it and act.
    """
    if not act.told:
        return
    seats, fell_back = _addressed(act)
    if act.seat_id:
        seats = seats.exclude(pk=act.seat_id)
    query, params = _ids(seats)
    with connection.cursor() as cursor:
        cursor.execute(FREEZE.format(seats=query), [act.committee_id, act.pk, fell_back, act.at, *params])
        written = cursor.rowcount
    if written:
        ring_after_commit(current_app.tasks[EXPAND], act.committee_id)


def _addressed(act: Act) -> tuple[QuerySet[Seat], bool]:
    where = act.told, act.subject_kind, act.subject_id, act.at
    named = audience(*where)
    if not CATALOGUE[act.kind].urgent or reaches_somebody(named, act.subject_kind, act.subject_id):
        return named, False
    others = audience_or_fallback(*where)
    if reaches_somebody(others, act.subject_kind, act.subject_id):
        return others, True
    log.error("urgent_reached_nobody", act=str(act.uid), kind=act.kind)
    return named, False


def _ids(seats: QuerySet[Seat]) -> tuple[str, tuple]:
    return seats.order_by().values("pk").query.sql_with_params()


def expand(committee_id: int, *, now: datetime, at: datetime, inboxes_only: bool = False) -> bool:
    """Bring the committee's frozen audiences to inboxes and channels; whether there may be more.

    Each fan-out is one transaction of its own; one that fails is left for the next time and does not stop the
    others. `at` is the machines' clock: deliveries are due at once. `inboxes_only` is for acts that are history when
    they enter the database: nobody is sent a message about them.
    """
    with tenant(committee_id):
        waiting = list(FanOut.objects.filter(expanded_at=None).order_by("id").values_list("pk", flat=True)[:AT_ONCE])
    expanded = 0
    for pk in waiting:
        try:
            with tenant(committee_id):
                expanded += _expand_one(pk, now, at, () if inboxes_only else CHANNELS)
        except DatabaseError:
            log.exception("fan_out_failed", fan_out=pk)
    return len(waiting) == AT_ONCE and expanded > 0


def _expand_one(pk: int, now: datetime, at: datetime, channels: Iterable[tuple[str, Channel]]) -> bool:
    fan_out = FanOut.objects.select_for_update(skip_locked=True, of=("self",)).select_related("act")
    row = fan_out.filter(pk=pk, expanded_at=None).first()
    if row is None:
        return False
    host = urlsplit(settings.BASE_URL).hostname
    with connection.cursor() as cursor:
        cursor.execute(TO_INBOXES, [CATALOGUE[row.act.kind].urgent, pk])
        for key, channel in channels:
            query, params = _ids(channel.reach())
            cursor.execute(TO_CHANNEL.format(seats=query), [key, at, host, key, row.act_id, *params])
    FanOut.objects.filter(pk=pk).update(expanded_at=now)
    return True
