"""Taking in a file, giving it out, taking it back.

None of these records an act: the verb of the app that owns the object does, with `facts_of(file)` among its facts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from celery import signature
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from apps.committees.models import Committee
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.files import blobs, rules
from apps.files.models import Download, File, ReadingKey, SealedFor
from apps.files.sandbox import matches_apart
from apps.files.services.sealing import sealed
from apps.files.states import Scan, Seal
from apps.kernel.decisions import Invalid, no
from apps.kernel.tenancy.context import NoTenant, active_committee, tenant
from apps.kernel.tenancy.tasks import ring_after_commit

SCAN = "files.scan"


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload that may be stored: cleaned name, media type, and its bytes."""

    name: str
    content_type: str
    stream: BinaryIO


def check_upload(upload: UploadedFile, field: str = "file", *, sealed: bool = False) -> Checked:
    """Check name, size and content; raises Invalid for the field, with a sentence that says what to do.

    `sealed`: a file that its sender has sealed is taken, too.
    """
    name = rules.clean_name(upload.name or "")
    decision = rules.may_take(name, upload.size or 0, settings.FILES_MAX_BYTES, sealed=sealed)
    if decision:
        decision = matches_apart(name, upload)  # type: ignore[arg-type]
    if not decision:
        raise Invalid({field: decision.reason})
    return Checked(name, rules.TYPES[rules.extension_of(name)].content_type, upload)  # type: ignore[arg-type]


def store_file(
    *,
    actor: Actor,
    now: datetime,
    subject: tuple[str, int, str],
    upload: UploadedFile | Checked,
    readers: Sequence[ReadingKey] = (),
) -> File:
    """Keep an upload with an object, `subject` being (kind, id, reference), inside the caller's transaction.

    A plain upload is checked first (raises Invalid under "file"); a Checked one has been. With `readers` it is scanned
    and sealed to their keys at once, and only the sealed form is kept; else a worker scans it after the commit. Raises
    Refused when the object has the most files already. When the transaction is rolled back, the stored bytes are removed.
    """
    committee_id = active_committee()
    if committee_id is None:
        raise NoTenant("a file is stored inside its committee's transaction")
    subject_kind, subject_id, subject_ref = subject
    rules.room_for_another(File.objects.about(subject_kind, subject_id).count()).require()
    if isinstance(actor, Viewer) and actor.is_operator:
        no("An operator looks on and adds nothing.").require()
    checked = upload if isinstance(upload, Checked) else check_upload(upload)
    seal = Seal.FILER if rules.extension_of(checked.name) == rules.SEALED else Seal.NONE
    scan = Scan.WAITING if settings.CLAMAV_URL and seal == Seal.NONE else Scan.UNSCANNED
    if readers:
        content, scan = sealed(checked.name, checked.stream, [key.recipient for key in readers])
        checked, seal = Checked(rules.sealed_name(checked.name), rules.SEALED_TYPE, content), Seal.PORTAL
    stored = blobs.store(checked.stream, committee_id)
    file = File.objects.create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_ref=subject_ref,
        name=checked.name,
        size=stored.size,
        sha256=stored.sha256,
        content_type=checked.content_type,
        stored_as=stored.name,
        uploaded_by_id=None if isinstance(actor, Portal) else actor.seat_id,
        uploaded_at=now,
        scan=scan,
        scan_next_at=now if scan == Scan.WAITING else None,
        scanned_at=now if scan == Scan.CLEAN else None,
        sealed=seal,
    )
    SealedFor.objects.bulk_create(SealedFor(file=file, key=key) for key in readers)
    if scan == Scan.WAITING:
        ring_after_commit(signature(SCAN), committee_id)
    return file


def hold(checked: Checked) -> str:
    """Keep a checked upload until somebody has confirmed what is to come of it; gives the name for `held`.

    No row names it, so that it is cleared away after a day. Only whoever uploaded it may come by its name.
    """
    return blobs.store(checked.stream, active_committee() or 0).name


def held(name: str) -> BinaryIO | None:
    """What was kept under the name; None when it was cleared away."""
    try:
        return blobs.open_blob(name)
    except FileNotFoundError:
        return None


def facts_of(file: File) -> dict[str, Any]:
    """What the act that adds or withdraws a file says of it."""
    return {"file": str(file.uid), "name": file.name, "sha256": file.sha256, "size": file.size}


def withdraw_file(*, now: datetime, file: File) -> File:
    """Stop giving out a file's content; name and hash stay. The owning app has decided that the actor may."""
    file.downloadable.require()
    file.withdrawn_at = now
    file.save(update_fields=["withdrawn_at"])
    return file


def note_download(*, viewer: Viewer, now: datetime, file: File) -> Download:
    """Keep that the viewer was given the file's content."""
    seat_id = None if viewer.is_operator else viewer.seat_id
    return Download.objects.create(file=file, seat_id=seat_id, by=viewer.label, at=now)


def clear_orphans(*, now: datetime) -> int:
    """Delete every committee's blobs that no row names and that are older than a day; returns how many.

    `now` is the real time, by which the storage dates its files.
    """
    cleared = 0
    for committee_id in Committee.objects.order_by("pk").values_list("pk", flat=True):
        with tenant(committee_id):
            cleared += len(blobs.remove_orphans(committee_id, now))
    return cleared
