"""What the worker does for contributions and money."""

from celery import shared_task

from apps.committees.models import Committee
from apps.funding.services import stating
from apps.kernel import clock
from apps.kernel.tenancy.tasks import TenantTask, ring


@shared_task(base=TenantTask, name="funding.publish_month_end")
def publish_month_end() -> None:
    """Publish the statement of the month that has passed, unless that is done."""
    stating.publish_month_end(clock.now())


@shared_task(name="funding.publish_month_ends")
def publish_month_ends() -> None:
    """Ring for every committee: months end in each one's own zone."""
    for committee_id in Committee.objects.values_list("pk", flat=True):
        ring(publish_month_end, headers={"committee": committee_id})
