"""Remedies: what the complainant asks for, what the panel of the review orders, and what has become of it."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, choices
from apps.disputes.models.cases import Case
from apps.disputes.models.docket import Paper
from apps.disputes.states import REMEDY_LABELS, RemedyKind, RemedyState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

OPEN_STATES = [RemedyState.ASKED.value, RemedyState.IN_FORCE.value]


class Remedy(TenantModel):
    """A remedy against a respondent: one is open at a time.

    `terms` says what it asks for in plain values (rules.remedies), `request`, `order` and `outcome` are the papers that ask
    for it, order or refuse it, and find what has become of it. `takes_effect` is when the committee's time to reject a
    suspension is over, `taken_at` when the rights were suspended, `until` when that ends by itself.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    case = TenantForeignKey(Case, related_name="remedies")
    kind = models.CharField(max_length=16, choices=[(kind.value, REMEDY_LABELS[kind]) for kind in RemedyKind])
    state = models.CharField(max_length=12, choices=choices(RemedyState), default=RemedyState.ASKED.value)
    asked_by = TenantForeignKey(Organisation, related_name="+")
    against = TenantForeignKey(Organisation, related_name="+")
    request = TenantForeignKey(Paper, related_name="+")
    order = TenantForeignKey(Paper, related_name="+", null=True, blank=True)
    outcome = TenantForeignKey(Paper, related_name="+", null=True, blank=True)
    terms = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True, blank=True)
    fulfil_by = models.DateTimeField(null=True, blank=True)
    review_at = models.DateTimeField(null=True, blank=True)
    takes_effect = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(models.QuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="remedy_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "case"], condition=Q(state__in=OPEN_STATES), name="remedy_one_is_open"
            ),
            models.CheckConstraint(
                condition=~Q(state=RemedyState.IN_FORCE.value)
                | Q(ordered_at__isnull=False, fulfil_by__isnull=False, review_at__isnull=False, order__isnull=False),
                name="remedy_in_force_is_ordered",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(takes_effect__lt=models.F("until")), name="remedy_ends_after_its_effect"
            ),
        ]
        indexes = [models.Index(fields=["committee", "case", "state"], name="remedy_by_case")]
