"""The scale of assessment and the budget: what is laid before the committee, adopted by motion, and never changed then."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat, choices
from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind
from apps.funding.models.books import MONEY, Account, Period
from apps.funding.models.declared import Declaration
from apps.funding.states import Text
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.votes.models import Motion

SCALE, BUDGET = "scale", "budget"
"""What scales and budgets are called as subjects of acts."""

BASE = {"max_digits": 42, "decimal_places": 2}


class TextQuerySet(models.QuerySet):
    """Scales and budgets; the rule of who sees which stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "TextQuerySet":
        """All that were laid before the committee; drafts also for the treasurer and the clerks."""
        if viewer.is_for_one_matter:
            return self.none()
        if not viewer.is_operator and (viewer.is_clerk or OfficeKind.TREASURER in viewer.offices):
            return self.all()
        return self.filter(laid_at__isnull=False)

    def adopted(self) -> "TextQuerySet":
        """Those in force for their period."""
        return self.filter(state=Text.ADOPTED)


class Laid(TenantModel):
    """A text that a motion lays before the committee: drafted, then moved, then adopted, or not.

    `ref` is a draft's random name until it is laid and gets its number.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    draft_ref = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    period = TenantForeignKey(Period, related_name="+")
    state = models.CharField(max_length=10, choices=choices(Text), default=Text.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    reasons = models.TextField(blank=True)
    charter = models.PositiveIntegerField()
    by = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()
    motion = TenantForeignKey(Motion, related_name="+", null=True, blank=True)
    laid_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)

    objects = scoped(TextQuerySet)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="%(class)s_ref_once"),
            models.UniqueConstraint(fields=["committee", "draft_ref"], name="%(class)s_draft_ref_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="%(class)s_uid_once"),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="%(class)s_number_once"),
            models.UniqueConstraint(
                fields=["committee", "period"], condition=Q(state=Text.ADOPTED.value), name="%(class)s_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[Text.DRAFT.value, Text.DISCARDED.value])
                | Q(laid_at__isnull=False, number__isnull=False),
                name="%(class)s_laid_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=Text.ADOPTED.value) | Q(adopted_at__isnull=False, motion__isnull=False),
                name="%(class)s_adopted_by_a_motion",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Scale(Laid):
    """What each member pays of a hundred in a period; floor and ceiling in per cent, no ceiling is None.

    `per_decade` is the number of bands by which declared figures count, None where exact figures do.
    """

    floor = models.DecimalField(max_digits=6, decimal_places=3)
    ceiling = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    places = models.PositiveSmallIntegerField(default=3)
    per_decade = models.PositiveSmallIntegerField(null=True, blank=True)


class ScaleShare(TenantModel):
    """A member's line in a scale: by which base, with which discount, which share; both in per cent.

    `base` is what is published: the figure that stands for its band, or the figure itself where the charter says so.
    """

    scale = TenantForeignKey(Scale, related_name="shares")
    organisation = TenantForeignKey(Organisation, related_name="+")
    declaration = TenantForeignKey(Declaration, related_name="+")
    band_from = models.DecimalField(**BASE, null=True, blank=True)
    band_below = models.DecimalField(**BASE, null=True, blank=True)
    base = models.DecimalField(**BASE)
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    discount_because = models.CharField(max_length=300, blank=True)
    share = models.DecimalField(max_digits=7, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "scale", "organisation"], name="scale_share_once"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=100, base__gte=0), name="scale_share_is_one"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="scale_discount_is_one"),
        ]


class Budget(Laid):
    """What the committee means to spend in a period, line by line, and what of it the members are assessed for.

    `other_income` is what comes from elsewhere, such as interest or what is left of the last period, with its reason.
    """

    title = models.CharField(max_length=200)
    other_income = models.DecimalField(**MONEY, default=0)
    other_income_because = models.CharField(max_length=300, blank=True)


class BudgetLine(TenantModel):
    """An amount for a purpose, on an account of its own kind of expense."""

    budget = TenantForeignKey(Budget, related_name="lines")
    number = models.PositiveSmallIntegerField()
    account = TenantForeignKey(Account, related_name="+")
    label = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    amount = models.DecimalField(**MONEY)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "budget", "number"], name="budget_line_number_once"),
            models.UniqueConstraint(fields=["committee", "budget", "account"], name="budget_line_account_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_is_more_than_nothing"),
        ]
