"""Regimes as dated, versioned data, and what organisations have said of the laws that reach them."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.incidents.rules.regimes import Profile, profile
from apps.incidents.states import VERSION_LABELS, VersionState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

REGIME = "regime"
"""What versions of regimes are called as subjects of acts."""


class Regime(TenantModel):
    """A law, code or rule that makes organisations report; what it says stands in its versions.

    `desk` is the organisation of this committee that is its authority, where one sits here.
    """

    key = models.CharField(max_length=40)
    desk = TenantForeignKey(Organisation, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "key"], name="regime_key_once")]

    def __str__(self) -> str:
        return self.key


class RegimeVersionQuerySet(models.QuerySet):
    """Versions; every seat of the committee may read all of them, whoever sits for one matter those in force."""

    def visible_to(self, viewer: Viewer) -> "RegimeVersionQuerySet":
        """Those the viewer may read."""
        return self.adopted() if viewer.is_for_one_matter else self

    def adopted(self) -> "RegimeVersionQuerySet":
        """Those that a second person has approved, or that came with the portal."""
        return self.filter(state=VersionState.ADOPTED)


class RegimeVersion(TenantModel):
    """One version of a regime; `data` is never changed once it is adopted."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    regime = TenantForeignKey(Regime, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    ref = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=[(one.value, VERSION_LABELS[one]) for one in VersionState])
    name = models.CharField(max_length=200)
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    from_day = models.DateField()
    until_day = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    proposed_by = TenantForeignKey(Seat, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = TenantForeignKey(Seat, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    objects = scoped(RegimeVersionQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "regime", "number"], name="regime_version_number_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="regime_version_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "regime"],
                condition=Q(state=VersionState.PROPOSED.value),
                name="regime_one_proposal_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")),
                name="regime_version_by_two",
            ),
        ]
        indexes = [models.Index(fields=["committee", "regime", "-number"], name="regime_version_newest")]

    def __str__(self) -> str:
        return self.ref

    def profile(self) -> Profile:
        """What the version says."""
        return profile(self.data)


class OrganisationScope(TenantModel):
    """What an organisation has said of a law's reach over it; the newest answer counts, all are kept.

    `answer` is None where it is not known any more.
    """

    organisation = TenantForeignKey(Organisation, related_name="+")
    name = models.CharField(max_length=60)
    answer = models.BooleanField(null=True)
    seat = TenantForeignKey(Seat, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["committee", "organisation", "name", "-id"], name="scope_newest")]
