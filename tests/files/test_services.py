"""Storing, taking back and clearing up."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from apps.committees.rules.viewer import Portal
from apps.files import rules
from apps.files.models import File
from apps.files.selectors import files_of
from apps.files.services import check_upload, clear_orphans, facts_of, store_file, withdraw_file
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import NoTenant, tenant
from tests.cast import NOW, Cast, assemble
from tests.files import probe, samples
from tests.files.conftest import stored

Subject = tuple[str, int, str]
GOOD = {name: content for name, content in samples.good().items() if not name.endswith(".age")}


def put(cast: Cast, subject: Subject, name: str = "report.pdf", by: str = "aster.liaison") -> File:
    return store_file(actor=cast.viewer(by), now=NOW, subject=subject, upload=samples.upload(name, GOOD[name]))


class TestStoring:
    @pytest.mark.parametrize("name", GOOD)
    def test_a_good_file_is_kept_as_it_came_with_its_hash(
        self, frontier: Cast, subject: Subject, blobs: Path, name: str
    ) -> None:
        file = put(frontier, subject, name)
        assert (blobs / file.stored_as).read_bytes() == GOOD[name]
        assert file.sha256 == hashlib.sha256(GOOD[name]).hexdigest()
        assert file.size == len(GOOD[name])
        assert file.uploaded_by_id == frontier["aster.liaison"].pk
        assert list(files_of(subject[0], subject[1])) == [file]

    @pytest.mark.parametrize("name", GOOD)
    def test_a_large_upload_comes_from_its_temporary_file_just_so(
        self, frontier: Cast, subject: Subject, blobs: Path, name: str
    ) -> None:
        with TemporaryUploadedFile(name, "application/octet-stream", len(GOOD[name]), None) as upload:
            upload.write(GOOD[name])
            upload.flush()
            file = store_file(actor=frontier.viewer("aster.liaison"), now=NOW, subject=subject, upload=upload)
            assert not upload.closed
        assert (blobs / file.stored_as).read_bytes() == GOOD[name]

    def test_the_stored_name_tells_nothing(self, frontier: Cast, subject: Subject, blobs: Path) -> None:
        first, second = put(frontier, subject), put(frontier, subject)
        assert first.stored_as != second.stored_as
        assert "report" not in first.stored_as

    def test_the_facts_are_name_hash_and_size(self, frontier: Cast, subject: Subject, blobs: Path) -> None:
        file = put(frontier, subject)
        assert facts_of(file) == {
            "file": str(file.uid),
            "name": "report.pdf",
            "sha256": file.sha256,
            "size": len(GOOD["report.pdf"]),
        }

    def test_a_checked_upload_is_stored_whole_though_it_was_read_before(
        self, frontier: Cast, subject: Subject, blobs: Path
    ) -> None:
        checked = check_upload(samples.upload("a/b/log.txt", GOOD["log.txt"]))
        checked.stream.read()
        file = store_file(actor=frontier.viewer("clerk"), now=NOW, subject=subject, upload=checked)
        assert file.name == "log.txt"
        assert (blobs / file.stored_as).read_bytes() == GOOD["log.txt"]

    def test_the_portal_itself_may_store(self, frontier: Cast, subject: Subject, blobs: Path) -> None:
        upload = samples.upload("log.txt", b"made here")
        assert store_file(actor=Portal("a rule"), now=NOW, subject=subject, upload=upload).uploaded_by is None

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("photo.pdf", GOOD["chart.png"], "looks like a PNG image"),
            ("run.exe", b"MZ", "of a type that is not taken"),
            ("log.txt", b"", "is empty"),
            ("log.txt", b"x" * 2_000_000, "the most is 1 MB"),
            ("\u202e", b"x", "has no name"),
        ],
    )
    def test_a_refusal_names_the_field_and_stores_nothing(
        self, frontier: Cast, subject: Subject, blobs: Path, settings: Any, name: str, content: bytes, says: str
    ) -> None:
        settings.FILES_MAX_BYTES = 1024 * 1024
        upload = samples.upload("x", content)
        upload._name = name
        with pytest.raises(Invalid) as refusal:
            store_file(actor=frontier.viewer("aster.liaison"), now=NOW, subject=subject, upload=upload)
        assert says in refusal.value.errors["file"]
        assert stored(blobs) == []
        assert not File.objects.exists()

    def test_a_full_object_takes_no_more(
        self, frontier: Cast, subject: Subject, blobs: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "MOST_FILES", 1)
        put(frontier, subject)
        with pytest.raises(Refused):
            put(frontier, subject)
        assert len(stored(blobs)) == 1

    def test_outside_a_committee_nothing_is_stored(self, cast: Cast, blobs: Path) -> None:
        actor = cast.viewer("clerk")
        with pytest.raises(NoTenant):
            store_file(actor=actor, now=NOW, subject=(probe.KIND, 1, "X"), upload=samples.upload("log.txt", b"x"))
        assert stored(blobs) == []

    def test_a_withdrawn_file_stays_on_record_and_is_not_given_out(
        self, frontier: Cast, subject: Subject, blobs: Path
    ) -> None:
        file = withdraw_file(now=NOW, file=put(frontier, subject))
        assert list(files_of(subject[0], subject[1])) == [file]
        assert "withdrawn" in file.downloadable.reason
        with pytest.raises(Refused):
            withdraw_file(now=NOW, file=file)


class TestRollback:
    """With real transactions, as a request has them."""

    @pytest.fixture
    def committed(self, transactional_db: None, blobs: Path) -> Cast:
        return assemble()

    def _put(self, cast: Cast) -> File:
        return put(cast, probe.dossier_of(cast["aster.liaison"].organisation))

    def test_a_commit_keeps_the_blob(self, committed: Cast, blobs: Path) -> None:
        with tenant(committed.frontier.pk):
            file = self._put(committed)
        assert stored(blobs) == [blobs / file.stored_as]

    def test_an_exception_leaves_neither_row_nor_blob(self, committed: Cast, blobs: Path) -> None:
        def put_and_fail() -> None:
            with tenant(committed.frontier.pk):
                self._put(committed)
                assert len(stored(blobs)) == 1
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            put_and_fail()
        assert stored(blobs) == []

    def test_an_answer_that_rolls_back_leaves_no_blob(self, committed: Cast, blobs: Path) -> None:
        with tenant(committed.frontier.pk):
            self._put(committed)
            transaction.set_rollback(True)
        assert stored(blobs) == []

    def test_a_savepoint_rolled_back_takes_its_blob_and_no_other(self, committed: Cast, blobs: Path) -> None:
        with tenant(committed.frontier.pk):
            kept = self._put(committed)
            with transaction.atomic():
                self._put(committed)
                assert len(stored(blobs)) == 2
                transaction.set_rollback(True)
        assert stored(blobs) == [blobs / kept.stored_as]

    def test_a_callback_that_fails_after_the_commit_does_not_cost_the_blob(self, committed: Cast, blobs: Path) -> None:
        def fail() -> None:
            raise ZeroDivisionError

        def put_before_it_fails() -> None:
            with tenant(committed.frontier.pk):
                transaction.on_commit(fail)
                self._put(committed)

        with pytest.raises(ZeroDivisionError):
            put_before_it_fails()
        with tenant(committed.frontier.pk):
            assert stored(blobs) == [blobs / File.objects.get().stored_as]


class TestOrphans:
    LATER = datetime.now(UTC) + timedelta(days=2)

    @staticmethod
    def _orphan(folder: Path, committee_id: int, name: str = "ab" * 32) -> Path:
        path = folder / str(committee_id) / name[:2] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left by a crash")
        return path

    def test_a_blob_that_no_row_names_goes_after_a_day(self, frontier: Cast, subject: Subject, blobs: Path) -> None:
        file = put(frontier, subject)
        orphans = [self._orphan(blobs, committee.pk) for committee in (frontier.frontier, frontier.pacific)]
        assert clear_orphans(now=self.LATER) == 2
        assert stored(blobs) == [blobs / file.stored_as]
        assert not any(orphan.exists() for orphan in orphans)

    def test_a_young_blob_stays_for_its_transaction_may_be_running(self, cast: Cast, blobs: Path) -> None:
        orphan = self._orphan(blobs, cast.frontier.pk)
        assert clear_orphans(now=datetime.now(UTC)) == 0
        assert orphan.exists()

    def test_a_row_of_another_committee_does_not_keep_a_blob(
        self, frontier: Cast, subject: Subject, blobs: Path
    ) -> None:
        file = put(frontier, subject)
        token = os.path.basename(file.stored_as)
        self._orphan(blobs, frontier.pacific.pk, token)
        assert clear_orphans(now=self.LATER) == 1
        assert stored(blobs) == [blobs / file.stored_as]

    def test_without_any_blob_there_is_nothing_to_do(self, cast: Cast, blobs: Path) -> None:
        assert clear_orphans(now=self.LATER) == 0
