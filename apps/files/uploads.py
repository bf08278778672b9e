"""While an upload arrives: what is over the limit is counted and thrown away instead of filling memory or disk."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_AT_ONCE = 10
"""Files of one form; a request that brings more bytes than these may have keeps none of what is over."""


class LimitedUploadHandler(FileUploadHandler):
    """Stands before Django's own: passes chunks on up to the limit for files, and answers for a file that is over it.

    The form then finds a file of that size without content, and says so in a sentence; nothing of what is over was kept.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.arrived = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The chunk, or None once the file or the whole request is over its limit."""
        self.arrived += len(raw_data)
        over = start + len(raw_data) > settings.FILES_MAX_BYTES
        return None if over or self.arrived > MOST_AT_ONCE * settings.FILES_MAX_BYTES else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The empty stand-in for a file that was over the limit; None leaves the others to answer."""
        if file_size <= settings.FILES_MAX_BYTES and self.arrived <= MOST_AT_ONCE * settings.FILES_MAX_BYTES:
            return None
        # What the others have kept of it so far goes at once, not when somebody sweeps up.
        for handler in self.request.upload_handlers if self.request else ():
            if handler is not self:
                handler.upload_interrupted()
        size = max(file_size, settings.FILES_MAX_BYTES + 1)
        return UploadedFile(BytesIO(), self.file_name, self.content_type, size, self.charset)
