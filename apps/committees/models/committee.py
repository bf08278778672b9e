"""The tenant itself."""

from django.db import models

from apps.accounts.models import validate_zone


class Committee(models.Model):
    """A joint oversight committee: the tenant."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
