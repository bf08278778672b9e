"""The charter's versions and what is drafted for the next."""

import uuid

from django.db import models

from apps.committees.models.seat import Seat
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel


class CharterVersion(TenantModel):
    """The committee's rules of procedure as data: each version kept, in force from an instant."""

    number = models.PositiveIntegerField()
    preset = models.CharField(max_length=16)
    values = models.JSONField()
    in_force_at = models.DateTimeField()
    adopted_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="charter_version_once"),
        ]
        ordering = ["-number"]


class CharterDraft(TenantModel):
    """A proposed amendment: only the values that would change, and why."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    because = models.TextField(max_length=5000, blank=True)
    values = models.JSONField(default=dict)
    based_on = models.PositiveIntegerField()
    """The number of the version it was drafted upon, so that what changed underneath can be named."""
    version = models.PositiveIntegerField(default=1)
    """Counts its own changes, so that nobody overwrites or adopts what they have not seen."""
    drafted_by = TenantForeignKey(Seat, related_name="+", null=True)
    drafted_at = models.DateTimeField()
    adopted_as = TenantForeignKey(CharterVersion, related_name="drafts", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "uid"], name="charter_draft_uid_once")]
