"""Carve-outs while an order stands, and what must be shown for it to end."""

import uuid

from django.db import models
from django.db.models import F, Q

from apps.committees.models import Seat, choices
from apps.committees.rules.viewer import Viewer
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.pauses.models.order import Binding, Measure, PauseOrder, presided_by
from apps.pauses.states import ConditionKind, ConditionState, PermitState
from apps.votes.models import Motion


class PermitQuerySet(models.QuerySet):
    """Permits; who sees which, and who reads a lab's plans, stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "PermitQuerySet":
        """Those under the orders that the viewer sees: that one is asked for, of which measures, and what came of it."""
        return self.filter(binding__order__in=PauseOrder.objects.visible_to(viewer))

    def readable_by(self, viewer: Viewer) -> "PermitQuerySet":
        """Those whose run, purpose and size the viewer may read: the own lab's; all for clerks and whoever presides.

        Everybody who sees the order sees that a permit was granted, to whom, until when and on which conditions.
        """
        if viewer.is_operator or viewer.is_for_one_matter:
            return self.none()
        if viewer.is_clerk:
            return self.all()
        own = Q(binding__organisation=viewer.organisation_id)
        return self.filter(own | presided_by(viewer, "binding__order"))


class Permit(TenantModel):
    """A safety run that a lab asks to be exempt: which, why, how large, until when, and on which conditions."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    binding = TenantForeignKey(Binding, related_name="permits")
    run = models.CharField(max_length=100)
    purpose = models.TextField()
    flop = models.DecimalField(max_digits=40, decimal_places=0)
    until = models.DateTimeField()
    conditions_offered = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=choices(PermitState))
    version = models.PositiveIntegerField(default=1)
    requested_by = TenantForeignKey(Seat, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    decided_because = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(PermitQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="permit_ref_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="permit_uid_once"),
            models.CheckConstraint(condition=Q(until__gt=F("requested_at")), name="permit_ends_after_request"),
        ]


class PermitMeasure(TenantModel):
    """That a permit asks to be exempt from this measure."""

    permit = TenantForeignKey(Permit, related_name="measures")
    measure = TenantForeignKey(Measure, related_name="permits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "permit", "measure"], name="permit_measure_once")]


class ConditionQuerySet(models.QuerySet):
    """Conditions; who sees which stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "ConditionQuerySet":
        """Those of the orders that the viewer sees, with everything that was shown and said."""
        return self.filter(order__in=PauseOrder.objects.visible_to(viewer))


class Condition(TenantModel):
    """What must be shown for an order to be lifted, or one measure of it: by whom verified, at least how closely.

    `tier` is 0 declared, 1 documents reviewed, 2 independent audit, 3 on-site or continuous access, 4 hardware evidence.
    """

    order = TenantForeignKey(PauseOrder, related_name="conditions")
    measure = TenantForeignKey(Measure, related_name="conditions", null=True, blank=True)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=choices(ConditionKind))
    words = models.CharField(max_length=1000)
    tier = models.PositiveSmallIntegerField(default=0)
    date = models.DateTimeField(null=True, blank=True)
    motion = TenantForeignKey(Motion, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=12, choices=choices(ConditionState), default=ConditionState.OPEN.value)
    version = models.PositiveIntegerField(default=1)
    met_at = models.DateTimeField(null=True, blank=True)
    accepted_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)

    objects = scoped(ConditionQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "order", "number"], name="condition_number_once"),
            models.CheckConstraint(condition=Q(tier__lte=4), name="condition_tier_is_known"),
            models.CheckConstraint(
                condition=(Q(kind="date") & Q(date__isnull=False)) | (~Q(kind="date") & Q(date=None)),
                name="condition_has_its_date",
            ),
            models.CheckConstraint(
                condition=(Q(state="met") & Q(met_at__isnull=False)) | (~Q(state="met") & Q(met_at=None)),
                name="condition_met_says_when",
            ),
        ]

    @property
    def ref(self) -> str:
        """How people name it, such as PAU-2026-0001/c1; its order is to be loaded with it."""
        return f"{self.order.ref}/c{self.number}"


class Showing(TenantModel):
    """What was said of a condition: evidence filed, verified at a tier, returned, accepted, reopened; never changed."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    condition = TenantForeignKey(Condition, related_name="showings")
    verb = models.CharField(max_length=12)
    seat = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    tier = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "uid"], name="showing_uid_once")]
        indexes = [models.Index(fields=["committee", "condition", "id"], name="showing_of_condition")]


class CompleteResponse(TenantModel):
    """A lab says that everything asked of it is shown; the committee must answer within the charter's days."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    binding = TenantForeignKey(Binding, related_name="responses")
    text = models.TextField()
    seat = TenantForeignKey(Seat, related_name="+")
    filed_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    answered_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="complete_response_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "binding"], condition=Q(answered_at=None), name="complete_response_one_open"
            ),
        ]
