"""The panels of a case: who sits on them, and the list from which they are drawn."""

import uuid

from django.db import models
from django.db.models import F, Q

from apps.committees.models import DatedQuerySet, Organisation, Seat, choices, ends_after_start
from apps.disputes.rules.who import FIRST, ON_APPEAL, ON_REVIEW
from apps.disputes.states import PanelState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

SIZES = (1, 3, 5)


class Panel(TenantModel):
    """A panel of a case: the first, the second on appeal, the third of the compliance review (rules.who).

    `digest` is of the list that was closed, `source` the public value that seeds its lot and `source_at` when that becomes
    known; `draws` counts its draws, and `seed` is that of the last.
    """

    case = TenantForeignKey("disputes.Case", related_name="panels")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=choices(PanelState))
    size = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_at = models.DateTimeField(null=True, blank=True)
    seed = models.CharField(max_length=300, blank=True)
    draws = models.PositiveSmallIntegerField(default=0)
    established_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    composed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "case", "number"], name="panel_once"),
            models.CheckConstraint(condition=Q(number__in=[FIRST, ON_APPEAL, ON_REVIEW]), name="panel_is_one_of_three"),
            models.CheckConstraint(condition=Q(size__in=SIZES), name="panel_is_odd"),
            models.CheckConstraint(
                condition=Q(source="", source_at=None) | (~Q(source="") & Q(source_at__isnull=False)),
                name="panel_value_has_its_hour",
            ),
            models.CheckConstraint(
                condition=~Q(state=PanelState.BY_LOT.value) | (Q(closed_at__isnull=False) & ~Q(digest="")),
                name="panel_by_lot_has_a_list",
            ),
        ]


class Place(TenantModel):
    """That somebody sits on a panel, from–to, and whether they preside over it."""

    panel = TenantForeignKey(Panel, related_name="places")
    seat = TenantForeignKey(Seat, related_name="+")
    presides = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            ends_after_start("place_ends_after_start"),
            models.UniqueConstraint(
                fields=["committee", "panel", "seat"], condition=Q(ends_at=None), name="place_once"
            ),
            models.UniqueConstraint(
                fields=["committee", "panel"], condition=Q(ends_at=None, presides=True), name="place_one_presides"
            ),
        ]
        indexes = [models.Index(fields=["committee", "seat", "panel"], name="place_by_seat")]


class Listed(TenantModel):
    """A name on the closed list of a panel: the ticket that the lot draws, and its turn in the last draw.

    `seat` is theirs on the roster, `group` their group of organisations, of which only one sits. `gone_at` is when they left
    the panel, or could not take a place on it: their turn is over.
    """

    panel = TenantForeignKey(Panel, related_name="listed")
    seat = TenantForeignKey(Seat, related_name="+")
    key = models.CharField(max_length=60)
    group = models.BigIntegerField()
    turn = models.PositiveSmallIntegerField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "panel", "key"], name="listed_key_once"),
            models.UniqueConstraint(fields=["committee", "panel", "seat"], name="listed_seat_once"),
        ]


class Disclosure(TenantModel):
    """What somebody of the roster has declared of themselves: which organisation, and what ties them to it, from–to."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    seat = TenantForeignKey(Seat, related_name="disclosures")
    organisation = TenantForeignKey(Organisation, related_name="+")
    because = models.CharField(max_length=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            ends_after_start("disclosure_ends_after_start"),
            models.UniqueConstraint(fields=["committee", "uid"], name="disclosure_uid_once"),
        ]
        indexes = [models.Index(fields=["committee", "seat"], name="disclosure_by_seat")]


class Hearing(TenantModel):
    """A hearing that a panel has called: from–to, where, and whether it was called off."""

    panel = TenantForeignKey(Panel, related_name="hearings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    where = models.CharField(max_length=300)
    called_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="hearing_ends_after_start"),
        ]
