"""Rows that hold from one instant to another, and words as choices."""

from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

TERM = models.Func("starts_at", "ends_at", function="tstzrange", output_field=models.TextField())
"""From–to of a dated row as a range, the end excluded: for constraints that two terms must not overlap.

Its type is told as text, because Django's own range type would need its PostgreSQL app for this alone.
"""


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint that a dated row, if it ends, ends after it has begun."""
    return models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name=name)


class DatedQuerySet(models.QuerySet):
    """Rows that hold from an instant to another."""

    def at(self, moment: datetime) -> "DatedQuerySet":
        """Those that hold at the instant (the end is excluded)."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment), starts_at__lte=moment)


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """The words of an enumeration as Django's choices."""
    return [(word.value, word.value) for word in words]
