"""Deliveries: claimed under a lease, sent between transactions, marked one by one.

A worker that dies holds nothing but a lease; when that has run out another sends what is not marked. So a message
may go out twice where the worker, the database or the other end died between its acceptance and our mark, and then
both carry the same Message-ID; nothing is ever left out.
"""

import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.db.models import F, QuerySet

from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import no
from apps.kernel.tenancy.context import tenant
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.notices.channels import CHANNELS, Channel, Transport, Undeliverable, Unreachable, Withheld
from apps.notices.models import Delivery
from apps.notices.rules import may_see_deliveries, one_line, wait_before_next
from apps.notices.services.outbox import DELIVER
from apps.notices.states import OPEN, UNDELIVERED, DeliveryState

log = structlog.get_logger(__name__)

AT_ONCE = 100
LEASE = timedelta(seconds=120)
MOST_BREAKS = 2
"""So often a line may break in one batch; after that what is left is put off without being tried."""

Watch = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one worker has claimed, until when."""

    committee_id: int
    channel: Channel
    ids: list[int]
    until: datetime


def deliver_batch(committee_id: int, channel_key: str, *, now: datetime, watch: Watch) -> int:
    """Claim and send up to a hundred due deliveries over one connection; how many were claimed.

    Nought when none is due, and when the line broke: then what else is due waits for the next sweep.

    `now` is the portal's time, for what messages say; `watch` tells the machines' time, by which leases run and
    attempts are spaced: moving the demo's clock must neither end a lease nor send a message twice.
    """
    batch = _claim(committee_id, CHANNELS[channel_key], watch)
    if not batch.ids:
        return 0
    with tenant(committee_id):
        rows = Delivery.objects.filter(pk__in=batch.ids).select_related("notice__act", "notice__seat__person")
        deliveries = list(rows.order_by("id"))
        messages = batch.channel.compose(deliveries, now)
    return len(batch.ids) if _send_all(batch, deliveries, messages, now, watch) else 0


def _lease() -> timedelta:
    return getattr(settings, "DELIVERY_LEASE", LEASE)


def due(channel_key: str, at: datetime) -> QuerySet[Delivery]:
    """The active committee's deliveries whose time has come, longest waiting first."""
    rows = Delivery.objects.filter(channel=channel_key, state__in=OPEN, next_attempt_at__lte=at)
    return rows.order_by("next_attempt_at", "id")


def _claim(committee_id: int, channel: Channel, watch: Watch) -> Batch:
    at = watch()
    until = at + _lease()
    with tenant(committee_id):
        ids = list(due(channel.key, at).select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
        Delivery.objects.filter(pk__in=ids).update(
            state=DeliveryState.SENDING, attempts=F("attempts") + 1, next_attempt_at=until
        )
    return Batch(committee_id, channel, ids, until)


def _send_all(
    batch: Batch, deliveries: list[Delivery], messages: Mapping[int, Any], now: datetime, watch: Watch
) -> bool:
    """Send what there is time for; whether the line held."""
    breaks = 0
    with batch.channel.connect() as transport:
        for place, delivery in enumerate(deliveries):
            if breaks >= MOST_BREAKS or watch() > batch.until - _lease() * 3 / 4:
                _release(batch, deliveries[place:], watch, broken=breaks >= MOST_BREAKS)
                break
            breaks += _send_one(batch, transport, delivery, messages[delivery.pk], now, watch)
    return breaks < MOST_BREAKS


def _send_one(
    batch: Batch, transport: Transport, delivery: Delivery, message: Any, now: datetime, watch: Watch
) -> bool:
    """Send one and mark it; whether the line broke."""
    if isinstance(message, Withheld):
        _mark(batch, delivery, DeliveryState.WITHHELD, error=message.reason)
        return False
    if isinstance(message, Exception):
        _fail(batch, delivery, f"{type(message).__name__}: {message}", watch)
        return False
    try:
        transport.send(message)
    except (Unreachable, Undeliverable) as error:
        _fail(batch, delivery, str(error), watch)
        return isinstance(error, Unreachable)
    _mark(batch, delivery, DeliveryState.SENT, sent_at=now, error="")
    return False


def _fail(batch: Batch, delivery: Delivery, error: str, watch: Watch) -> None:
    roll = random.random()  # noqa: S311 - spreads load, keeps no secret
    wait = wait_before_next(delivery.attempts, roll)
    log.warning("delivery_failed", delivery=str(delivery.uid), attempts=delivery.attempts, final=wait is None)
    if wait is None:
        _mark(batch, delivery, DeliveryState.GIVEN_UP, error=one_line(error, 300))
    else:
        _mark(batch, delivery, DeliveryState.FAILED, error=one_line(error, 300), next_attempt_at=watch() + wait)


def _mark(batch: Batch, delivery: Delivery, state: DeliveryState, **fields: Any) -> None:
    """Write the outcome, unless the lease was lost: then it is the next worker's to say."""
    with tenant(batch.committee_id):
        mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, next_attempt_at=batch.until)
        mine.update(state=state, **fields)


def _release(batch: Batch, rest: list[Delivery], watch: Watch, *, broken: bool) -> None:
    """Give back what was not tried; behind a broken line it waits as after a first failure."""
    wait = wait_before_next(1, random.random()) if broken else None  # noqa: S311 - spreads load, keeps no secret
    with tenant(batch.committee_id):
        mine = Delivery.objects.filter(
            pk__in=[delivery.pk for delivery in rest], state=DeliveryState.SENDING, next_attempt_at=batch.until
        )
        mine.update(
            state=DeliveryState.QUEUED,
            attempts=F("attempts") - 1,
            next_attempt_at=watch() + (wait or timedelta()),
        )


def try_again(*, actor: Viewer, at: datetime, uid: uuid.UUID) -> Delivery:
    """Queue what could not be delivered once more, with all its attempts; raises Refused, Delivery.DoesNotExist."""
    may_see_deliveries(actor).require()
    delivery = Delivery.objects.get(uid=uid)
    waiting = Delivery.objects.filter(pk=delivery.pk, state__in=UNDELIVERED)
    if not waiting.update(state=DeliveryState.QUEUED, attempts=0, next_attempt_at=at):
        no("It is on its way already.").require()
    ring_after_commit(current_app.tasks[DELIVER], delivery.committee_id)
    return delivery


def try_all_again(*, actor: Viewer, at: datetime) -> int:
    """Queue everything that could not be delivered once more; how many."""
    may_see_deliveries(actor).require()
    queued = Delivery.objects.filter(state__in=UNDELIVERED).update(
        state=DeliveryState.QUEUED, attempts=0, next_attempt_at=at
    )
    if queued:
        ring_after_commit(current_app.tasks[DELIVER], actor.committee_id)
    return queued
