"""The outbox and the inbox. Rows here are the queue; Redis only rings the bell (decision 0005)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.record.models import Act


class FanOut(TenantModel):
    """An act whose audience must be told: written in the act's own transaction, expanded by a worker.

    `stand_in_ids` are those of `seat_ids` whom the act does not name: the clerks or the independent members, where too
    few of those named may see the subject and act; `pages` says that it cannot wait for the morning.
    """

    act = TenantForeignKey(Act, related_name="+", db_index=False)
    seat_ids = ArrayField(models.BigIntegerField())
    stand_in_ids = ArrayField(models.BigIntegerField(), default=list)
    pages = models.BooleanField(default=False)
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
        """Those neither read nor put away yet."""
        return self.filter(read_at=None, archived_at=None)

    def kept(self) -> "NoticeQuerySet":
        """Those not put away."""
        return self.filter(archived_at=None)


class Notice(TenantModel):
    """That a seat is told of an act: one row of its inbox.

    `fell_back`: the act does not name its reader, who stands in for those it names.
    `receipt_at` is when its reader confirmed having read it, where the act demands that (`receipt_due`).
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    seat = TenantForeignKey(Seat, related_name="+", db_index=False)
    act = TenantForeignKey(Act, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_ref = models.CharField(max_length=60)
    urgent = models.BooleanField(default=False)
    fell_back = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    receipt_due = models.BooleanField(default=False)
    receipt_at = models.DateTimeField(null=True, blank=True)

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
                fields=["committee", "seat", "-created_at", "-id"],
                condition=Q(read_at=None, archived_at=None),
                name="notice_unread",
            ),
        ]
        ordering = ["-created_at", "-id"]
