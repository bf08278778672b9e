"""What is over the limit is never kept while it arrives, and is answered with a sentence."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

from apps.files.forms import MultipleFileField
from apps.files.services import check_upload
from apps.files.uploads import MOST_AT_ONCE, LimitedUploadHandler
from apps.kernel.decisions import Invalid

BOUNDARY = "XXXboundaryXXX"
TWO_GB = 2 * 1024**3


class Arriving(io.RawIOBase):
    """A request's body that is made as it is read."""

    def __init__(self, parts: list[tuple[str, int]]) -> None:
        self.coming = self._make(parts)
        self.rest = b""

    def _make(self, parts: list[tuple[str, int]]) -> Iterator[bytes]:
        block = b"x" * 1024 * 1024
        for name, size in parts:
            yield (
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n'
                "Content-Type: text/plain\r\n\r\n"
            ).encode()
            while size > 0:
                yield block[:size]
                size -= len(block)
            yield b"\r\n"
        yield f"--{BOUNDARY}--\r\n".encode()

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (more := next(self.coming, b"")):
            self.rest += more
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken


def parse(parts: list[tuple[str, int]], handlers: list[FileUploadHandler]) -> list[Any]:
    meta = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": str(10**12)}
    _post, files = MultiPartParser(meta, Arriving(parts), handlers, "utf-8").parse()
    assert isinstance(files, MultiValueDict)
    return files.getlist("f")


@pytest.fixture
def handlers(settings: Any, tmp_path: Path) -> list[FileUploadHandler]:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    request = HttpRequest()
    chain = [LimitedUploadHandler(request), MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    request.upload_handlers = chain
    return chain


class Watched(TemporaryFileUploadHandler):
    """Counts what is written to the disk."""

    written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        Watched.written += len(raw_data)
        super().receive_data_chunk(raw_data, start)


def test_two_gigabytes_are_refused_with_a_sentence_and_no_more_than_the_limit_was_kept(
    handlers: list[FileUploadHandler], settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Watched, "written", 0)
    handlers[2] = handlers[0].request.upload_handlers[2] = Watched()
    [upload] = parse([("huge.txt", TWO_GB)], handlers)
    assert list(tmp_path.iterdir()) == []
    assert upload.size == TWO_GB
    assert upload.read() == b""
    assert Watched.written <= settings.FILES_MAX_BYTES
    with pytest.raises(Invalid) as refusal:
        check_upload(upload)
    assert refusal.value.errors == {"file": "“huge.txt” has 2048 MB; the most is 25 MB. Make it smaller or split it."}


def test_a_file_at_the_limit_arrives_whole_and_one_byte_more_does_not(
    handlers: list[FileUploadHandler], settings: Any
) -> None:
    settings.FILES_MAX_BYTES = 300_000
    whole, over, after = parse([("a.txt", 300_000), ("b.txt", 300_001), ("c.txt", 5)], handlers)
    assert (whole.size, len(whole.read())) == (300_000, 300_000)
    assert (over.size, over.read()) == (300_001, b"")
    assert after.read() == b"xxxxx"
    for upload in (whole, after):
        upload.close()


def test_many_files_together_fill_no_disk_either(handlers: list[FileUploadHandler], settings: Any) -> None:
    settings.FILES_MAX_BYTES = 100_000
    uploads = parse([(f"{number}.txt", 100_000) for number in range(MOST_AT_ONCE + 3)], handlers)
    assert [upload.size <= 100_000 for upload in uploads] == [True] * MOST_AT_ONCE + [False] * 3
    for upload in uploads:
        upload.close()


def test_the_form_says_so(handlers: list[FileUploadHandler]) -> None:
    uploads = parse([("huge.pdf", 60 * 1024 * 1024)], handlers)
    with pytest.raises(Exception, match="has 60 MB; the most is 25 MB"):
        MultipleFileField().clean(uploads)
