"""Pause orders, the labs that they bind, their measures, and who has joined."""

import uuid
from datetime import datetime
from fractions import Fraction

from django.db import models
from django.db.models import F, Q

from apps.committees.models import Organisation, Seat, choices
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.pauses.states import ENDED, STANDING, Basis, Extent, Restricts, State
from apps.votes.models import Motion

SUBJECT = "pause"
"""What pause orders are called as subjects of acts and as matters that somebody presides over."""


def presided_by(viewer: Viewer, order: str = "pk") -> Q:
    """Rows whose order (`order` is the field's name) the viewer presides over, as chair or instead of it."""
    over = Q(**{f"{order}__in": [pk for kind, pk in viewer.acting_for if kind == SUBJECT]})
    if viewer.is_chair and not viewer.is_operator:
        over |= ~Q(**{f"{order}__in": [pk for kind, pk in viewer.stands_back if kind == SUBJECT]})
    return over


class PauseOrderQuerySet(models.QuerySet):
    """Pause orders; the rule of who sees which stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "PauseOrderQuerySet":
        """All that were laid before the committee, and the drafts of the own organisation.

        Every seat reads an order, authorities too; whoever sits for one matter sees none.
        """
        laid = Q(laid_at__isnull=False)
        if viewer.is_operator:
            return self.filter(laid)
        if viewer.is_for_one_matter:
            return self.none()
        if viewer.role == Role.OBSERVER:
            return self.filter(laid)
        return self.filter(laid | Q(organisation=viewer.organisation_id))

    def standing(self) -> "PauseOrderQuerySet":
        """Those in force, also while they are being lifted."""
        return self.filter(state__in=STANDING)


class PauseOrder(TenantModel):
    """A coordinated pause: by whose decision, from when until when, on which condition, and how it ends.

    `ref` is a draft's random name until the order is laid before the committee and gets its number. `starts_at` is the
    hour from which it is to bind, or None for the moment of its adoption; `in_force_at` the hour from which it did.
    `labs_needed` and `share_needed` (a fraction as text, such as “2/3”) are its condition of participation, to be met
    by `condition_by`. `confirm_by` is the hour by which an order made without a vote must be confirmed or stopped.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    draft_ref = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    organisation = TenantForeignKey(Organisation, related_name="pause_orders")
    author = TenantForeignKey(Seat, related_name="+")
    basis = models.CharField(max_length=12, choices=choices(Basis))
    state = models.CharField(max_length=12, choices=choices(State))
    version = models.PositiveIntegerField(default=1)
    is_drill = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True)
    reasons = models.TextField(blank=True)
    motion = TenantForeignKey(Motion, related_name="+", null=True, blank=True)
    replaces = TenantForeignKey("self", related_name="replaced_by", null=True, blank=True)
    charter = models.PositiveIntegerField(null=True, blank=True)

    labs_needed = models.PositiveSmallIntegerField(null=True, blank=True)
    share_needed = models.CharField(max_length=20, blank=True)
    condition_by = models.DateTimeField(null=True, blank=True)
    stands_without = models.BooleanField(default=True, help_text="Whether it stands when a lab leaves it later.")
    lifts_by_itself = models.BooleanField(default=False)
    binds_newcomers = models.BooleanField(default=False, help_text="Whether it binds labs that become members later.")

    created_at = models.DateTimeField()
    laid_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    confirm_by = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)

    objects = scoped(PauseOrderQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="pause_ref_once"),
            models.UniqueConstraint(fields=["committee", "draft_ref"], name="pause_draft_ref_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="pause_uid_once"),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="pause_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[one.value for one in STANDING])
                | Q(in_force_at__isnull=False, ends_at__gt=F("in_force_at")),
                name="pause_in_force_has_a_beginning_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT.value, State.LAPSED.value]) | Q(laid_at__isnull=False, number__isnull=False),
                name="pause_draft_is_not_laid",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[one.value for one in ENDED]) | Q(ended_at__isnull=False),
                name="pause_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(labs_needed=None, share_needed="") | (Q(labs_needed__isnull=False) & ~Q(share_needed="")),
                name="pause_condition_is_whole",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["committee", "-created_at", "-id"], name="pause_newest"),
            models.Index(fields=["committee", "state", "-created_at"], name="pause_by_state"),
            models.Index(fields=["committee", "organisation", "-created_at"], name="pause_by_organisation"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def marked_title(self) -> str:
        """Its title as every page, notice and answer shows it: a drill says so first."""
        return f"DRILL: {self.title}" if self.is_drill else self.title

    @property
    def share(self) -> Fraction:
        """The share of declared computation that its condition asks for."""
        return Fraction(self.share_needed or 0)


class Binding(TenantModel):
    """A lab that an order binds: why, by what legal force, and when it was served and said so.

    `legal_force` is frozen from the committee's jurisdictions when the order is served. `released_at` is when the lab
    was bound no longer although the order stands, because it is no member any more.
    """

    order = TenantForeignKey(PauseOrder, related_name="bindings")
    organisation = TenantForeignKey(Organisation, related_name="pause_bindings")
    because = models.CharField(max_length=500)
    released_at = models.DateTimeField(null=True, blank=True)
    is_newcomer = models.BooleanField(default=False, help_text="It became a member later; the order does not name it.")
    legal_force = models.CharField(max_length=1000, blank=True)
    served_at = models.DateTimeField(null=True, blank=True)
    served_digest = models.CharField(max_length=64, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "order", "organisation"], name="binding_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(acknowledged_at__gte=F("served_at")),
                name="binding_acknowledged_after_service",
            ),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "order"], name="binding_by_organisation")]


