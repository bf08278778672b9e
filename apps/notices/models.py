"""The outbox, the inbox and the deliveries. Rows here are the queue; Redis only rings the bell (decision 0005)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.notices.states import OPEN, UNDELIVERED, DeliveryState
from apps.record.models import Act


class FanOut(TenantModel):
    """An act whose audience must be told: written in the act's own transaction, expanded by a worker.

    `fell_back` says that nobody of the act's audience may see the subject, so that it went to the clerks or the
    independent members instead.
    """

    act = TenantForeignKey(Act, related_name="+")
    seat_ids = ArrayField(models.BigIntegerField())
    fell_back = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expanded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "act"], name="fan_out_once")]
        indexes = [
            models.Index(fields=["committee", "id"], condition=Q(expanded_at=None), name="fan_out_unexpanded"),
        ]


class NoticeQuerySet(models.QuerySet):
    """Notices of an inbox."""

    def visible_to(self, viewer: Viewer) -> "NoticeQuerySet":
        """A notice is its own seat's alone."""
        return self.filter(seat_id=viewer.seat_id)

    def unread(self) -> "NoticeQuerySet":
        """Those not read yet."""
        return self.filter(read_at=None)


class Notice(TenantModel):
    """That a seat is told of an act: one row of its inbox."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    seat = TenantForeignKey(Seat, related_name="+")
    act = TenantForeignKey(Act, related_name="+")
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_ref = models.CharField(max_length=60)
    urgent = models.BooleanField(default=False)
    fell_back = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(NoticeQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "seat", "act"], name="notice_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="notice_uid_once"),
        ]
        indexes = [
            models.Index(fields=["committee", "seat", "-created_at", "-id"], name="notice_newest"),
            models.Index(fields=["committee", "act"], name="notice_by_act"),
            models.Index(
                fields=["committee", "seat", "-created_at", "-id"], condition=Q(read_at=None), name="notice_unread"
            ),
        ]
        ordering = ["-created_at", "-id"]


class Delivery(TenantModel):
    """A notice on its way over one channel. `state` is written by `services.delivery` alone.

    `next_attempt_at` is the instant when it is due, and while it is being sent the end of the worker's lease; both
    are told by the machines' clock, which the demo does not move.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    notice = TenantForeignKey(Notice, related_name="+")
    channel = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in DeliveryState])
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    message_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "notice", "channel"], name="delivery_once"),
            models.UniqueConstraint(fields=["committee", "message_id"], name="delivery_message_id_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="delivery_uid_once"),
        ]
        indexes = [
            models.Index(
                fields=["committee", "next_attempt_at", "id"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="delivery_due",
            ),
            models.Index(
                fields=["committee", "-id"],
                condition=Q(state__in=[state.value for state in UNDELIVERED]),
                name="delivery_undelivered",
            ),
        ]


class NoticePreference(TenantModel):
    """Whether a seat wants what is not urgent over a channel; without a row it does."""

    seat = TenantForeignKey(Seat, related_name="+")
    channel = models.CharField(max_length=16)
    wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "seat", "channel"], name="notice_preference_once"),
        ]
