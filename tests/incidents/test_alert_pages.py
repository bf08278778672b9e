"""The pages and the API of alerts and threads, as people and machines use them."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import AlertRecipient, Incident, IncidentAlert, IncidentThread, ThreadMessage, ThreadParty
from apps.incidents.services.alerts import add_alert_update, answer_alert
from apps.incidents.services.handling import withdraw
from apps.incidents.services.threads import write_message
from apps.incidents.states import AlertState, PartyState, ReceiptState
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.alerting import TEXT, alerted, spoken
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

API = "/api/v1/committees/frontier/alerts/"
Open = Callable[[str], Client]


@pytest.fixture
def report(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Incident:
    """Of Borealis, TLP:AMBER, naming the European authority; the portal's clock stands at NOW."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    with tenant(cast.frontier.pk):
        return filed(cast, recipients=["eu-office"])


@pytest.fixture
def alert(cast: Cast, report: Incident) -> IncidentAlert:
    with tenant(cast.frontier.pk):
        return alerted(cast, report)


@pytest.fixture
def thread(cast: Cast, report: Incident) -> IncidentThread:
    with tenant(cast.frontier.pk):
        return spoken(cast, report, "eu-office")


@pytest.fixture
def opened(cast: Cast, client: Client) -> Open:
    """The browser of somebody."""

    def sign_in(name: str) -> Client:
        client.force_login(cast[name].person)
        return client

    return sign_in


def _url(name: str, *parts: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *parts])


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def _form(**changes: Any) -> dict[str, Any]:
    return TEXT | {"key": str(uuid4())} | changes


def test_an_alert_is_written_read_over_and_sent(cast: Cast, report: Incident, opened: Open) -> None:
    client = opened("borealis.liaison")
    detail, address = _read(client, _url("detail", report.ref)), _url("alert_compose", report.ref)
    assert address in detail
    page = _read(client, address)
    for words in ("nothing of the report", "Aster", "Cygnus", "Act at once", "Read it over"):
        assert words in page
    given = _form(tlp="TLP:GREEN", urgency="act_at_once", recipients=["cygnus"])
    preview = client.post(address, given)
    shown = preview.content.decode()
    assert preview.status_code == 200
    for words in (
        "Nothing has been sent",
        TEXT["seen"],
        "Every seat of the committee",
        "People will be woken",
        "is alerted",
    ):
        assert words in shown
    assert cast["observer.california"].holder in shown
    with tenant(cast.frontier.pk):
        assert not IncidentAlert.objects.exists()
    changed = client.post(address, given | {"change": "1"}).content.decode()
    assert TEXT["seen"] in changed
    assert "There is a problem" not in changed
    sent = client.post(address, given | {"confirm": "1"})
    again = client.post(address, given | {"confirm": "1"})
    assert sent.status_code == 302
    assert sent["Location"] == again["Location"]
    with tenant(cast.frontier.pk):
        alert = IncidentAlert.objects.get()
        assert [row.organisation.key for row in alert.recipients.all()] == ["cygnus"]
    page = _read(client, sent["Location"])
    for words in ("Who has it", "Cygnus", "Not yet; by", "Give the all-clear", report.ref):
        assert words in page
    assert alert.title in _read(client, _url("detail", report.ref))


def test_what_is_missing_comes_back_with_what_was_typed(cast: Cast, report: Incident, opened: Open) -> None:
    client = opened("borealis.liaison")
    for more in ({}, {"confirm": "1"}):
        answer = client.post(_url("alert_compose", report.ref), _form(title="", recipients=[]) | more)
        page = answer.content.decode()
        assert answer.status_code == 422
        for words in ("There is a problem", "Say in one line", "Choose at least one lab", TEXT["seen"], "#id_title"):
            assert words in page
    with tenant(cast.frontier.pk):
        assert not IncidentAlert.objects.exists()


def test_a_clerk_is_offered_only_what_the_label_allows(report: Incident, opened: Open) -> None:
    client = opened("clerk")
    page = _read(client, _url("alert_compose", report.ref))
    assert "The report’s label holds" in page
    assert 'value="aster"' in page
    assert 'value="cygnus"' not in page
    assert 'value="TLP:AMBER"' in page
    assert 'value="TLP:GREEN"' not in page
    refused = client.post(_url("alert_compose", report.ref), _form(recipients=["cygnus"], confirm="1"))
    assert refused.status_code == 422


