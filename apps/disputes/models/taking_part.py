"""Who takes part in a case: its parties, its panels and who sits on them."""

from django.db import models
from django.db.models import Q

from apps.committees.models import DatedQuerySet, Organisation, Seat, choices, ends_after_start
from apps.disputes.rules.who import FIRST, ON_APPEAL, ON_REVIEW
from apps.disputes.states import Capacity, PanelState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

OF_PARTIES = (Capacity.COMPLAINANT, Capacity.RESPONDENT, Capacity.THIRD_PARTY)
SIZES = (1, 3, 5)


class CaseParty(TenantModel):
    """That an organisation takes part in a case, as what, and who is its agent of record, from–to.

    What is served on it has reached it when the agent opens it; until one is named anybody does who binds it.
    """

    case = TenantForeignKey("disputes.Case", related_name="parties")
    organisation = TenantForeignKey(Organisation, related_name="+")
    capacity = models.CharField(max_length=12, choices=[(one.value, one.value) for one in OF_PARTIES])
    agent = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "case", "organisation"], condition=Q(left_at=None), name="dispute_party_once"
            ),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "case"], name="dispute_party_by_body")]


class Panel(TenantModel):
    """A panel of a case: the first, the second on appeal, the third of the compliance review (rules.who)."""

    case = TenantForeignKey("disputes.Case", related_name="panels")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=choices(PanelState))
    size = models.PositiveSmallIntegerField()
    established_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "case", "number"], name="panel_once"),
            models.CheckConstraint(condition=Q(number__in=[FIRST, ON_APPEAL, ON_REVIEW]), name="panel_is_one_of_three"),
            models.CheckConstraint(condition=Q(size__in=SIZES), name="panel_is_odd"),
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
