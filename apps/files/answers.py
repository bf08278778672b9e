"""A file's content as an answer, for pages and API alike."""

import base64
from uuid import UUID

from django.http import FileResponse, HttpRequest

from apps.committees.rules.viewer import Viewer
from apps.files.blobs import open_blob
from apps.files.models import File
from apps.files.selectors import file_for
from apps.files.services import note_download
from apps.kernel import clock


def give_out(request: HttpRequest, viewer: Viewer, uid: UUID) -> FileResponse:
    """Answer with the content; the browser may neither show it, run it nor keep it."""
    file = file_for(viewer, uid)
    file.downloadable_by(viewer).require()
    if request.method == "GET":
        note_download(viewer=viewer, now=clock.now(), file=file)
    return _attachment(file)


def _attachment(file: File) -> FileResponse:
    response = FileResponse(
        open_blob(file.stored_as), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
    return response
