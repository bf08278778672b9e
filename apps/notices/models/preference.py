"""What a seat wants to get, how, and when not."""

from django.db import models
from django.db.models import F, Q

from apps.committees.models import Seat
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel
from apps.notices.states import Mode


class NoticePreference(TenantModel):
    """How a seat gets what is not urgent over a channel: about one kind of subject, or ("") about all others."""

    seat = TenantForeignKey(Seat, related_name="+")
    channel = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=30, blank=True)
    mode = models.CharField(max_length=10, default=Mode.AT_ONCE, choices=[(mode.value, mode.value) for mode in Mode])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "seat", "channel", "subject_kind"], name="notice_preference_once"
            ),
        ]


class QuietHours(TenantModel):
    """When a seat's messages that may wait are held back, in the person's own zone; and when its digest comes.

    From the later to the earlier hour runs over midnight. Without hours (both null) nothing is held back.
    """

    seat = TenantForeignKey(Seat, related_name="+")
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    digest_hour = models.PositiveSmallIntegerField(default=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "seat"], name="quiet_hours_once"),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None)
                | Q(starts__isnull=False, ends__isnull=False) & ~Q(starts=F("ends")),
                name="quiet_hours_whole",
            ),
            models.CheckConstraint(condition=Q(digest_hour__lt=24), name="digest_hour_of_the_day"),
        ]
