"""Evidence: scanned, and sealed to named readers."""

import io
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.files.models import File, ReadingKey, SealedFor
from apps.files.services import check_upload
from apps.files.services.keys import retire_key
from apps.files.services.scanning import scan_next
from apps.files.states import Scan, Seal
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.services import expand
from apps.record.models import Act, Preimage
from tests.cast import NOW, Cast
from tests.files import samples
from tests.files.clamd import EICAR, clamd
from tests.incidents.factory import filed, png
from tests.incidents.proving import SECRET, add, bytes_of, key_of, text

pytestmark = pytest.mark.django_db


class TestSealing:
    def test_only_the_chosen_readers_can_read_it_and_the_plaintext_is_kept_nowhere(
        self, frontier: Cast, blobs: Path
    ) -> None:
        ours, authority, other = (key_of(frontier, name) for name in ("borealis.liaison", "observer.eu", "clerk"))
        incident = filed(frontier)
        [file] = add(frontier, incident.ref, text(), readers=(ours, authority))
        kept = bytes_of(file, blobs)
        assert (file.name, file.sealed, file.content_type) == ("log.txt.age", Seal.PORTAL, "application/age")
        assert kept.startswith(b"age-encryption.org/v1\n")
        assert file.size == len(kept)
        for identity in (ours, authority):
            assert pyrage.decrypt(kept, [identity]) == SECRET
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(kept, [other])
        assert not [path for path in blobs.rglob("*") if path.is_file() and SECRET in path.read_bytes()]
        assert {reader.key.recipient for reader in SealedFor.objects.all()} == {
            str(ours.to_public()),
            str(authority.to_public()),
        }

    def test_the_record_keeps_for_whom_as_a_sealed_value(self, frontier: Cast) -> None:
        ours = key_of(frontier, "borealis.liaison")
        [file] = add(frontier, filed(frontier).ref, text(), readers=(ours,))
        act = Act.objects.get(kind="incident.evidence_added")
        assert list(act.facts["file"]) == ["commitment"]
        value = Preimage.objects.get(act=act).value
        assert value["sealed_for"] == [str(ours.to_public())]
        assert value["sha256"] == file.sha256

    def test_what_is_sealed_already_comes_as_it_is(self, frontier: Cast, blobs: Path) -> None:
        sealed = samples.aged(SECRET)
        [file] = add(frontier, filed(frontier).ref, text("log.txt.age", sealed))
        assert bytes_of(file, blobs) == sealed
        assert (file.sealed, file.scan) == (Seal.FILER, Scan.UNSCANNED)

    def test_what_is_sealed_already_is_not_sealed_again(self, frontier: Cast) -> None:
        ours, ref = key_of(frontier, "borealis.liaison"), filed(frontier).ref
        with pytest.raises(Invalid, match="is sealed already"):
            add(frontier, ref, png(), text("log.txt.age", samples.aged()), readers=(ours,))
        assert not File.objects.exists()

    def test_a_key_that_is_not_there_or_retired_is_refused(self, frontier: Cast) -> None:
        ours, ref = key_of(frontier, "borealis.liaison"), filed(frontier).ref
        with pytest.raises(Invalid, match="not registered here any more"):
            add(frontier, ref, text(), readers=(ours, pyrage.x25519.Identity.generate()))
        retire_key(
            actor=frontier.viewer("borealis.liaison"),
            now=NOW,
            uid=_key(str(ours.to_public())).uid,
        )
        with pytest.raises(Invalid, match="not registered here any more"):
            add(frontier, ref, text(), readers=(ours,))
        assert not File.objects.exists()

    def test_a_broken_file_is_refused_before_it_is_sealed(self, frontier: Cast) -> None:
        ours, ref = key_of(frontier, "borealis.liaison"), filed(frontier).ref
        with pytest.raises(Invalid, match="is not a PNG image"):
            add(frontier, ref, text("log.png"), readers=(ours,))

    def test_it_is_scanned_before_it_is_sealed(self, frontier: Cast, settings: Any) -> None:
        ours, ref = key_of(frontier, "borealis.liaison"), filed(frontier).ref
        with clamd() as daemon:
            settings.CLAMAV_URL = daemon.address
            [file] = add(frontier, ref, text(), readers=(ours,))
            assert (file.scan, file.scanned_at) == (Scan.CLEAN, NOW)
            with pytest.raises(Invalid, match="found Eicar-Signature in it"):
                add(frontier, ref, text("virus.txt", EICAR), readers=(ours,))
        assert daemon.heard[0] == SECRET
        assert File.objects.count() == 1

    def test_where_the_scanner_is_away_nothing_is_sealed_unscanned(self, frontier: Cast, settings: Any) -> None:
        ours, ref = key_of(frontier, "borealis.liaison"), filed(frontier).ref
        settings.CLAMAV_URL = "tcp://127.0.0.1:1"
        with pytest.raises(Invalid, match="the virus scanner does not answer"):
            add(frontier, ref, text(), readers=(ours,))
        assert not File.objects.exists()
        [file] = add(frontier, ref, text("log.txt.age", samples.aged()))
        assert file.scan == Scan.UNSCANNED

    def test_other_forms_take_no_sealed_files(self) -> None:
        with pytest.raises(Invalid, match="evidence of an incident only"):
            check_upload(text("log.txt.age", samples.aged()))


def _key(recipient: str) -> Any:
    return ReadingKey.objects.get(recipient=recipient)


class TestInfected:
    def test_who_added_it_and_the_clerk_hear_of_it_and_the_page_says_so(
        self, cast: Cast, client: Client, settings: Any
    ) -> None:
        with tenant(cast.frontier.pk):
            incident = filed(cast)
        with clamd() as daemon:
            settings.CLAMAV_URL = daemon.address
            with tenant(cast.frontier.pk):
                add(cast, incident.ref, text("virus.txt", EICAR))
            assert scan_next(cast.frontier.pk, now=NOW)
        while expand(cast.frontier.pk, now=NOW, at=NOW):
            pass
        with tenant(cast.frontier.pk):
            told = set(Notice.objects.filter(act__kind="file.infected").values_list("seat", flat=True))
        assert told == {cast["borealis.liaison"].pk, cast["clerk"].pk}
        client.force_login(cast["clerk"].person)
        page = client.get(reverse("incidents:detail", args=["frontier", incident.ref])).content.decode()
        assert "Virus found" in page
        assert "found a virus in a file and stopped it" in page


def test_an_age_file_of_seventy_kilobytes_goes_there_and_back(frontier: Cast, blobs: Path) -> None:
    ours = key_of(frontier, "borealis.liaison")
    large = samples.image("PNG", (3000, 2000))
    upload = SimpleUploadedFile("large.png", io.BytesIO(large).read())
    [file] = add(frontier, filed(frontier).ref, upload, readers=(ours,))
    assert pyrage.decrypt(bytes_of(file, blobs), [ours]) == large
