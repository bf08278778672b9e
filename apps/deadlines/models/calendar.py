"""Calendar feeds: a calendar behind a secret address, for the calendar programs of one seat."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Seat
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel


class CalendarFeed(TenantModel):
    """An address that a calendar program reads without signing in: shown once, kept as a digest, revocable.

    `whose` is a word of rules.feeds.FEEDS; `last_read_on` is a day of UTC, no finer, so that reading costs one write a day.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    seat = TenantForeignKey(Seat, related_name="+")
    whose = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    hint = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="calendar_uid_once"),
            models.UniqueConstraint(fields=["committee", "digest"], name="calendar_digest_once"),
            models.UniqueConstraint(
                fields=["committee", "seat", "whose"], condition=Q(revoked_at=None), name="calendar_one_of_a_kind"
            ),
        ]
        indexes = [models.Index(fields=["committee", "seat", "-id"], name="calendar_of_seat")]

    def __str__(self) -> str:
        return f"{self.whose} {self.hint}"
