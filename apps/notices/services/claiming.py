"""Claiming what is due: under a lease, so that no transaction is open while the other end thinks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from apps.kernel.tenancy.context import tenant
from apps.notices.channels import CHANNELS, Channel
from apps.notices.models import Delivery
from apps.notices.rules import Watch
from apps.notices.states import OPEN

AT_ONCE = 200
LEASE = timedelta(seconds=120)

CLAIM = """
WITH due (id) AS ({due} FOR UPDATE SKIP LOCKED), claimed AS (
  UPDATE notices_delivery d
  SET state = 'sending', attempts = d.attempts + 1, next_attempt_at = %s, is_collecting = false
  WHERE d.id = ANY (ARRAY(SELECT id FROM due)) RETURNING d.committee_id, d.id
)
INSERT INTO notices_attempt (committee_id, delivery_id, state, started_at, said)
SELECT committee_id, id, 'sending', %s, '' FROM claimed
RETURNING delivery_id, id
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one worker has claimed, until when, with the attempt that each delivery's turn is."""

    committee_id: int
    channel: Channel
    attempts: dict[int, int]
    until: datetime
    last_start: datetime


def due(channel_key: str, at: datetime) -> QuerySet[Delivery]:
    """The active committee's deliveries whose time has come, longest waiting first."""
    rows = Delivery.objects.filter(channel=channel_key, state__in=OPEN, next_attempt_at__lte=at)
    return rows.order_by("next_attempt_at", "id")


def channels_due(committee_id: int, at: datetime) -> list[str]:
    """The channels over which something is due, those that cannot wait first."""
    with tenant(committee_id):
        return [key for key in sorted(dict(CHANNELS), key=_rank) if due(key, at).exists()]


def _rank(key: str) -> tuple[bool, str]:
    return CHANNELS[key].is_chosen, key


def claim(committee_id: int, channel: Channel, watch: Watch) -> Batch:
    """Claim up to AT_ONCE due deliveries; the last message of a batch starts when three quarters of the lease are left."""
    lease = getattr(settings, "DELIVERY_LEASE", LEASE)
    at = watch()
    until = at + lease
    with tenant(committee_id), connection.cursor() as cursor:
        query, params = due(channel.key, at).values("pk")[:AT_ONCE].query.sql_with_params()
        cursor.execute(CLAIM.format(due=query), [*params, until, at])
        attempts = dict(cursor.fetchall())
    return Batch(committee_id, channel, attempts, until, until - lease * 3 / 4)