def test_where_no_lab_may_be_alerted_the_page_says_whom_to_ask(cast: Cast, report: Incident, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        narrow = filed(cast, tlp="TLP:RED", recipients=["secretariat"])
    page = _read(opened("clerk"), _url("alert_compose", narrow.ref))
    assert "There is no lab that you may alert" in page


def test_a_lab_reads_acknowledges_and_answers(cast: Cast, alert: IncidentAlert, opened: Open) -> None:
    client, page = opened("cygnus.liaison"), _url("alert", alert.ref)
    shown = _read(client, page)
    for words in (TEXT["seen"], TEXT["recognise"], TEXT["action"], TEXT["contact"], "Not acknowledged yet", "24 hours"):
        assert words in shown
    for words in ("Who has it", alert.incident.ref, "Give the all-clear"):
        assert words not in shown
    assert client.post(_url("alert_acknowledge", alert.ref)).url == page
    assert client.post(_url("alert_acknowledge", alert.ref)).status_code == 409
    wrong = client.post(_url("alert_answer", alert.ref), {"words": "Hm."})
    assert wrong.status_code == 422
    assert "Hm." in wrong.content.decode()
    given = {"answer": "seen_here", "words": "Two hosts, too.", "share": "on"}
    assert client.post(_url("alert_answer", alert.ref), given).url == page
    assert "Change the answer" in _read(client, page)
    assert "Two hosts, too." in _read(opened("aster.alternate"), page)
    board = _read(opened("borealis.liaison"), page)
    for words in ("Seen here, too", cast["cygnus.liaison"].holder, "Two hosts, too."):
        assert words in board


def test_what_is_new_and_the_all_clear_stand_on_the_page(cast: Cast, alert: IncidentAlert, opened: Open) -> None:
    client, page = opened("borealis.liaison"), _url("alert", alert.ref)
    assert client.post(_url("alert_update", alert.ref), {"text": ""}).status_code == 422
    assert client.post(_url("alert_update", alert.ref), {"text": "Another host."}).url == page
    assert client.post(_url("alert_end", alert.ref), {"words": ""}).status_code == 422
    assert client.post(_url("alert_end", alert.ref), {"words": "The hole is closed."}).url == page
    shown = _read(opened("cygnus.liaison"), page)
    for words in ("Another host.", "All clear", "The hole is closed."):
        assert words in shown
    assert _url("alert_acknowledge", alert.ref) not in shown
    with tenant(cast.frontier.pk):
        assert IncidentAlert.objects.get().state == AlertState.ENDED


def test_lists_are_empty_in_words_and_narrowed_by_tabs(cast: Cast, report: Incident, opened: Open) -> None:
    client = opened("cygnus.liaison")
    assert "No alerts yet" in _read(client, _url("alerts"))
    assert "has got no alert" in _read(client, f"{_url('alerts')}?which=received")
    assert "has sent no alert" in _read(client, f"{_url('alerts')}?which=sent")
    with tenant(cast.frontier.pk):
        alert = alerted(cast, report)
    assert alert.title in _read(client, f"{_url('alerts')}?which=received")
    assert "Acknowledge it" in _read(client, _url("alerts"))
    assert "has sent no alert" in _read(client, f"{_url('alerts')}?which=sent")
    assert "0 of 2 acknowledged" in _read(opened("borealis.liaison"), f"{_url('alerts')}?which=sent")
    assert _url("alerts") in _read(client, _url("listing"))


def test_lists_and_boards_are_taken_away(cast: Cast, alert: IncidentAlert, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        actor = cast.viewer("cygnus.liaison")
        answer_alert(actor=actor, now=NOW, ref=alert.ref, answer="looking", words="=1+1")
    lab = opened("borealis.liaison")
    assert f"{alert.ref},{TEXT['title']},act_soon,TLP:AMBER+STRICT,Borealis" in _read(lab, _url("alerts_export"))
    board = _read(lab, _url("alert_board", alert.ref))
    assert "Aster" in board
    assert "looking,'=1+1" in board
    own = _read(opened("aster.liaison"), _url("alert_board", alert.ref))
    assert "Aster" in own
    assert "Cygnus" not in own


def test_long_lists_are_paged(cast: Cast, report: Incident, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        for number in range(52):
            alerted(cast, report, title=f"Alert {number:02d}", recipients=["cygnus"])
    client = opened("cygnus.liaison")
    first = client.get(_url("alerts"))
    assert len(first.context["rows"]) == 50
    second = client.get(_url("alerts") + first.context["older"])
    assert [row.title for row, _tags, _standing in second.context["rows"]] == ["Alert 01", "Alert 00"]


def test_pages_of_alerts_take_the_same_number_of_queries_with_few_and_with_many(
    cast: Cast, alert: IncidentAlert, opened: Open
) -> None:
    lab = opened("borealis.liaison")
    before = [_queries(lab, _url("alerts")), _queries(lab, _url("alert", alert.ref))]
    with tenant(cast.frontier.pk):
        for number in range(12):
            alerted(cast, alert.incident, title=f"Alert {number}")
            add_alert_update(actor=cast.viewer("borealis.liaison"), now=NOW, ref=alert.ref, text="More.")
        for name in ("aster.liaison", "cygnus.liaison"):
            answer_alert(actor=cast.viewer(name), now=NOW, ref=alert.ref, answer="looking", words="Yes.", share=True)
    assert [_queries(lab, _url("alerts")), _queries(lab, _url("alert", alert.ref))] == before


def test_a_machine_reads_acknowledges_and_answers(cast: Cast, alert: IncidentAlert, opened: Open) -> None:
    client = opened("cygnus.liaison")
    [line] = client.get(API, {"which": "received"}).json()["results"]
    assert (line["ref"], line["acknowledgement"], line["sent_by"]) == (alert.ref, "asked", "borealis")
    assert client.get(API, {"which": "x"}).status_code == 400
    read = client.get(f"{API}{alert.ref}/").json()
    assert (read["seen"], read["sent_to"]) == (TEXT["seen"], ["Aster", "Cygnus"])
    assert [row["organisation"] for row in read["standing"]] == ["cygnus"]
    done = client.post(f"{API}{alert.ref}/acknowledge/")
    assert (done.status_code, done.json()["standing"][0]["acknowledged_at"]) == (200, "2026-11-21T12:00:00Z")
    assert client.post(f"{API}{alert.ref}/acknowledge/").status_code == 409
    body = json.dumps({"answer": "not_affected", "words": "No uploads.", "share": True})
    said = client.post(f"{API}{alert.ref}/answer/", body, content_type="application/json")
    assert said.json()["shared_answers"][0]["words"] == "No uploads."
    wrong = client.post(f"{API}{alert.ref}/answer/", '{"answer": "maybe"}', content_type="application/json")
    assert wrong.status_code == 400
    with tenant(cast.frontier.pk):
        row = AlertRecipient.objects.get(organisation__key="cygnus")
        assert (row.state, row.answer) == (ReceiptState.ACKNOWLEDGED, "not_affected")
    assert opened("observer.california").get(f"{API}{alert.ref}/").status_code == 404


def test_a_thread_is_opened_and_written_in(cast: Cast, report: Incident, opened: Open) -> None:
    client, address = opened("borealis.liaison"), _url("thread_open", report.ref)
    assert address in _read(client, _url("detail", report.ref))
    page = _read(client, address)
    assert 'value="eu-office"' in page
    assert 'value="cygnus"' not in page
    wrong = client.post(address, {"key": str(uuid4()), "subject": "The weights", "text": ""})
    assert wrong.status_code == 422
    assert "The weights" in wrong.content.decode()
    given = {"key": str(uuid4()), "subject": "The weights", "text": "Which host?", "parties": ["eu-office"]}
    made = client.post(address, given)
    assert made.status_code == 302
    page = _read(client, made["Location"])
    for words in ("Only the parties read this", "Which host?", "Eu Office", "Leave"):
        assert words in page
    authority = opened("observer.eu")
    assert "New" in _read(authority, _url("threads"))
    with tenant(cast.frontier.pk):
        thread = IncidentThread.objects.get()
    assert _read(authority, _url("thread", thread.ref)).count(">New<") == 1
    assert ">New<" not in _read(authority, _url("thread", thread.ref))
    assert authority.post(_url("thread_write", thread.ref), {"text": " "}).status_code == 422
    assert authority.post(_url("thread_write", thread.ref), {"text": "Lyon."}).status_code == 302
    assert "The weights" in _read(authority, _url("detail", report.ref))
    assert "The weights" not in _read(opened("clerk"), _url("detail", report.ref))
    assert "No threads" in _read(opened("clerk"), _url("threads"))


def test_another_party_is_asked_for_agreed_to_and_leaves(cast: Cast, thread: IncidentThread, opened: Open) -> None:
    page = _url("thread", thread.ref)
    lab = opened("borealis.liaison")
    assert lab.post(_url("thread_ask_party", thread.ref), {"organisation": ""}).status_code == 422
    assert lab.post(_url("thread_ask_party", thread.ref), {"organisation": "secretariat"}).url == page
    assert "Not all have agreed yet" in _read(lab, page)
    assert _url("thread_agree", thread.ref, "secretariat") not in _read(lab, page)
    authority = opened("observer.eu")
    assert _url("thread_agree", thread.ref, "secretariat") in _read(authority, page)
    assert authority.post(_url("thread_agree", thread.ref, "secretariat")).url == page
    clerk = opened("clerk")
    shown = _read(clerk, page)
    assert "Nothing has been written since your organisation joined" in shown
    assert "Which host" not in shown
    assert clerk.post(_url("thread_leave", thread.ref)).url == _url("threads")
    assert clerk.get(page).status_code == 404
    lab = opened("borealis.liaison")
    lab.post(_url("thread_ask_party", thread.ref), {"organisation": "veritas"})
    assert opened("observer.eu").post(_url("thread_refuse", thread.ref, "veritas")).url == page
    with tenant(cast.frontier.pk):
        assert ThreadParty.objects.get(organisation__key="veritas").state == PartyState.REFUSED


def test_a_thread_is_taken_away_and_closes_with_its_report(cast: Cast, thread: IncidentThread, opened: Open) -> None:
    client = opened("observer.eu")
    assert "Borealis,Liaison,Which host was it?" in _read(client, _url("thread_csv", thread.ref))
    told = client.get(_url("thread_json", thread.ref)).json()
    assert (told["subject"], told["parties"]) == ("The weights", ["borealis", "eu-office"])
    assert [one["text"] for one in told["messages"]] == ["Which host was it?"]
    with tenant(cast.frontier.pk):
        actor = cast.viewer("borealis.liaison")
        withdraw(actor=actor, now=NOW, ref=thread.incident.ref, reason="Twice.")
    page = _read(client, _url("thread", thread.ref))
    assert "Closed with the report" in page
    assert _url("thread_write", thread.ref) not in page
    assert client.post(_url("thread_write", thread.ref), {"text": "More."}).status_code == 409


def test_long_threads_are_paged_and_take_the_same_number_of_queries(
    cast: Cast, thread: IncidentThread, opened: Open
) -> None:
    client, page = opened("borealis.liaison"), _url("thread", thread.ref)
    before = [_queries(client, page), _queries(client, _url("threads"))]
    with tenant(cast.frontier.pk):
        for number in range(50):
            write_message(actor=cast.viewer("borealis.liaison"), now=NOW, ref=thread.ref, text=f"Word {number}")
        for number in range(10):
            spoken(cast, thread.incident, "eu-office", "secretariat", subject=f"Thread {number}")
        assert ThreadMessage.objects.filter(thread=thread).count() == 51
    first = client.get(page)
    assert first.context["messages_shown"][0][0].text == "Word 49"
    assert len(first.context["messages_shown"]) == 50
    older = client.get(page + first.context["older"])
    assert [row.text for row, _new in older.context["messages_shown"]] == ["Which host was it?"]
    assert [_queries(client, page), _queries(client, _url("threads"))] == before
