"""Where the bytes lie: random names, one folder a committee; what a rollback or a crash leaves is cleared away."""

import hashlib
import os
import secrets
import weakref
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

import structlog
from django.core.files.base import File as DjangoFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from apps.files.models import File

log = structlog.get_logger(__name__)

CHUNK = 256 * 1024
ORPHAN_AGE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of storing: the random name, and hash and size as they were written."""

    name: str
    sha256: str
    size: int


class _Hashing(DjangoFile):
    """Hands a stream to the storage chunk by chunk and hashes what passes."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream, name="upload")
        self.stream = stream
        self.digest = hashlib.sha256()
        self.passed = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The stream from its start."""
        self.stream.seek(0)
        while chunk := self.stream.read(chunk_size or CHUNK):
            self.digest.update(chunk)
            self.passed += len(chunk)
            yield chunk


def store(stream: BinaryIO, committee_id: int) -> Stored:
    """Write a stream under a random name; it is removed again when the transaction around it is rolled back."""
    token = secrets.token_hex(32)
    wanted = f"{committee_id}/{token[:2]}/{token}"
    hashing = _Hashing(stream)
    try:
        name = default_storage.save(wanted, hashing)
    except BaseException:
        default_storage.delete(wanted)
        raise
    _remove_on_rollback(name, committee_id)
    _settle(name)
    return Stored(name, hashing.digest.hexdigest(), hashing.passed)


def open_blob(name: str) -> Any:
    """The bytes, for reading; no database is needed until it is closed."""
    return default_storage.open(name, "rb")


def _settle(name: str) -> None:
    """Wait until the bytes are on the disk: the row that names them must not outlive them in a power cut."""
    with suppress(NotImplementedError):
        descriptor = os.open(default_storage.path(name), os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_on_rollback(name: str, committee_id: int) -> None:
    # Django calls back after a commit only. On a rollback, of a savepoint too, it drops the callback: its end is
    # the signal.
    def keep() -> None:
        finalizer.detach()

    finalizer = weakref.finalize(keep, _remove_unless_named, name, committee_id)
    finalizer.atexit = False
    transaction.on_commit(keep)


def _remove_unless_named(name: str, committee_id: int) -> None:
    # A commit whose answer was lost looks like a rollback from here, so a second connection is asked whether the
    # row stands. When it cannot be asked, the blob is left to `remove_orphans`.
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT set_config('app.committee', %s, true)", [str(committee_id)])
            cursor.execute("SELECT 1 FROM files_file WHERE committee_id = %s AND stored_as = %s", [committee_id, name])
            named = cursor.fetchone() is not None
        other.rollback()
        if not named:
            default_storage.delete(name)
    except Exception as error:
        log.warning("blob_left_to_the_sweep", stored_as=name, error=str(error))
    finally:
        other.close()


def remove_orphans(committee_id: int, now: datetime) -> list[str]:
    """Delete the active committee's blobs that no row names and that are older than a day; returns their names.

    `now` is the real time, not the demo's: the storage dates its files by it.
    """
    removed: list[str] = []
    for folder in _listed(str(committee_id))[0]:
        path = f"{committee_id}/{folder}"
        names = [f"{path}/{name}" for name in _listed(path)[1]]
        old = [name for name in names if now - default_storage.get_modified_time(name) > ORPHAN_AGE]
        named = set(File.objects.filter(stored_as__in=old).values_list("stored_as", flat=True))
        for name in sorted(set(old) - named):
            default_storage.delete(name)
            removed.append(name)
    return removed


def _listed(path: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(path)
    except FileNotFoundError:
        return [], []
