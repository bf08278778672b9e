"""Scanning, and housekeeping."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.conf import settings

from apps.committees.models import Committee
from apps.files.services import SCAN, clear_orphans
from apps.files.services.scanning import scan_next
from apps.kernel import clock
from apps.kernel.tenancy.tasks import TenantTask, ring

LONGEST = timedelta(seconds=120)
"""Celery kills whoever takes 300 seconds; the sweep rings again for what is left."""


@shared_task(base=TenantTask, name=SCAN, bind=True, one_transaction=False)
def scan(self: Any) -> int:
    """Have the committee's waiting files scanned, one after the other; how many were."""
    scanned, end = 0, clock.machine_now() + LONGEST
    while settings.CLAMAV_URL and clock.machine_now() < end and scan_next(self.committee_id, now=clock.now()):
        scanned += 1
    return scanned


@shared_task(name="files.scan_all")
def scan_all() -> None:
    """Ring for every committee: a bell may have been lost, and the scanner may have come back."""
    if not settings.CLAMAV_URL:
        return
    for committee_id in Committee.objects.values_list("pk", flat=True):
        ring(scan, headers={"committee": committee_id})


@shared_task(name="files.clear_orphans")
def clear() -> int:
    """Delete blobs that a crash left without a row. The real clock, not the demo's: files are dated by it."""
    return clear_orphans(now=clock.machine_now())
