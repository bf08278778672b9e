"""Arrears that cost a lab its vote: told beforehand, lost, and given back."""

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, choices
from apps.funding.models.books import OpenToTheCommittee
from apps.funding.states import Arrear
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

ARREARS = "arrears"
"""What a lab's arrears are called as a subject of acts."""

OPEN_ARREARS = (Arrear.NOTICED.value, Arrear.LOST.value)


class ArrearsCase(TenantModel):
    """That a lab's arrears came to the charter's measure: when it was told, when that costs its vote, and how it ended.

    `loses_at` is the end of the notice. `because` explains it as the standing does.
    """

    ref = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    organisation = TenantForeignKey(Organisation, related_name="arrears_cases")
    state = models.CharField(max_length=8, choices=choices(Arrear), default=Arrear.NOTICED.value)
    because = models.CharField(max_length=300)
    noticed_at = models.DateTimeField()
    loses_at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(OpenToTheCommittee)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="arrears_ref_once"),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="arrears_number_once"),
            models.UniqueConstraint(
                fields=["committee", "organisation"], condition=Q(state__in=OPEN_ARREARS), name="arrears_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_ARREARS, ended_at=None)
                | (~Q(state__in=OPEN_ARREARS) & Q(ended_at__isnull=False)),
                name="arrears_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "-id"], name="arrears_by_lab")]

    def __str__(self) -> str:
        return self.ref
