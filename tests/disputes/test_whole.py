"""The whole record of a case as PDF and as ZIP: all that the reader may read, with contents and page numbers, and no more."""

import hashlib
import json
import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pikepdf import Pdf

from apps.committees.states import Role
from apps.disputes.models import Case, Service
from apps.disputes.selectors.whole import files_of, printed, whole_record
from apps.disputes.states import DocumentKind
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.disputes import paneling
from tests.disputes.filing import begun, entered, filed, opened
from tests.disputes.paneling import THEM, US
from tests.disputes.placing import seat_somebody
from tests.pdf import pages_of

OPEN_WORDS = "It ran the whole summer"
SEALED_WORDS, COUNSEL_WORDS, TALK = "forty thousand chips", "the recipe of Cygnus", "We might pay a little"
REPLY = f"{OPEN_WORDS}.\n\nOn [[{SEALED_WORDS}]], by [[counsel: {COUNSEL_WORDS}]]."


@pytest.fixture
def open_cast(cast: Cast) -> Iterator[Cast]:
    """The cast within its committee, for making cases."""
    with tenant(cast.frontier.pk):
        yield cast


def _case(cast: Cast) -> Case:
    """A complaint that was opened, a reply with sealed passages that was opened, a word in the settlement thread."""
    case = filed(cast)
    opened(cast, case)
    entered(cast, case, DocumentKind.REPLY, THEM, REPLY)
    opened(cast, case, US, name="2")
    entered(cast, case, DocumentKind.SETTLEMENT, THEM, TALK)
    opened(cast, case, US, name="S1")
    return case


def _get(cast: Cast, case: Case, who: str, kind: str = "pdf") -> bytes:
    client = Client()
    client.force_login(cast[who].person)
    session = client.session
    session["seat:frontier"] = cast[who].pk
    session.save()
    answer = client.get(f"/c/frontier/disputes/{case.ref}/record.{kind}")
    assert answer.status_code == 200
    return answer.content


def _text(cast: Cast, case: Case, who: str) -> str:
    return " ".join(" ".join(pages_of(_get(cast, case, who))).split())


READS = {
    "borealis.representative": (True, True, True),
    "aster.representative": (True, False, True),
    "aster.counsel": (True, True, True),
    "clerk": (True, True, False),
    "cygnus.representative": (False, False, False),
    "independent": (False, False, False),
}
"""Who reads the sealed passage, the one for counsel only, and the settlement thread."""


@pytest.mark.parametrize(("who", "reads"), READS.items(), ids=READS)
def test_what_is_sealed_is_absent_from_the_text_layer(open_cast: Cast, who: str, reads: tuple[bool, ...]) -> None:
    case = _case(open_cast)
    seat_somebody(open_cast, "aster.counsel", "aster", Role.COUNSEL, matter=case.ref)
    text = _text(open_cast, case, who)
    assert tuple(words in text for words in (SEALED_WORDS, COUNSEL_WORDS, TALK)) == reads
    names = {f"{case.ref}/{name}" for name in ZipFile(BytesIO(_get(open_cast, case, who, "zip"))).namelist()}
    assert any("S1-" in name for name in names) == reads[2]


def test_it_opens_has_contents_with_the_right_pages_and_a_number_on_each(open_cast: Cast) -> None:
    case = _case(open_cast)
    pages = pages_of(_get(open_cast, case, THEM))
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
        assert case.ref in page
    contents = next(page for page in pages if "Contents" in page)
    said = dict(re.findall(r"((?:S?\d+ · [A-Z][^.]*?)|Deadlines|What happened)[ .]*\.[ .]*(\d+)", contents))
    assert len(said) == 5
    for heading, number in said.items():
        assert heading.strip() in pages[int(number) - 1]
    with Pdf.open(BytesIO(_get(open_cast, case, THEM))) as pdf, pdf.open_outline() as outline:
        assert [one.title for one in outline.root][-3:] == ["Docket", "Deadlines", "What happened"]


def test_what_ones_own_side_has_not_opened_is_listed_and_not_shown(open_cast: Cast) -> None:
    case = filed(open_cast)
    text = _text(open_cast, case, THEM)
    assert "not opened yet" in text
    assert "did not declare" not in text
    listed = json.loads(ZipFile(BytesIO(_get(open_cast, case, THEM, "zip"))).read(f"{case.ref}/manifest.json"))
    assert listed["papers"][0]["opened"] is False
    assert Service.objects.get(paper__case=case).opened_at is None


def test_a_marker_says_nothing_of_what_it_stands_for(open_cast: Cast) -> None:
    case = _case(open_cast)
    whole = whole_record(open_cast.viewer("independent"), case, NOW)
    marker = next(entry for entry in printed(whole)["entries"] if entry["name"] == "2")
    assert marker == {"name": "2", "title": "Sealed", "facts": [], "paragraphs": [], "note": "Sealed from you."}
    listed = json.loads(files_of(whole)["manifest.json"])["papers"]
    assert {"paper": "2", "sealed": True} in listed


def test_the_hashes_in_the_zip_are_right_and_the_text_is_what_was_filed(open_cast: Cast) -> None:
    case = _case(open_cast)
    archive = ZipFile(BytesIO(_get(open_cast, case, THEM, "zip")))
    lines = archive.read(f"{case.ref}/HASHES.txt").decode().splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert {f"{case.ref}/{name}" for name in (*told, "HASHES.txt")} == set(archive.namelist())
    for name, digest in told.items():
        assert hashlib.sha256(archive.read(f"{case.ref}/{name}")).hexdigest() == digest
    papers = {one["paper"]: one for one in json.loads(archive.read(f"{case.ref}/manifest.json"))["papers"]}
    assert papers["2"]["sha256"] == papers["2"]["sha256_as_filed"] == told["papers/2-reply.txt"]
    redacted = json.loads(ZipFile(BytesIO(_get(open_cast, case, US, "zip"))).read(f"{case.ref}/manifest.json"))
    assert "sha256_as_filed" not in next(one for one in redacted["papers"] if one["paper"] == "2")


def test_the_same_record_at_the_same_moment_is_the_same_file(open_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    case = _case(open_cast)
    _get(open_cast, case, THEM)
    assert _get(open_cast, case, THEM, "zip") == _get(open_cast, case, THEM, "zip")


def test_a_long_docket_costs_no_more_queries(open_cast: Cast) -> None:
    case = _case(open_cast)
    viewer = open_cast.viewer(THEM)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            printed(whole_record(viewer, case, NOW))
        return len(seen)

    before = queries()
    for _ in range(5):
        entered(open_cast, case, DocumentKind.CONSULTATION, US, "A [[secret]] word.")
    assert queries() == before


def test_a_draft_has_no_record_and_what_was_typed_is_no_markup(open_cast: Cast) -> None:
    case = filed(open_cast, text='#eval(read("/etc/passwd")) *bold* = [x](y)\n\nSecond.')
    assert '#eval(read("/etc/passwd")) *bold* = [x](y)' in _text(open_cast, case, US)
    begun(open_cast, case, DocumentKind.SETTLEMENT, US, "Not yet said.")
    assert "Not yet said." not in _text(open_cast, case, US)


def test_everybody_who_sits_gets_it(open_cast: Cast) -> None:
    case = paneling.composed(open_cast)
    text = _text(open_cast, case, "ada")
    assert "Article 3.2 is broken." in text
    assert TALK not in text
