"""What labs' own machines read: the keys that sign, and the signed documents."""

from django.db import models

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.committees.states import OrganisationKind
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

KEY_SUBJECT = "measures_key"
"""What keys are called as subjects of acts."""


class MeasuresKeyQuerySet(models.QuerySet):
    """Keys; who sees which stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "MeasuresKeyQuerySet":
        """All: they are public. Whoever sits for one matter is told of that matter alone."""
        return self.none() if viewer.is_for_one_matter else self.all()


class MeasuresKey(TenantModel):
    """A public key by which measures are signed; the private one is known to the worker alone.

    `key_id` is SHA-256 over the key's 32 bytes in hexadecimal, `public_key` those bytes in base64. A retired key signs
    nothing any more, and never again.
    """

    key_id = models.CharField(max_length=64)
    public_key = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(MeasuresKeyQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "key_id"], name="measures_key_once")]

    def __str__(self) -> str:
        return self.short_id

    @property
    def short_id(self) -> str:
        """The first 16 letters of its name, as people compare them."""
        return self.key_id[:16]


class SignedMeasuresQuerySet(models.QuerySet):
    """Signed documents; who reads which stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "SignedMeasuresQuerySet":
        """The own lab's: a document names its lab's permits, so no rival and no clerk reads it."""
        if viewer.is_operator or viewer.is_for_one_matter:
            return self.none()
        return self.filter(organisation=viewer.organisation_id, organisation__kind=OrganisationKind.LAB.value)


class SignedMeasures(TenantModel):
    """The latest signed document of what binds one lab, as it is given out."""

    organisation = TenantForeignKey(Organisation, related_name="+")
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="Of what binds, to find whether it changed.")
    envelope = models.JSONField()

    objects = scoped(SignedMeasuresQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "organisation"], name="signed_measures_once")]
