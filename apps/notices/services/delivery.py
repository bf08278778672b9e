"""Deliveries: claimed under a lease, sent between transactions, marked as they go.

A worker that dies holds nothing but a lease; when that has run out another sends what is not marked. So a message
may go out twice where the worker, the database or the other end died between its acceptance and our mark, and then
both carry the same id; nothing is ever left out.
"""

import time
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from celery import current_app

from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import no
from apps.kernel.tenancy.context import tenant
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.notices.channels import CHANNELS, Withheld
from apps.notices.models import Delivery
from apps.notices.rules import Watch, may_see_deliveries
from apps.notices.services.claiming import Batch, claim
from apps.notices.services.lines import Lines, Outcome, PutOff
from apps.notices.services.marking import mark
from apps.notices.services.outbox import DELIVER
from apps.notices.states import UNDELIVERED, DeliveryState

MARK_EVERY = 0.04
"""Seconds of outcomes that one transaction writes down, and so what a crash may repeat."""


def deliver_batch(committee_id: int, channel_key: str, *, now: datetime, watch: Watch) -> int:
    """Claim and send up to 200 due deliveries over the channel's lines; how many were tried.

    Nought when none is due, or all that was is put off: then it waits for the next sweep.

    `now` is the portal's time, for what messages say; `watch` tells the machines' time, by which leases run and
    attempts are spaced: moving the demo's clock must neither end a lease nor send a message twice.
    """
    batch = claim(committee_id, CHANNELS[channel_key], watch)
    if not batch.attempts:
        return 0
    with tenant(committee_id):
        rows = Delivery.objects.filter(pk__in=batch.ids)
        deliveries = list(rows.select_related("notice__act", "act", "seat__person", "endpoint").order_by("id"))
        message_of = batch.channel.compose(deliveries, now)
    lines = Lines(batch.channel, batch.last_start, watch, len(deliveries))
    try:
        return _send(batch, deliveries, message_of, lines, now, watch)
    finally:
        lines.stop()


def _send(
    batch: Batch,
    deliveries: list[Delivery],
    message_of: Callable[[Delivery], Any],
    lines: Lines,
    now: datetime,
    watch: Watch,
) -> int:
    """Make and hand over message by message, marking meanwhile; how many were tried."""
    tried, marked_at = 0, time.monotonic()
    outcomes: list[Outcome] = []
    for delivery in deliveries:
        message = _message(message_of, delivery)
        if isinstance(message, Withheld | Exception):
            outcomes.append(Outcome(delivery, message))
        else:
            lines.hand(delivery, message)
        if time.monotonic() - marked_at > MARK_EVERY:
            tried += _mark(batch, [*outcomes, *lines.outcomes()], now, watch)
            outcomes, marked_at = [], time.monotonic()
    lines.finish()
    tried += _mark(batch, outcomes, now, watch)
    while lines.are_busy:
        first = list(lines.outcomes(wait=MARK_EVERY))
        if first and lines.are_busy:
            time.sleep(MARK_EVERY)
        tried += _mark(batch, [*first, *lines.outcomes()], now, watch)
    return tried


def _message(message_of: Callable[[Delivery], Any], delivery: Delivery) -> Any:
    try:
        return message_of(delivery)
    except Exception as error:  # one message that cannot be made must not hold back the others
        return error


def _mark(batch: Batch, outcomes: list[Outcome], now: datetime, watch: Watch) -> int:
    mark(batch, outcomes, now, watch)
    return sum(not isinstance(outcome.result, PutOff) for outcome in outcomes)


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
