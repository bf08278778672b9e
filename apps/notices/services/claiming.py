"""Claiming what is due: under a lease, so that no transaction is open while the other end thinks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet

from apps.kernel.tenancy.context import tenant
from apps.notices.channels import Channel
from apps.notices.models import Attempt, Delivery
from apps.notices.rules import Watch
from apps.notices.states import OPEN, AttemptState, DeliveryState

AT_ONCE = 200
LEASE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one worker has claimed, until when, with the attempt that each delivery's turn is."""

    committee_id: int
    channel: Channel
    attempts: dict[int, int]
    until: datetime
    last_start: datetime

    @property
    def ids(self) -> list[int]:
        """The deliveries claimed."""
        return list(self.attempts)


def due(channel_key: str, at: datetime) -> QuerySet[Delivery]:
    """The active committee's deliveries whose time has come, longest waiting first."""
    rows = Delivery.objects.filter(channel=channel_key, state__in=OPEN, next_attempt_at__lte=at)
    return rows.order_by("next_attempt_at", "id")


def claim(committee_id: int, channel: Channel, watch: Watch) -> Batch:
    """Claim up to AT_ONCE due deliveries; the last message of a batch starts when three quarters of the lease are left."""
    lease = getattr(settings, "DELIVERY_LEASE", LEASE)
    at = watch()
    until = at + lease
    with tenant(committee_id):
        ids = list(due(channel.key, at).select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
        Delivery.objects.filter(pk__in=ids).update(
            state=DeliveryState.SENDING, attempts=F("attempts") + 1, next_attempt_at=until, is_collecting=False
        )
        started = Attempt.objects.bulk_create(
            [Attempt(delivery_id=pk, state=AttemptState.SENDING, started_at=at) for pk in ids]
        )
    return Batch(committee_id, channel, {each.delivery_id: each.pk for each in started}, until, until - lease * 3 / 4)
