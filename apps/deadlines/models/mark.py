"""When the sweep last came by."""

from django.db import models
from django.db.models import Q


class SweepMark(models.Model):
    """One row for the whole portal: the machines' instant of the last sweep, so that a gap is noticed afterwards."""

    THE_ONE = 1

    swept_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="sweep_mark_is_one")]

    def __str__(self) -> str:
        return f"swept at {self.swept_at:%Y-%m-%d %H:%M:%S}"
