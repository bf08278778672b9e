"""Having waiting files scanned: claimed in one transaction, scanned in none, judged in another."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings

from apps.committees.rules.viewer import Portal
from apps.files import acts
from apps.files.blobs import open_blob
from apps.files.models import File
from apps.files.rules import wait_after
from apps.files.states import Scan
from apps.kernel.clamd import ScannerAway, Verdict, scan
from apps.kernel.tenancy.context import tenant
from apps.record.services import record

log = structlog.get_logger(__name__)

SCANNER = Portal("the virus scanner")
LEASE = timedelta(minutes=5)
"""So long a claimed file is left to whoever claimed it, also if that one dies."""


def scan_next(committee_id: int, *, now: datetime) -> bool:
    """Scan the file that has waited longest and is due; False when none is, or the scanner does not answer.

    Safe to run twice and at once: a file is claimed before it is sent, and judged once.
    """
    file = _claim(committee_id, now)
    if file is None:
        return False
    try:
        with open_blob(file.stored_as) as content:
            verdict = scan(settings.CLAMAV_URL, content)
    except (ScannerAway, OSError) as error:
        log.warning("file_not_scanned", file=str(file.uid), tries=file.scan_tries, error=str(error))
        with tenant(committee_id):
            later = now + wait_after(file.scan_tries)
            File.objects.filter(pk=file.pk, scan=Scan.WAITING).update(scan_next_at=later)
        return False
    with tenant(committee_id):
        judge(file.pk, verdict, now=now)
    return True


def _claim(committee_id: int, now: datetime) -> File | None:
    with tenant(committee_id):
        rows = File.objects.filter(scan=Scan.WAITING, scan_next_at__lte=now).order_by("scan_next_at", "pk")
        file: File | None = rows.select_for_update(skip_locked=True).first()
        if file is not None:
            file.scan_tries = min(file.scan_tries + 1, 30_000)
            file.scan_next_at = now + LEASE
            file.save(update_fields=["scan_tries", "scan_next_at"])
        return file


def judge(file_id: int, verdict: Verdict, *, now: datetime) -> None:
    """Keep the verdict on a waiting file, once; who added an infected one and the clerks are told."""
    file = File.objects.select_for_update().filter(pk=file_id, scan=Scan.WAITING).first()
    if file is None:
        return
    file.scan = Scan.CLEAN if verdict.is_clean else Scan.INFECTED
    file.found, file.scan_next_at, file.scanned_at = verdict.found, None, now
    file.save(update_fields=["scan", "found", "scan_next_at", "scanned_at"])
    if verdict.is_clean:
        return
    told = ["clerks"] if file.uploaded_by_id is None else [f"seat:{file.uploaded_by_id}", "clerks"]
    record(
        acts.INFECTED,
        actor=SCANNER,
        now=now,
        subject=(file.subject_kind, file.subject_id, file.subject_ref),
        sealed={"file": {"name": file.name, "sha256": file.sha256, "found": file.found}},
        told=told,
    )
