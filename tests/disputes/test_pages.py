"""The pages of disputes: from the list to a filed complaint, its docket and its papers, as each may see them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.disputes.models import Case, Paper
from apps.disputes.services import complaining
from apps.disputes.states import Stage
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast

HOME = "/c/frontier/disputes/"
TOLD = {"title": "Chips that were not declared", "respondent": "borealis", "about": "pau-2026-0003", "text": "One.\n\nTwo [[hidden]]."}  # fmt: skip


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


def _client(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast[name].person)
    return client


def _page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", answer.content.decode())


def _filed(cast: Cast, **changes: Any) -> str:
    with tenant(cast.frontier.pk):
        actor = cast.viewer("aster.representative")
        ref = complaining.start_complaint(actor=actor, now=NOW).ref
        told = {name: value for name, value in TOLD.items() if name != "about"} | changes
        complaining.change_complaint(actor=actor, now=NOW, ref=ref, changes=told)
        complaining.file_complaint(actor=actor, now=NOW, ref=ref)
    return ref


def test_a_complaint_is_begun_written_checked_and_filed(cast: Cast) -> None:
    client = _client(cast, "aster.representative")
    assert "No disputes" in _page(client, HOME)
    begun = client.post(f"{HOME}new/")
    edit = begun.headers["Location"]
    assert client.post(edit, TOLD).headers["Location"] == f"{edit}check/"
    check = _page(client, f"{edit}check/")
    assert "“hidden”" in check
    assert "1 Dec 2026" in check, "when the reply would be due"
    assert "PAU-2026-0003" in check
    filed = client.post(f"{edit}file/")
    case = _page(client, filed.headers["Location"])
    assert "Aster against Borealis" in case
    assert "Complaint served" in case


def test_what_is_missing_is_named_and_nothing_is_lost(cast: Cast) -> None:
    client = _client(cast, "aster.representative")
    edit = client.post(f"{HOME}new/").headers["Location"]
    client.post(edit, {"text": "Only this."})
    check = _page(client, f"{edit}check/")
    for words in ("Choose the member", "Say in one line"):
        assert words in check
    assert client.post(f"{edit}file/").status_code == 422
    wrong = client.post(edit, TOLD | {"text": "one [[two", "about": "nonsense!"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "one [[two" in page
    assert "does not end" in page
    assert "Only this." in _page(client, edit)


def test_a_colleague_who_was_faster_is_not_overwritten(cast: Cast) -> None:
    first, second = _client(cast, "aster.representative"), _client(cast, "aster.liaison")
    edit = first.post(f"{HOME}new/").headers["Location"]
    assert second.post(edit, TOLD | {"title": "Hers", "seen": "1"}).status_code == 302
    clash = first.post(edit, TOLD | {"title": "His", "seen": "1"})
    assert clash.status_code == 409
    assert "His" in clash.content.decode()
    assert "Hers" in _page(first, edit)
    again = re.search(r'name="seen" value="(\d+)"', clash.content.decode())
    assert again
    assert first.post(edit, TOLD | {"title": "His", "seen": again[1]}).status_code == 302


def test_what_is_typed_is_kept_while_it_is_typed(cast: Cast) -> None:
    client = _client(cast, "aster.liaison")
    edit = client.post(f"{HOME}new/").headers["Location"]
    answer = client.post(f"{edit}save/", {"title": "Half a", "seen": "1"})
    assert 'value="2"' in answer.content.decode()
    assert "Half a" in _page(client, edit)


def test_a_paper_is_read_once_it_was_opened(cast: Cast) -> None:
    ref = _filed(cast)
    paper = f"{HOME}{ref}/papers/1/"
    lab = _client(cast, "borealis.representative")
    assert "Served on you and not opened" in _page(lab, f"{HOME}{ref}/")
    board = _page(lab, HOME)
    assert "Waiting to be opened" in board
    assert "Reply to the complaint" in board, "it is due before all else"
    assert "Two hidden." not in _page(lab, paper)
    assert lab.post(f"{paper}open/").status_code == 302
    assert "Two hidden." in _page(lab, paper)
    redacted = _page(_client(cast, "cygnus.liaison"), paper)
    assert "Two [sealed]." in redacted
    assert ("SHA-256" in _page(lab, paper), "SHA-256" in redacted) == (True, False), "a short passage could be guessed"


def test_a_paper_is_written_kept_and_filed(cast: Cast) -> None:
    ref = _filed(cast)
    lab = _client(cast, "borealis.representative")
    begun = lab.post(f"{HOME}{ref}/papers/new/", {"kind": "reply"})
    edit = begun.headers["Location"]
    empty = lab.post(edit, {"text": "", "file": "1"})
    assert empty.status_code == 422
    assert "Write the paper" in empty.content.decode()
    assert lab.post(edit, {"text": "It is not so."}).status_code == 302
    assert "What your organisation is writing" in _page(lab, f"{HOME}{ref}/")
    assert lab.post(edit, {"text": "It is not so.", "file": "1"}).status_code == 302
    with tenant(cast.frontier.pk):
        assert Case.objects.get(ref=ref).stage == Stage.REPLY
    assert "Filed and served as" in _page(lab, f"{HOME}{ref}/")
    assert _client(cast, "aster.liaison").get(edit).status_code == 404


def test_an_agent_is_named_and_a_complaint_withdrawn(cast: Cast) -> None:
    ref = _filed(cast)
    mine = _client(cast, "aster.representative")
    assert mine.post(f"{HOME}{ref}/agent/", {"seat": str(cast["borealis.representative"].uid)}).status_code == 422
    assert mine.post(f"{HOME}{ref}/agent/", {"seat": str(cast["aster.alternate"].uid)}).status_code == 302
    assert "Agent of record: Alternate" in _page(mine, f"{HOME}{ref}/")
    assert mine.post(f"{HOME}{ref}/withdraw/", {"because": " "}).status_code == 422
    assert mine.post(f"{HOME}{ref}/withdraw/", {"because": "We have settled it."}).status_code == 302
    page = _page(mine, f"{HOME}{ref}/")
    assert "Withdrawn" in page
    assert "Write a paper" not in page


def test_observers_see_that_there_is_a_case_and_nothing_of_it(cast: Cast) -> None:
    ref = _filed(cast)
    observer = _client(cast, "observer.eu")
    board = _page(observer, HOME)
    assert ref in board
    assert "Chips" not in board
    assert "Borealis against" not in board
    assert "Aster against" not in board
    assert observer.get(f"{HOME}{ref}/").status_code == 404
    assert _page(_client(cast, "counsel"), HOME).count(ref) == 0


@pytest.mark.parametrize("page", ["", "case"])
def test_a_page_costs_as_much_for_thirty_as_for_one(cast: Cast, page: str) -> None:
    ref = _filed(cast)
    client = _client(cast, "borealis.representative")
    address = HOME if not page else f"{HOME}{ref}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    with tenant(cast.frontier.pk):
        case, first = Case.objects.get(ref=ref), Paper.objects.get(case__ref=ref)
        for number in range(2, 31):
            first.pk, first.uid, first.number = None, uuid4(), number
            first.save()
        for number in range(30):
            case.pk, case.ref, case.uid = None, f"DSP-2026-{number:04d}", uuid4()
            case.save()
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
