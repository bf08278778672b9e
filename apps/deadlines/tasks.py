"""The sweep as a task: beat sends it every minute, and it is safe to run twice, late and in parallel."""

import structlog
from celery import shared_task

from apps.deadlines.services import sweep
from apps.kernel import clock
from apps.kernel.tenancy.tasks import ring

log = structlog.get_logger(__name__)


@shared_task(name="deadlines.sweep")
def sweep_deadlines() -> None:
    """Take every step that is due; when the batches run out first, ring for the rest at once."""
    swept = sweep(clock.now(), at=clock.machine_now())
    if swept.acts or swept.failed:
        log.info("deadlines_swept", acts=swept.acts, failed=swept.failed)
    if swept.more:
        ring(sweep_deadlines)
