"""Who votes on a motion: the frozen roll, recusals, proxies, and the weights that members carry."""

import uuid
from fractions import Fraction

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from apps.committees.models import TERM, DatedQuerySet, Organisation, Seat, choices, ends_after_start
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.votes.models.motion import Motion
from apps.votes.states import STANDING_LABELS, ProxyState, RecusalState, Standing


class Elector(TenantModel):
    """A member on the roll of a motion as it was frozen when voting opened; never changed.

    `personal` is an independent member, who votes for nobody else; a lab votes by whoever sits for it. `weight` is an
    exact number as text, such as “12.5” or “1/3”.
    """

    motion = TenantForeignKey(Motion, related_name="electors")
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=250)
    organisation = TenantForeignKey(Organisation, related_name="+")
    seat = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    personal = models.BooleanField(default=False)
    weight = models.CharField(max_length=60)
    standing = models.CharField(max_length=12, choices=[(one.value, STANDING_LABELS[one]) for one in Standing])
    because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "motion", "key"], name="elector_once"),
            models.CheckConstraint(
                condition=Q(standing=Standing.VOTING.value) | ~Q(because=""), name="elector_without_vote_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "motion"], name="elector_by_organisation")]

    def __str__(self) -> str:
        return self.name

    @property
    def weighs(self) -> Fraction:
        """Its weight, exactly."""
        return Fraction(self.weight)


class Recusal(TenantModel):
    """That a member is to stand back from a motion: why, who contests it, and what whoever presides decided.

    `by_another` is one that only another member says: by declaring it, or by a tie that it alone has declared.
    """

    motion = TenantForeignKey(Motion, related_name="recusals")
    organisation = TenantForeignKey(Organisation, related_name="+")
    because = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=choices(RecusalState))
    declared_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    by_another = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    contested_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    contested_because = models.CharField(max_length=1000, blank=True)
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    decided_because = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "motion", "organisation"], name="recusal_once")]


class Proxy(TenantModel):
    """That a member lets another vote for it where it does not vote itself: on one motion, or for a period."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    giver = TenantForeignKey(Seat, related_name="proxies_given")
    holder = TenantForeignKey(Seat, related_name="proxies_held")
    motion = TenantForeignKey(Motion, related_name="proxies", null=True, blank=True)
    state = models.CharField(max_length=12, choices=choices(ProxyState))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="proxy_uid_once"),
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="proxy_is_for_another"),
            models.CheckConstraint(
                condition=Q(motion__isnull=False) | Q(ends_at__isnull=False), name="proxy_is_for_a_motion_or_a_period"
            ),
            ends_after_start("proxy_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["committee", "giver"], name="proxy_by_giver"),
            models.Index(fields=["committee", "holder"], name="proxy_by_holder"),
        ]


class VotingWeight(TenantModel):
    """What a member weighs on a scale, from–to, by a decision; apps above push their shares down as rows."""

    organisation = TenantForeignKey(Organisation, related_name="voting_weights")
    scale = models.CharField(max_length=12)
    value = models.DecimalField(max_digits=30, decimal_places=10)
    decision = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="voting_weight_is_not_negative"),
            ends_after_start("voting_weight_ends_after_start"),
            ExclusionConstraint(
                name="voting_weight_one_at_a_time",
                expressions=[("committee", "="), ("organisation", "="), ("scale", "="), (TERM, "&&")],
            ),
        ]
