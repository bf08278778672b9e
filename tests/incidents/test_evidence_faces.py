"""Evidence by page and API: readers are chosen, and what is harmful is refused at its field."""

from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.files.models import File, SealedFor
from apps.files.services.scanning import scan_next
from apps.incidents.services.drafting import start_draft
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.files import samples
from tests.files.clamd import clamd
from tests.incidents.factory import filed
from tests.incidents.proving import SECRET, add, key_of, text

pytestmark = pytest.mark.django_db


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
