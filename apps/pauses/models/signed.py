"""What labs' own machines read: the keys that sign, and the signed documents."""

from django.db import models

from apps.committees.models import Organisation
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel


class MeasuresKey(TenantModel):
    """A public key by which measures are signed; the private one is known to the worker alone."""

    key_id = models.CharField(max_length=64)
    public_key = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "key_id"], name="measures_key_once")]


class SignedMeasures(TenantModel):
    """The latest signed document of what binds one lab, as it is given out."""

    organisation = TenantForeignKey(Organisation, related_name="+")
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="Of what binds, to find whether it changed.")
    envelope = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "organisation"], name="signed_measures_once")]
