"""Giving out a file's content."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.views.decorators.http import require_safe

from apps.files.answers import give_out


@require_safe
def download(request: Any, slug: str, uid: UUID) -> FileResponse:
    """The file as an attachment, for whoever may see its object; each download is kept in the log."""
    return give_out(request, request.viewer, uid)
