"""Organisations, what they are in the committee, how they stand, and what ties them to each other."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from apps.accounts.models import validate_zone
from apps.committees.models.dated import TERM, DatedQuerySet, choices, ends_after_start
from apps.committees.states import KIND_LABELS, AccessScope, MembershipState, OrganisationKind, TieKind
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped


class Organisation(TenantModel):
    """A lab, regulator, audit body, provider, civil-society body or the secretariat."""

    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=choices(OrganisationKind))
    jurisdiction = models.CharField(max_length=12, blank=True)
    tier = models.PositiveSmallIntegerField(default=0)
    zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    state = models.CharField(max_length=12, choices=choices(MembershipState), default=MembershipState.ADMITTED.value)
    admitted_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in MembershipState]), name="organisation_state_is_known"
            ),
            models.UniqueConstraint(fields=["committee", "key"], name="organisation_key_once"),
            models.UniqueConstraint(fields=["committee", "name"], name="organisation_name_once"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return KIND_LABELS[OrganisationKind(self.kind)]

    @property
    def gives_notice(self) -> bool:
        """Whether it is a member still and has said when it leaves."""
        return self.left_at is not None and self.state in {MembershipState.ADMITTED, MembershipState.SUSPENDED}


class MembershipChange(TenantModel):
    """That an organisation's membership changed: to what, since when, by which decision, why. Rows are only added."""

    organisation = TenantForeignKey(Organisation, related_name="membership_changes")
    state = models.CharField(max_length=12, choices=choices(MembershipState))
    since = models.DateTimeField()
    decision = models.CharField(max_length=300, blank=True)
    because = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "organisation", "since"], name="membership_change_by_since")]


class StandingFact(TenantModel):
    """A dated fact that bears on an organisation's standing; `committees.rules.standing` reads them."""

    organisation = TenantForeignKey(Organisation, related_name="standing_facts")
    kind = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300)
    restored_by = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "organisation"], name="standing_by_organisation")]


class Tie(TenantModel):
    """A declared tie between two organisations, for which members stand back from each other's matters.

    It binds both ways; `other` is named as text where it is not of the committee.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantForeignKey(Organisation, related_name="ties")
    other = TenantForeignKey(Organisation, related_name="ties_from", null=True, blank=True)
    other_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=choices(TieKind))
    because = models.CharField(max_length=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="tie_uid_once"),
            models.CheckConstraint(condition=Q(other=None) | ~Q(other=F("organisation")), name="tie_is_to_another"),
            models.CheckConstraint(condition=Q(other=None) ^ Q(other_name=""), name="tie_names_the_other_once"),
            ends_after_start("tie_ends_after_start"),
        ]


class Access(TenantModel):
    """What an authority with observer accounts may see, from–to: renewed by a new row."""

    organisation = TenantForeignKey(Organisation, related_name="accesses")
    scope = models.CharField(max_length=12, choices=choices(AccessScope))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            ends_after_start("access_ends_after_start"),
            ExclusionConstraint(
                name="access_one_at_a_time",
                expressions=[("committee", "="), ("organisation", "="), (TERM, "&&")],
            ),
        ]


def narrowed_authorities() -> models.QuerySet[Organisation]:
    """Authorities whose access, as granted last, covers only what is addressed to them."""
    granted = Access.objects.filter(organisation=OuterRef("pk")).order_by("-starts_at")
    return Organisation.objects.annotate(scope=Subquery(granted.values("scope")[:1])).filter(
        scope=AccessScope.ADDRESSED
    )


class Jurisdiction(TenantModel):
    """A government that recognises the framework: by what instrument, since when, with what legal protection."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    instrument = models.CharField(max_length=300)
    protection = models.CharField(max_length=1000, blank=True)
    citation = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            ends_after_start("jurisdiction_ends_after_start"),
            ExclusionConstraint(
                name="jurisdiction_once_at_a_time",
                expressions=[("committee", "="), ("code", "="), (TERM, "&&")],
            ),
        ]
        ordering = ["code"]
