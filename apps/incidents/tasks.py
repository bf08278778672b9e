"""What the worker does for the statistics of incidents."""

import structlog
from celery import shared_task

from apps.committees.models import Committee
from apps.incidents.services import statistics
from apps.kernel.tenancy.tasks import TenantTask, ring

log = structlog.get_logger(__name__)


@shared_task(base=TenantTask, name="incidents.fold_tallies")
def fold_tallies() -> None:
    """Fold what one committee's reports have added to its tallies."""
    if folded := statistics.fold_tallies():
        log.info("tallies_folded", rows=folded)


@shared_task(name="incidents.fold_all_tallies")
def fold_all_tallies() -> None:
    """Ring for every committee."""
    for committee_id in Committee.objects.values_list("pk", flat=True):
        ring(fold_tallies, headers={"committee": committee_id})
