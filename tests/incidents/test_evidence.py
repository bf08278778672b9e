"""Evidence: scanned, sealed to named readers, refused where it is harmful, and who took it is told to its owners."""

import io
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.files.models import Download, File, ReadingKey, SealedFor
from apps.files.services import check_upload, note_download
from apps.files.services.keys import register_key, retire_key
from apps.files.services.scanning import scan_next
from apps.files.states import Scan, Seal
from apps.incidents.services.adding import add_evidence
from apps.incidents.services.drafting import start_draft
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.services import expand
from apps.record.models import Act, Preimage
from tests.cast import NOW, Cast
from tests.files import samples
from tests.files.clamd import EICAR, clamd
from tests.incidents.factory import filed, png

pytestmark = pytest.mark.django_db

SECRET = b"kanari: the weights were on a laptop\n"


def text(name: str = "log.txt", content: bytes = SECRET) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/plain")


def key_of(cast: Cast, name: str, whose: str = "organisation") -> pyrage.x25519.Identity:
    """A key that somebody has registered; the committee's context must be open."""
    identity = pyrage.x25519.Identity.generate()
    register_key(actor=cast.viewer(name), now=NOW, whose=whose, recipient=str(identity.to_public()))
    return identity


def add(cast: Cast, ref: str, *uploads: SimpleUploadedFile, readers: tuple[Any, ...] = ()) -> list[File]:
    return add_evidence(
        actor=cast.viewer("borealis.liaison"),
        now=NOW,
        ref=ref,
        evidence=uploads,
        sealed_to=[str(identity.to_public()) for identity in readers],
    )


def bytes_of(file: File, folder: Path) -> bytes:
    return (folder / file.stored_as).read_bytes()


