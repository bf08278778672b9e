"""Disputes by the API, as a party's machine uses them."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.disputes.models import Case, Paper
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.disputes import filing
from tests.votes.pages import come

pytestmark = pytest.mark.django_db

API = "/api/v1/committees/frontier/disputes/"
BODY = {
    "title": "Chips that were not declared",
    "respondent": "borealis",
    "about": ["pau-2026-0003"],
    "text": "It did not declare them.\n\nIt used [[4 128 of them]].",
    "urgent": True,
}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    return client.post(API + path, json.dumps(body or {}), content_type="application/json", headers=headers)


def pointers(answer: Any) -> list[str]:
    return [row["pointer"] for row in answer.json()["errors"]]


def case_of(cast: Cast, **changes: Any) -> str:
    with tenant(cast.frontier.pk):
        return filing.filed(cast, **changes).ref


def test_a_complaint_is_filed_opened_and_answered_by_machines_alone(cast: Cast) -> None:
    aster, borealis = come(cast, "aster.representative"), come(cast, "borealis.representative")
    made = post(aster, "", BODY, Idempotency_Key="a")
    assert made.status_code == 201, made.content
    case = made.json()
    assert post(aster, "", BODY, Idempotency_Key="a").json()["ref"] == case["ref"]
    assert (case["stage"], case["urgent"], case["about"]) == ("complaint", True, ["PAU-2026-0003"])
    assert [(one["organisation"], one["capacity"]) for one in case["parties"]] == [
        ("aster", "complainant"), ("borealis", "respondent"),
    ]  # fmt: skip
    assert {tuple(one["owed_by"]) for one in case["deadlines"]} >= {("borealis",)}

    theirs = borealis.get(made["Location"]).json()
    assert theirs["asked"]["open"] == ["1"]
    assert "reply" in theirs["asked"]["write"]
    assert theirs["asked"]["due"], "the reply is owed by Borealis"
    unread = borealis.get(f"{made['Location']}docket/1/").json()
    assert (unread["to_open"], unread["paragraphs"], unread["sha256"]) == (True, [], None)
    opened = post(borealis, f"{case['ref']}/docket/1/open/")
    assert opened.json()["paragraphs"][1] == "It used 4 128 of them."
    assert opened.json()["sha256"], "it has read the whole text"
    assert opened.json()["services"][0]["opened_at"]
    assert post(borealis, f"{case['ref']}/docket/1/open/").status_code == 409

    reply = post(borealis, f"{case['ref']}/filings/", {"kind": "reply", "text": "We declared all."})
    assert reply.status_code == 201, reply.content
    assert (reply.json()["name"], reply.json()["late"], reply.json()["state"]) == ("2", False, "served")
    assert reply["Location"].endswith(f"{case['ref']}/docket/2/")
    lines = aster.get(f"{API}{case['ref']}/docket/").json()["results"]
    assert [(one["name"], one["kind"], one["author"], one["to_open"]) for one in lines] == [
        ("1", "complaint", "aster", False), ("2", "reply", "borealis", True),
    ]  # fmt: skip


def test_a_draft_stays_with_the_own_people_and_a_rehearsal_stores_nothing(cast: Cast) -> None:
    aster, borealis = come(cast, "aster.liaison"), come(cast, "borealis.representative")
    made = post(aster, "", {"title": "Not yet whole", "draft": True})
    assert (made.status_code, made.json()["stage"]) == (201, "draft")
    assert [one["ref"] for one in aster.get(f"{API}?stage=draft").json()["results"]] == [made.json()["ref"]]
    assert borealis.get(f"{API}?stage=draft").json()["results"] == []
    assert borealis.get(made["Location"]).status_code == 404
    with tenant(cast.frontier.pk):
        before = Case.objects.count()
    rehearsed = post(come(cast, "aster.representative"), "?dry_run=1", BODY)
    assert rehearsed.status_code == 200, rehearsed.content
    assert len(rehearsed.json()["deadlines"]) == 3
    with tenant(cast.frontier.pk):
        assert Case.objects.count() == before

    ref = case_of(cast)
    word = post(borealis, f"{ref}/filings/", {"kind": "settlement", "text": "We could agree.", "draft": True})
    assert (word.status_code, word.json()["state"], word.json()["sha256"]) == (201, "draft", None)
    own = borealis.get(f"{API}{ref}/filings/").json()["results"]
    assert [one["name"] for one in own] == [word.json()["name"]]
    assert aster.get(f"{API}{ref}/filings/").json()["results"] == []
    assert aster.get(word["Location"]).status_code == 404


def test_what_is_wrong_is_named_by_its_field_and_nothing_is_stored(cast: Cast) -> None:
    aster = come(cast, "aster.representative")
    assert pointers(post(aster, "", {"titel": "x", "urgent": "perhaps"})) == ["/urgent", "/titel"]
    assert sorted(pointers(post(aster, ""))) == ["/respondent", "/text", "/title"]
    assert pointers(post(aster, "", BODY | {"text": "one [[two"})) == ["/text"]
    with tenant(cast.frontier.pk):
        assert not Case.objects.exists()
    ref = case_of(cast)
    assert pointers(post(aster, f"{ref}/filings/", {"kind": "poem"})) == ["/kind"]
    long = {"kind": "panel_request", "text": "x", "terms": {"claims": ["a"], "verdict": "x"}}
    assert pointers(post(aster, f"{ref}/filings/", long)) == ["/terms/verdict"]
    early = post(aster, f"{ref}/filings/", long | {"terms": {"claims": ["a"]}})
    assert early.status_code == 409, "consultations have not ended"
    with tenant(cast.frontier.pk):
        assert Paper.objects.exclude(kind="complaint").count() == 0


def test_a_sealed_passage_and_a_sealed_number_are_cut_from_what_others_are_told(cast: Cast) -> None:
    ref = case_of(cast)
    read = come(cast, "cygnus.liaison").get(f"{API}{ref}/docket/1/").json()
    assert (read["sight"], read["cut"], read["sha256"]) == ("redacted", True, None)
    assert read["paragraphs"][1] == "It used [sealed]. This breaks article 3.2."
    with tenant(cast.frontier.pk):
        filing.entered(cast, Case.objects.get(ref=ref), filing.REPLY, "borealis.representative", text="Hidden words.")
    marker = come(cast, "cygnus.liaison").get(f"{API}{ref}/docket/").json()["results"][1]
    assert marker == {
        "name": "2", "sight": "marker", "kind": None, "title": "", "author": None, "panel": 0, "filed_at": None,
        "late": False, "sealed": True, "to_open": False, "services": [],
    }  # fmt: skip
    assert come(cast, "cygnus.liaison").get(f"{API}{ref}/docket/2/").status_code == 404


def test_the_list_is_narrowed_paged_and_asked_by_words_only_of_what_one_reads(cast: Cast) -> None:
    first, second = case_of(cast), case_of(cast, title="Late reports", respondent="cygnus")
    aster, auditor = come(cast, "aster.liaison"), come(cast, "auditor")

    def found(client: Client, query: str) -> list[str]:
        return [one["ref"] for one in client.get(f"{API}?{query}").json()["results"]]

    assert found(aster, "") == [second, first]
    assert found(aster, "party=cygnus") == found(aster, "q=late") == [second]
    assert found(aster, "stage=complaint&open=true") == [second, first]
    assert found(aster, "open=false") == []
    assert found(auditor, "") == [second, first]
    line = auditor.get(API).json()["results"][0]
    assert (line["reads"], line["title"], line["respondents"]) == (False, "", [])
    assert found(auditor, "party=cygnus") == found(auditor, "q=late") == []
    page = aster.get(f"{API}?limit=1").json()
    assert [one["ref"] for one in aster.get(page["next"]).json()["results"]] == [first]
    assert aster.get(f"{API}?stage=nowhere").status_code == 400


def test_answers_need_as_many_queries_for_many_papers_and_cases_as_for_few(cast: Cast) -> None:
    ref = case_of(cast)
    client = come(cast, "borealis.representative")
    addresses = [API, f"{API}{ref}/", f"{API}{ref}/docket/", f"{API}{ref}/filings/"]

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert client.get(address).status_code == 200
            counts.append(len(seen))
        return counts

    with tenant(cast.frontier.pk):
        case = Case.objects.get(ref=ref)
        filing.entered(cast, case, filing.SETTLEMENT, "aster.representative")
        filing.begun(cast, case, filing.SETTLEMENT, "borealis.liaison")
    few = queries()
    with tenant(cast.frontier.pk):
        for turn in range(4):
            filing.filed(cast, title=f"Another {turn}")
            filing.entered(cast, case, filing.SETTLEMENT, "aster.representative")
            filing.begun(cast, case, filing.SETTLEMENT, "borealis.liaison", text=f"Word {turn}")
    assert queries() == few
