"""The sweep as a task: beat sends it every minute, and it is safe to run twice, late and in parallel."""

import structlog
from celery import shared_task

from apps.chairs.services import sweep
from apps.kernel import clock

log = structlog.get_logger(__name__)


@shared_task(name="chairs.sweep")
def sweep_chairs() -> None:
    """Hand over every chair whose term has ended."""
    settled = sweep(clock.now())
    if settled:
        log.info("chairs_settled", committees=settled)
