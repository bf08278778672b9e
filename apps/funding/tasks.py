"""Judging arrears as a task: time alone makes money overdue, ends notices, proofs and waivers."""

import structlog
from celery import shared_task

from apps.committees.models import Committee
from apps.funding.services.judging import judge
from apps.kernel import clock
from apps.kernel.tenancy.tasks import TenantTask, ring

log = structlog.get_logger(__name__)


@shared_task(base=TenantTask, name="funding.judge_rights")
def judge_rights() -> None:
    """Judge one committee's labs; twice does no more than once."""
    if steps := judge(now=clock.now()):
        log.info("arrears_judged", steps=steps)


@shared_task(name="funding.judge_all_rights")
def judge_all_rights() -> None:
    """Ring for every committee."""
    for committee_id in Committee.objects.values_list("pk", flat=True):
        ring(judge_rights, headers={"committee": committee_id})
