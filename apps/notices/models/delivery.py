"""What is on its way over a channel, and each attempt to bring it there."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Seat
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel
from apps.notices.models.endpoint import Endpoint
from apps.notices.models.outbox import Notice
from apps.notices.states import OPEN, UNDELIVERED, AttemptState, DeliveryState, Purpose
from apps.record.models import Act


class Delivery(TenantModel):
    """One message to one receiver: to a seat about a notice or a day of them, or to an endpoint about an act.

    `state` is written by `services.delivery` alone. `next_attempt_at` is the instant when it is due, and while it is
    being sent the end of the worker's lease; both are told by the machines' clock, which the demo does not move.
    `matter` is what a page is about, so that its end can be told too. A digest is collecting until it is claimed.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=16)
    purpose = models.CharField(max_length=10, default=Purpose.ACT, choices=[(p.value, p.value) for p in Purpose])
    act = TenantForeignKey(Act, null=True, related_name="+", db_index=False)
    notice = TenantForeignKey(Notice, null=True, related_name="+", db_index=False)
    seat = TenantForeignKey(Seat, null=True, related_name="+", db_index=False)
    endpoint = TenantForeignKey(Endpoint, null=True, related_name="deliveries", db_index=False)
    matter = models.CharField(max_length=60, blank=True)
    is_collecting = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in DeliveryState])
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    message_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "notice", "channel", "endpoint"],
                condition=Q(notice__isnull=False),
                nulls_distinct=False,
                name="delivery_of_notice_once",
            ),
            models.UniqueConstraint(
                fields=["committee", "endpoint", "act", "purpose", "matter"],
                condition=Q(notice=None, act__isnull=False),
                name="delivery_of_act_once",
            ),
            models.UniqueConstraint(
                fields=["committee", "message_id", "endpoint"], nulls_distinct=False, name="delivery_message_id_once"
            ),
            models.UniqueConstraint(fields=["committee", "uid"], name="delivery_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "channel", "seat"], condition=Q(is_collecting=True), name="delivery_digest_once"
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | Q(endpoint__isnull=False), name="delivery_has_a_receiver"
            ),
        ]
        indexes = [
            models.Index(
                fields=["committee", "channel", "next_attempt_at", "id"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="delivery_due",
            ),
            models.Index(
                fields=["committee", "-id"],
                condition=Q(state__in=[state.value for state in UNDELIVERED]),
                name="delivery_undelivered",
            ),
            models.Index(
                fields=["committee", "endpoint", "-id"],
                condition=Q(endpoint__isnull=False),
                name="delivery_of_endpoint",
            ),
            models.Index(fields=["committee", "matter"], condition=~Q(matter=""), name="delivery_by_matter"),
        ]


class DigestLine(TenantModel):
    """That a notice is told in a day's digest."""

    delivery = TenantForeignKey(Delivery, related_name="lines")
    notice = TenantForeignKey(Notice, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "delivery", "notice"], name="digest_line_once"),
        ]
        indexes = [models.Index(fields=["committee", "notice"], name="digest_line_by_notice")]


class Attempt(TenantModel):
    """One attempt to deliver. `said` is what the other end answered, on one line; `status` its code, if it has one.

    One that stays `sending` past its delivery's lease was cut short: its worker died.
    """

    delivery = TenantForeignKey(Delivery, related_name="tries", db_index=False)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in AttemptState])
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "delivery", "-id"], name="attempt_of_delivery")]
