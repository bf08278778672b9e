"""How far a committee's founding has come."""

from django.db.models import QuerySet

from apps.membership import acts
from apps.record.models import Act
from apps.record.rules import CATALOGUE


def decided_acts() -> QuerySet[Act]:
    """What has happened in the committee besides its founding: from then on its charter is no longer only chosen."""
    return Act.objects.exclude(kind__in=[key for key, kind in CATALOGUE if kind.founding])


def last_test() -> Act | None:
    """The newest test notice, if one was ever sent."""
    return Act.objects.filter(kind=acts.TEST_NOTICE).order_by("-id").first()


def is_closed() -> bool:
    """Whether the clerks have closed the checklist."""
    return Act.objects.filter(kind=acts.SETUP_CLOSED).exists()
