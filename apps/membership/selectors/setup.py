"""How far a committee's founding has come."""

from django.db.models import QuerySet

from apps.record.models import Act
from apps.record.rules import CATALOGUE


def decided_acts() -> QuerySet[Act]:
    """What has happened in the committee besides its founding: from then on its charter is no longer only chosen."""
    return Act.objects.exclude(kind__in=[key for key, kind in CATALOGUE if kind.founding])
