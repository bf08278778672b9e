"""The whole record of a case in one file, as whoever takes it away reads it."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from apps.disputes.models import PAPER
from apps.disputes.rules.who import SUBJECT
from apps.disputes.selectors.cases import case_for
from apps.disputes.selectors.whole import Whole, files_of, printed, whole_record, with_hashes
from apps.kernel import clock
from apps.kernel.pdf import compile_pdf
from apps.record.services import note_sightings


def _taken(request: Any, ref: str) -> Whole:
    """The record, noted as read: who takes it away has read it."""
    viewer, now = request.viewer, clock.now()
    case = case_for(viewer, ref)
    if case.filed_at is None:
        raise Http404(ref)
    whole = whole_record(viewer, case, now)
    note_sightings(SUBJECT, [case.pk], viewer=viewer, now=now)
    note_sightings(PAPER, whole.read, viewer=viewer, now=now)
    return whole


def _pdf(request: Any, whole: Whole) -> bytes:
    return compile_pdf("disputes/record.typ", printed(whole) | {"committee": request.committee.name})


@require_safe
def record_pdf(request: Any, slug: str, ref: str) -> HttpResponse:
    """One PDF with contents, numbered pages and paragraphs as they are cited."""
    return _file(_pdf(request, _taken(request, ref)), "application/pdf", f"{ref}.pdf")


@require_safe
def record_zip(request: Any, slug: str, ref: str) -> HttpResponse:
    """The same PDF, each text as a file, and the digests of all."""
    whole = _taken(request, ref)
    files = with_hashes(files_of(whole) | {f"{ref}.pdf": _pdf(request, whole)})
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, body in files.items():
            archive.writestr(ZipInfo(f"{ref}/{name}"), body, compress_type=ZIP_DEFLATED)
    return _file(packed.getvalue(), "application/zip", f"{ref}.zip")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