class Measure(TenantModel):
    """One measure of an order. `above` is FLOP or parameters; without hours of its own it holds as long as the order.

    Without rows of `labs` it binds every lab that the order binds.
    """

    order = TenantForeignKey(PauseOrder, related_name="measures")
    number = models.PositiveSmallIntegerField()
    restricts = models.CharField(max_length=20, choices=choices(Restricts))
    extent = models.CharField(max_length=10, choices=choices(Extent), default=Extent.FULL.value)
    above = models.DecimalField(max_digits=40, decimal_places=0, null=True, blank=True)
    marker = models.CharField(max_length=100, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "order", "number"], name="measure_number_once"),
            models.CheckConstraint(
                condition=Q(restricts__in=["training_compute", "parameters"], above__gte=0)
                | (~Q(restricts__in=["training_compute", "parameters"]) & Q(above=None)),
                name="measure_has_its_threshold",
            ),
            models.CheckConstraint(
                condition=(Q(restricts="capability") & ~Q(marker="")) | (~Q(restricts="capability") & Q(marker="")),
                name="measure_has_its_marker",
            ),
        ]

    @property
    def key(self) -> str:
        """How orders, permits and the signed document name it; its order is to be loaded with it."""
        return f"{self.order.ref}/{self.number}"


class MeasureLab(TenantModel):
    """That a measure binds this lab of its order, where it does not bind them all."""

    measure = TenantForeignKey(Measure, related_name="labs")
    binding = TenantForeignKey(Binding, related_name="measures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "measure", "binding"], name="measure_lab_once")]


class Adhesion(TenantModel):
    """That a lab joined an order that waits for its condition, or took that back; never changed.

    Without a seat it was the portal: the lab's joining ended with its membership.
    """

    binding = TenantForeignKey(Binding, related_name="adhesions")
    seat = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    adheres = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["committee", "binding", "-id"], name="adhesion_latest")]


def seats_that_may_see(order_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the seats, at the instant, that may see the order."""
    order = PauseOrder.objects.only("organisation_id", "laid_at").get(pk=order_id)
    seats = Seat.objects.at(at).filter(not_for_another())
    if order.laid_at is None:
        return seats.filter(organisation=order.organisation_id).exclude(role=Role.OBSERVER)
    return seats
