"""The same for machines."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from apps.files.answers import give_out
from apps.kernel.api.views import SeatView


class FileContent(SeatView):
    """One file."""

    @extend_schema(
        operation_id="file_content",
        summary="A file's content",
        description="As an attachment, with its SHA-256 in `Repr-Digest`. Each download is kept in the log.",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Any, slug: str, uid: UUID) -> FileResponse:
        return give_out(request, self.viewer, uid)
