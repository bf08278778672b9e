"""Housekeeping."""

from celery import shared_task

from apps.files.services import clear_orphans
from apps.kernel import clock


@shared_task(name="files.clear_orphans")
def clear() -> int:
    """Delete blobs that a crash left without a row. The real clock, not the demo's: files are dated by it."""
    return clear_orphans(now=clock.machine_now())