@pytest.fixture
def blobs(settings: Any, tmp_path: Path) -> Path:
    """The folder of a real file storage, as in production."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return tmp_path


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
        page = client.get(_url("detail", incident.ref)).content.decode()
        assert "Virus found" in page
        assert "found a virus in a file and stopped it" in page


def _url(name: str, *args: str) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *args])


def _signed_in(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def _api(ref: str) -> str:
    return f"/api/v1/committees/frontier/incidents/{ref}/evidence/"


@pytest.fixture
def ref(cast: Cast) -> str:
    with tenant(cast.frontier.pk):
        return filed(cast).ref


class TestPages:
    def test_without_keys_nobody_is_asked_for_readers(self, cast: Cast, client: Client, ref: str) -> None:
        page = _signed_in(client, cast, "borealis.liaison").get(_url("detail", ref)).content.decode()
        assert "Add files" in page
        assert "Seal them" not in page

    def test_readers_are_chosen_and_the_page_says_for_whom_and_how_to_open(
        self, cast: Cast, client: Client, ref: str, blobs: Path
    ) -> None:
        with tenant(cast.frontier.pk):
            ours, theirs = key_of(cast, "borealis.liaison"), key_of(cast, "observer.eu", "my")
        _signed_in(client, cast, "borealis.liaison")
        assert "Seal them for these readers only" in client.get(_url("detail", ref)).content.decode()
        chosen = [str(ours.to_public()), str(theirs.to_public())]
        answer = client.post(_url("add_evidence", ref), {"evidence": [text()], "sealed_to": chosen})
        assert answer.status_code == 302
        page = client.get(_url("detail", ref)).content.decode()
        assert "Sealed for:" in page
        assert "age -d -i key.txt -o opened log.txt.age" in page
        with tenant(cast.frontier.pk):
            file = File.objects.get()
            names = [reader.key.holder for reader in SealedFor.objects.select_related("key")]
        for name in names:
            assert name in page
        given = client.get(f"/c/frontier/files/{file.uid}/")
        content = given.getvalue()
        assert "log.txt.age" in given.headers["Content-Disposition"]
        assert given.headers["Content-Type"] == "application/age"
        assert pyrage.decrypt(content, [theirs]) == SECRET

    def test_a_draft_is_sealed_too(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            ours = key_of(cast, "borealis.liaison")
            draft = start_draft(actor=cast.viewer("borealis.liaison"), now=NOW).ref
        _signed_in(client, cast, "borealis.liaison")
        chosen = {"evidence": [text()], "sealed_to": [str(ours.to_public())]}
        assert client.post(_url("evidence", draft), chosen).status_code == 302
        assert "Sealed for:" in client.get(_url("evidence", draft)).content.decode()

    def test_a_file_that_is_sealed_before_it_comes_says_so(self, cast: Cast, client: Client, ref: str) -> None:
        _signed_in(client, cast, "borealis.liaison")
        sealed = {"evidence": [text("log.txt.age", samples.aged())]}
        assert client.post(_url("add_evidence", ref), sealed).status_code == 302
        assert "the portal cannot look inside" in client.get(_url("detail", ref)).content.decode()

    def test_what_is_refused_stands_at_its_field(self, cast: Cast, client: Client, ref: str) -> None:
        with tenant(cast.frontier.pk):
            ours = key_of(cast, "borealis.liaison")
        _signed_in(client, cast, "borealis.liaison")
        data = {"evidence": [text("log.txt.age", samples.aged())], "sealed_to": [str(ours.to_public())]}
        answer = client.post(_url("add_evidence", ref), data)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "is sealed already" in page
        assert "There is a problem" in page

    def test_the_state_of_the_scan_is_said_plainly(self, cast: Cast, client: Client, ref: str, settings: Any) -> None:
        with tenant(cast.frontier.pk):
            add(cast, ref, text("first.txt"))
        _signed_in(client, cast, "clerk")
        assert "Not scanned" in client.get(_url("detail", ref)).content.decode()
        settings.CLAMAV_URL = "tcp://127.0.0.1:1"
        with tenant(cast.frontier.pk):
            [file] = add(cast, ref, text("second.txt"))
        theirs = client.get(_url("detail", ref)).content.decode()
        assert "Waiting for the scanner" in theirs
        assert f"/files/{file.uid}/" not in theirs
        own = _signed_in(client, cast, "borealis.liaison").get(_url("detail", ref)).content.decode()
        assert f"/files/{file.uid}/" in own
        assert "only your organisation can have it" in own
        with clamd() as daemon:
            settings.CLAMAV_URL = daemon.address
            scan_next(cast.frontier.pk, now=NOW)
        assert "Scanned, clean" in client.get(_url("detail", ref)).content.decode()


class TestMachines:
    def test_the_answer_says_scan_seal_and_readers(self, cast: Cast, client: Client, ref: str) -> None:
        with tenant(cast.frontier.pk):
            ours = str(key_of(cast, "borealis.liaison").to_public())
        _signed_in(client, cast, "borealis.liaison")
        plain = client.post(_api(ref), {"file": text()}).json()
        assert (plain["scan"], plain["sealed"], plain["sealed_for"]) == ("unscanned", "", [])
        sealed = client.post(_api(ref), {"file": text(), "sealed_to": [ours]}).json()
        assert (sealed["name"], sealed["sealed"], sealed["sealed_for"]) == ("log.txt.age", "portal", [ours])
        before = client.post(_api(ref), {"file": text("a.age", samples.aged())}).json()
        assert (before["sealed"], before["sealed_for"]) == ("filer", [])
        rows = client.get(_api(ref)).json()["results"]
        assert [row["sealed"] for row in rows] == ["", "portal", "filer"]

    def test_a_key_that_is_not_there_is_named_as_the_field(self, cast: Cast, client: Client, ref: str) -> None:
        _signed_in(client, cast, "borealis.liaison")
        nobody = str(pyrage.x25519.Identity.generate().to_public())
        answer = client.post(_api(ref), {"file": text(), "sealed_to": [nobody]})
        assert answer.status_code in {400, 422}
        assert "not registered here any more" in answer.content.decode()


ZEROS = samples.container({"zeros": b"\0" * 20_000_000})
BAD = {
    "a zip bomb": ("a.docx", samples.office("word/document.xml", {"word/media/z.xml": b"\0" * 20_000_000}), "unpack"),
    "a nested bomb": ("a.docx", samples.office("word/document.xml", {"word/embeddings/a.xlsx": ZEROS}), "unpack"),
    "a PDF that is a ZIP": ("a.pdf", samples.pdf() + samples.container({"a": b"a"}), "holds a ZIP archive, too"),
    "a GIF that is a script": ("a.gif", b"GIF89a/*" + samples.image("GIF")[8:] + b"*/=1;alert(1)//", "a script, too"),
    "a page of the web in a picture": ("a.png", samples.image("PNG") + b"<script>x</script>", "of the web, too"),
    "an archive": ("a.zip", samples.container({"a": b"a"}), "is an archive"),
    "a program behind a turned name": ("log\u202efdp.exe", b"MZ", "is of a type that is not taken"),
    "a path as a name": ("../../etc/passwd", b"root", "“passwd” is of a type that is not taken"),
    "no name left": ("\u202e.txt", b"a", "is of a type"),
}


@pytest.mark.parametrize("what", BAD)
class TestBadInput:
    def test_by_the_page(self, cast: Cast, client: Client, ref: str, what: str) -> None:
        name, content, part = BAD[what]
        _signed_in(client, cast, "borealis.liaison")
        answer = client.post(_url("add_evidence", ref), {"evidence": [SimpleUploadedFile(name, content)]})
        assert answer.status_code == 422
        assert part in answer.content.decode()
        _none(cast)

    def test_by_the_api(self, cast: Cast, client: Client, ref: str, what: str) -> None:
        name, content, part = BAD[what]
        _signed_in(client, cast, "borealis.liaison")
        answer = client.post(_api(ref), {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code in {400, 422}
        assert part in answer.json()["detail"] + str(answer.json())
        _none(cast)


def _none(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        assert not File.objects.exists()


class TestSizesAndNames:
    def test_nothing_at_all_is_refused(self, cast: Cast, client: Client, ref: str) -> None:
        _signed_in(client, cast, "borealis.liaison")
        page = client.post(_url("add_evidence", ref), {"evidence": [SimpleUploadedFile("a.txt", b"")]})
        assert page.status_code == 422
        assert "is empty" in page.content.decode()
        api = client.post(_api(ref), {"file": SimpleUploadedFile("a.txt", b"")})
        assert api.status_code in {400, 422}
        assert "empty" in api.content.decode()
        _none(cast)

    def test_what_is_too_large_is_refused_with_its_size(
        self, cast: Cast, client: Client, ref: str, settings: Any
    ) -> None:
        settings.FILES_MAX_BYTES = 1024 * 1024
        _signed_in(client, cast, "borealis.liaison")
        for url, field in ((_url("add_evidence", ref), "evidence"), (_api(ref), "file")):
            answer = client.post(url, {field: SimpleUploadedFile("huge.txt", b"x" * 12 * 1024 * 1024)})
            assert answer.status_code in {400, 422}
            assert "has 12 MB; the most is 1 MB" in answer.content.decode()
        _none(cast)

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("C:\\Users\\me\\log.txt", "log.txt"),
            ("..\\..\\log.txt", "log.txt"),
            ("lo\u202eg\u2066.txt", "log.txt"),
            ("a\r\nb.txt", "a b.txt"),
            ("Störung “Nacht”.txt", "Störung “Nacht”.txt"),
        ],
    )
    def test_a_name_is_kept_safe(self, cast: Cast, client: Client, ref: str, given: str, kept: str) -> None:
        _signed_in(client, cast, "borealis.liaison")
        upload = SimpleUploadedFile("x.txt", b"a")
        upload._name = given  # type: ignore[attr-defined]
        with tenant(cast.frontier.pk):
            [file] = add(cast, ref, upload)
        assert file.name == kept


class TestDownloads:
    def _taken(self, cast: Cast, ref: str, times: int, by: str = "clerk") -> None:
        with tenant(cast.frontier.pk):
            file = File.objects.filter(subject_ref=ref).first() or add(cast, ref, text())[0]
            for _time in range(times):
                note_download(viewer=cast.viewer(by), now=NOW, file=file)

    def test_the_reporting_organisation_sees_who_took_what(self, cast: Cast, client: Client, ref: str) -> None:
        self._taken(cast, ref, 0)
        own = _signed_in(client, cast, "borealis.representative")
        assert "Nobody yet." in own.get(_url("detail", ref)).content.decode()
        with tenant(cast.frontier.pk):
            uid = File.objects.get().uid
        _signed_in(client, cast, "clerk").get(f"/c/frontier/files/{uid}/").getvalue()
        _signed_in(client, cast, "clerk").get(f"/api/v1/committees/frontier/files/{uid}/").getvalue()
        page = _signed_in(client, cast, "borealis.representative").get(_url("downloads", ref)).content.decode()
        assert page.count(cast.viewer("clerk").label) == 2
        beside = client.get(_url("detail", ref)).content.decode()
        assert "Who has downloaded evidence" in beside
        assert cast.viewer("clerk").label in beside

    def test_nobody_else_does(self, cast: Cast, client: Client, ref: str) -> None:
        self._taken(cast, ref, 1, by="aster.representative")
        for name in ("clerk", "aster.representative", "auditor"):
            _signed_in(client, cast, name)
            assert "Who has downloaded evidence" not in client.get(_url("detail", ref)).content.decode()
            assert client.get(_url("downloads", ref)).status_code == 409
            assert client.get(_url("downloads_csv", ref)).status_code == 409
        assert _signed_in(client, cast, "cygnus.liaison").get(_url("downloads", ref)).status_code == 404

    def test_more_than_twenty_are_paged_and_the_files_hold_all(self, cast: Cast, client: Client, ref: str) -> None:
        self._taken(cast, ref, 23)
        _signed_in(client, cast, "borealis.liaison")
        first = client.get(_url("downloads", ref)).content.decode()
        assert first.count("log.txt") == 20
        assert "Older" in first
        csv = client.get(_url("downloads_csv", ref))
        assert csv.content.decode("utf-8-sig").count("log.txt") == 23
        assert client.get(_url("downloads_xlsx", ref)).status_code == 200
        assert "All downloads" in client.get(_url("detail", ref)).content.decode()

    def test_an_empty_list_says_so(self, cast: Cast, client: Client, ref: str) -> None:
        page = _signed_in(client, cast, "borealis.liaison").get(_url("downloads", ref)).content.decode()
        assert "Nobody has downloaded anything yet" in page

    def test_a_name_that_a_spreadsheet_would_run_is_harmless(self, cast: Cast, client: Client, ref: str) -> None:
        with tenant(cast.frontier.pk):
            [file] = add(cast, ref, text("=cmd.txt"))
            note_download(viewer=cast.viewer("clerk"), now=NOW, file=file)
        csv = _signed_in(client, cast, "borealis.liaison").get(_url("downloads_csv", ref)).content.decode()
        assert "'=cmd.txt" in csv

    def test_pages_take_the_same_queries_for_few_and_for_many(self, cast: Cast, client: Client, ref: str) -> None:
        with tenant(cast.frontier.pk):
            ours = key_of(cast, "borealis.liaison")
            add(cast, ref, text(), readers=(ours,))
        self._taken(cast, ref, 1)
        _signed_in(client, cast, "borealis.liaison")
        pages = (_url("detail", ref), _url("downloads", ref), _url("downloads_csv", ref), _api(ref))
        few = [_queries(client, page) for page in pages]
        with tenant(cast.frontier.pk):
            more = [key_of(cast, name, "my") for name in ("clerk", "auditor", "observer.eu")]
            for _number in range(6):
                add(cast, ref, text(), readers=(ours, *more))
        self._taken(cast, ref, 15, by="aster.representative")
        many = [_queries(client, page) for page in pages]
        assert [after <= before for before, after in zip(few, many, strict=True)] == [True] * 4, (few, many)
        with tenant(cast.frontier.pk):
            assert Download.objects.count() == 16


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as made:
        assert client.get(page).status_code == 200
    return len(made)


def test_an_age_file_of_seventy_kilobytes_goes_there_and_back(frontier: Cast, blobs: Path) -> None:
    ours = key_of(frontier, "borealis.liaison")
    large = samples.image("PNG", (3000, 2000))
    upload = SimpleUploadedFile("large.png", io.BytesIO(large).read())
    [file] = add(frontier, filed(frontier).ref, upload, readers=(ours,))
    assert pyrage.decrypt(bytes_of(file, blobs), [ours]) == large
