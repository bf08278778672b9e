"""Deliveries: claimed under a lease, sent between transactions, marked as they go.

A worker that dies holds nothing but a lease; when that has run out another sends what is not marked. So a message
may go out twice where the worker, the database or the other end died between its acceptance and our mark, and then
both carry the same id; nothing is ever left out.
"""

import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from celery import current_app
from django.db import DatabaseError

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import no
from apps.kernel.tenancy.context import tenant
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.notices.channels import CHANNELS, Channel, Withheld
from apps.notices.models import Delivery, Endpoint
from apps.notices.rules import Watch, may_see_deliveries
from apps.notices.services.claiming import AT_ONCE, Batch, claim
from apps.notices.services.lines import Lines, Outcome, PutOff
from apps.notices.services.marking import mark
from apps.notices.services.outbox import DELIVER
from apps.notices.states import UNDELIVERED, DeliveryState
from apps.record.models import Act

log = structlog.get_logger(__name__)

MARK_EVERY = 0.2
"""Seconds of outcomes that one transaction writes down, unless there are so many that it is pressing."""

MOST_BATCHES = 50
"""What one task takes; the rest is rung for again."""


def deliver_batch(committee_id: int, channel_key: str, *, now: datetime, watch: Watch) -> int:
    """Claim and send up to 200 due deliveries; see `deliver`."""
    return deliver(committee_id, channel_key, now=now, watch=watch, most=1)


def deliver(
    committee_id: int,
    channel_key: str,
    *,
    now: datetime,
    watch: Watch,
    most: int = MOST_BATCHES,
    end: datetime | None = None,
) -> int:
    """Send what is due over a channel, in at most so many batches of 200, none begun after `end`; how many were tried.

    Nought when none is due, or all that was is put off: then it waits for the next sweep. One batch is claimed and
    made up while the lines still send the one before.

    `now` is the portal's time, for what messages say; `watch` tells the machines' time, by which leases run and
    attempts are spaced and `end` is meant: moving the demo's clock must neither end a lease nor send a message twice.
    """
    channel = CHANNELS[channel_key]
    with Lines(channel, watch) as lines:
        run = _Run(lines, now, watch)
        try:
            for _batch in range(most):
                batch = claim(committee_id, channel, watch)
                if not batch.attempts or run.is_in_vain:
                    run.put_off(batch)
                    break
                run.send(batch)
                if end is not None and watch() > end:
                    break
        finally:
            # Also where the database is away just now: what was accepted and is not marked would be sent again.
            run.end()
    return run.tried


class _Run:
    """Batches on their way, and the writing down of how they went."""

    def __init__(self, lines: Lines, now: datetime, watch: Watch) -> None:
        self.tried, self.is_in_vain = 0, False
        self._lines, self._now, self._watch = lines, now, watch
        self._batches: dict[int, Batch] = {}
        self._marked_at = time.monotonic()

    def send(self, batch: Batch) -> None:
        """Make and hand over message by message, marking meanwhile; returns when the batch before has gone."""
        deliveries, message_of = self._read(batch)
        for delivery in deliveries:
            message = _message(message_of, delivery)
            if isinstance(message, Withheld | Exception):
                self._lines.add_outcome(Outcome(delivery, message))
            else:
                self._lines.hand(delivery, message, batch.last_start)
            if self._lines.must_mark or time.monotonic() - self._marked_at > MARK_EVERY:
                self._mark()
        while self._lines.waiting > AT_ONCE:
            self._lines.wait(MARK_EVERY)
            self._mark()

    def put_off(self, batch: Batch) -> None:
        """Give a batch back untried: the other end is down."""
        for delivery in self._read(batch)[0] if batch.attempts else ():
            self._lines.add_outcome(Outcome(delivery, PutOff(broken=True)))

    def end(self) -> None:
        """Wait for what is on its way, and mark it."""
        while self._lines.waiting:
            self._lines.wait(MARK_EVERY)
            self._mark()
        self._mark()

    def _read(self, batch: Batch) -> tuple[list[Delivery], Callable[[Delivery], Any]]:
        with tenant(batch.committee_id):
            deliveries = read(batch.attempts)
            message_of = composer(batch.channel, deliveries, self._now)
        self._batches |= {delivery.pk: batch for delivery in deliveries}
        return deliveries, message_of

    def _mark(self) -> None:
        by_batch: dict[int, list[Outcome]] = defaultdict(list)
        for outcome in self._lines.outcomes():
            by_batch[id(self._batches[outcome.delivery.pk])].append(outcome)
        for outcomes in by_batch.values():
            mark(self._batches[outcomes[0].delivery.pk], outcomes, self._now, self._watch)
            self._lines.marked(len(outcomes))
            self.tried += sum(not isinstance(outcome.result, PutOff) for outcome in outcomes)
            self.is_in_vain = all(outcome.result == PutOff(broken=True) for outcome in outcomes)
        self._marked_at = time.monotonic()


def read(ids: Iterable[int]) -> list[Delivery]:
    """The deliveries with what messages are made of; acts, seats and endpoints that several share are read once."""
    deliveries = list(Delivery.objects.filter(pk__in=list(ids)).select_related("notice").order_by("id"))
    acts = Act.objects.in_bulk({delivery.act_id for delivery in deliveries if delivery.act_id})
    seats = Seat.objects.select_related("person").in_bulk({each.seat_id for each in deliveries if each.seat_id})
    endpoints = Endpoint.objects.in_bulk({each.endpoint_id for each in deliveries if each.endpoint_id})
    for delivery in deliveries:
        if delivery.act_id:
            delivery.act = acts[delivery.act_id]
        if delivery.seat_id:
            delivery.seat = seats[delivery.seat_id]
        if delivery.endpoint_id:
            delivery.endpoint = endpoints[delivery.endpoint_id]
        if delivery.notice is not None:
            delivery.notice.act, delivery.notice.seat = delivery.act, delivery.seat
    return deliveries


def composer(channel: Channel, deliveries: Sequence[Delivery], now: datetime) -> Callable[[Delivery], Any]:
    """What makes the deliveries' messages; where one of them cannot be read about, that one fails and no other."""
    try:
        return channel.compose(deliveries, now)
    except DatabaseError:
        raise
    except Exception as error:
        if len(deliveries) == 1:
            return partial(_fail, error)
        log.exception("batch_composed_one_by_one", channel=channel.key, deliveries=len(deliveries))
    alone = {delivery.pk: composer(channel, [delivery], now) for delivery in deliveries}
    return lambda delivery: alone[delivery.pk](delivery)


def _fail(error: Exception, _delivery: Delivery) -> Any:
    raise error


def _message(message_of: Callable[[Delivery], Any], delivery: Delivery) -> Any:
    try:
        return message_of(delivery)
    except Exception as error:  # one message that cannot be made must not hold back the others
        return error


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
