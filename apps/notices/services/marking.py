"""Writing down how deliveries went, several in one transaction, each only over its own lease."""

import random
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from apps.kernel.tenancy.context import tenant
from apps.notices.channels import Failed, Gone, Said, Withheld
from apps.notices.models import Attempt, Delivery, Endpoint
from apps.notices.rules import FIRST_WAIT, Watch, not_before, one_line, wait_before_next
from apps.notices.services.claiming import Batch
from apps.notices.services.lines import Outcome, PutOff
from apps.notices.states import AttemptState, DeliveryState

log = structlog.get_logger(__name__)

PATIENCE = 20
"""Seconds to wait for a database that restarts: what was accepted and is not written down would be sent again."""


def mark(batch: Batch, outcomes: Iterable[Outcome], now: datetime, watch: Watch) -> None:
    """Write outcomes down; where the database is away for a moment, once it is back."""
    outcomes = list(outcomes)
    give_up = time.monotonic() + PATIENCE
    while outcomes:
        try:
            with tenant(batch.committee_id):
                _mark(batch, outcomes, now, watch)
            return
        except (OperationalError, InterfaceError):
            if time.monotonic() > give_up:
                raise
            log.warning("marking_waits_for_database", outcomes=len(outcomes))
            connection.close()
            time.sleep(0.5)


def _mark(batch: Batch, outcomes: list[Outcome], now: datetime, watch: Watch) -> None:
    sent = [outcome.delivery for outcome in outcomes if isinstance(outcome.result, Said)]
    if sent:
        _write(batch, sent, state=DeliveryState.SENT, sent_at=now, error="")
        _tried(batch, outcomes, AttemptState.SENT, watch())
        _recovered(sent)
    for outcome in outcomes:
        if isinstance(outcome.result, Withheld):
            _write(batch, [outcome.delivery], state=DeliveryState.WITHHELD, error=outcome.result.reason)
            Attempt.objects.filter(pk=batch.attempts[outcome.delivery.pk]).delete()
        elif isinstance(outcome.result, Exception):
            _fail(batch, outcome.delivery, outcome.result, watch())
    for broken in (False, True):
        _release(batch, [o.delivery for o in outcomes if o.result == PutOff(broken)], watch(), broken=broken)


def _write(batch: Batch, deliveries: list[Delivery], **fields: object) -> None:
    """Write over one's own lease only: where that was lost, it is the next worker's to say."""
    ids = [delivery.pk for delivery in deliveries]
    mine = Delivery.objects.filter(pk__in=ids, state=DeliveryState.SENDING, next_attempt_at=batch.until)
    mine.update(**fields)


def _tried(batch: Batch, outcomes: list[Outcome], state: AttemptState, at: datetime) -> None:
    """End the attempts that went well; those with an answer worth keeping one by one."""
    plain = [o for o in outcomes if isinstance(o.result, Said) and o.result == Said()]
    ids = [batch.attempts[outcome.delivery.pk] for outcome in plain]
    Attempt.objects.filter(pk__in=ids).update(state=state, ended_at=at)
    for outcome in outcomes:
        if isinstance(outcome.result, Said) and outcome.result != Said():
            _answered(batch, outcome.delivery, state, at, outcome.result.words, outcome.result.status)


def _answered(
    batch: Batch, delivery: Delivery, state: AttemptState, at: datetime, said: str, status: int | None
) -> None:
    attempt = Attempt.objects.filter(pk=batch.attempts[delivery.pk])
    attempt.update(state=state, ended_at=at, said=one_line(said, 300), status=status)


def _recovered(deliveries: list[Delivery]) -> None:
    if endpoints := {delivery.endpoint_id for delivery in deliveries if delivery.endpoint_id}:
        Endpoint.objects.filter(pk__in=endpoints, failing_since__isnull=False).update(failing_since=None)


def _fail(batch: Batch, delivery: Delivery, error: Exception, at: datetime) -> None:
    wait = None if isinstance(error, Gone) else _wait(delivery.attempts)
    said = one_line(str(error) if isinstance(error, Failed) else f"{type(error).__name__}: {error}", 300)
    log.warning("delivery_failed", delivery=str(delivery.uid), attempts=delivery.attempts, final=wait is None)
    if wait is None:
        _write(batch, [delivery], state=DeliveryState.GIVEN_UP, error=said)
    else:
        asked = not_before(error.status, error.retry_after, at) if isinstance(error, Failed) else None
        _write(batch, [delivery], state=DeliveryState.FAILED, error=said, next_attempt_at=max(at + wait, asked or at))
    _answered(batch, delivery, AttemptState.FAILED, at, said, getattr(error, "status", None))
    if delivery.endpoint_id:
        Endpoint.objects.filter(pk=delivery.endpoint_id, failing_since=None).update(failing_since=at)
        if isinstance(error, Gone):
            Endpoint.objects.filter(pk=delivery.endpoint_id, removed_at=None).update(removed_at=at)


def _release(batch: Batch, deliveries: list[Delivery], at: datetime, *, broken: bool) -> None:
    """Give back what was not tried; behind a broken line it waits as after a first failure."""
    if not deliveries:
        return
    wait = _wait(1) if broken else None
    _write(
        batch,
        deliveries,
        state=DeliveryState.QUEUED,
        attempts=F("attempts") - 1,
        next_attempt_at=at + (wait or timedelta()),
    )
    Attempt.objects.filter(pk__in=[batch.attempts[delivery.pk] for delivery in deliveries]).delete()


def _wait(attempts: int) -> timedelta | None:
    roll = random.random()  # noqa: S311 - spreads load, keeps no secret
    return wait_before_next(attempts, roll, getattr(settings, "DELIVERY_FIRST_WAIT", FIRST_WAIT))
