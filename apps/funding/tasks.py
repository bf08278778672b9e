"""What the worker does for contributions and money, whether or not somebody asks for it."""

from typing import Any

import structlog
from celery import shared_task

from apps.committees.models import Committee
from apps.funding.services import showing, stating
from apps.funding.services.judging import judge
from apps.kernel import clock
from apps.kernel.tenancy.tasks import TenantTask, ring

log = structlog.get_logger(__name__)


@shared_task(base=TenantTask, name="funding.publish_month_end")
def publish_month_end() -> None:
    """Publish the statement of the month that has passed, unless that is done."""
    stating.publish_month_end(clock.now())


@shared_task(name="funding.publish_month_ends")
def publish_month_ends() -> None:
    """Ring for every committee: months end in each one's own zone."""
    _ring_for_all(publish_month_end)


@shared_task(base=TenantTask, name=showing.SHOW)
def show_contributions() -> None:
    """Publish what members have paid, where that has changed."""
    showing.show_contributions(clock.now())


@shared_task(name="funding.show_all_contributions")
def show_all_contributions() -> None:
    """Ring for every committee: a bell may have been lost."""
    _ring_for_all(show_contributions)


@shared_task(base=TenantTask, name="funding.judge_rights")
def judge_rights() -> None:
    """Judge one committee's labs: time alone makes money overdue, ends notices, proofs and waivers."""
    if steps := judge(now=clock.now()):
        log.info("arrears_judged", steps=steps)


@shared_task(name="funding.judge_all_rights")
def judge_all_rights() -> None:
    """Ring for every committee."""
    _ring_for_all(judge_rights)


def _ring_for_all(task: Any) -> None:
    for committee_id in Committee.objects.values_list("pk", flat=True):
        ring(task, headers={"committee": committee_id})
