"""Duties and packages over the API: a lab's tracker sends, an authority's machine reads and confirms receipt."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import Seat
from apps.committees.states import Role
from apps.incidents.models import Duty, Package, PackageVersion
from apps.incidents.services.adding import amend
from apps.incidents.services.packages import prepare, send
from apps.kernel.canonical import dumps, sha256
from apps.kernel.tenancy.context import tenant
from apps.membership.services import make_token
from tests.cast import BEGINNING, NOW, Cast
from tests.incidents.factory import filed, png
from tests.incidents.owing import CODE, breach, duty_of, owe
from tests.shared import own, shared

pytestmark = pytest.mark.django_db

BASE = "/api/v1/committees/frontier/incidents/"
KEY = f"{CODE}.initial"
JSON = "application/json"


stage = shared(owe)


@pytest.fixture
def cast(stage: tuple[Cast, int]) -> Cast:
    """The cast of the report, filed once for the module."""
    return own(stage[0])


@pytest.fixture
def owed(cast: Cast, stage: tuple[Cast, int], monkeypatch: pytest.MonkeyPatch) -> Duty:
    """The European first report that Borealis owes; the portal's clock stands at NOW."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    with tenant(cast.frontier.pk):
        return Duty.objects.select_related("incident").get(pk=stage[1])


@pytest.fixture
def sent(cast: Cast, owed: Duty) -> Duty:
    """The same, sent."""
    with tenant(cast.frontier.pk):
        send(actor=cast.viewer("borealis.liaison"), now=NOW, ref=owed.ref)
    return owed


def _client(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast[name].person)
    return client


def _path(duty: Duty, tail: str = f"packages/{KEY}/") -> str:
    return f"{BASE}{duty.incident.ref}/{tail}"


def _do(client: Client, duty: Duty, do: str, headers: dict[str, str] | None = None, **given: Any) -> Any:
    body = json.dumps({"do": do} | given)
    return client.post(_path(duty), body, content_type=JSON, headers=headers or {})


def _pointers(answer: Any) -> set[str]:
    assert answer.status_code == 400, answer.content
    return {error["pointer"] for error in answer.json()["errors"]}


def test_each_duty_says_what_it_is_by_when_why_and_by_which_rule(cast: Cast, owed: Duty) -> None:
    rows = _client(cast, "borealis.liaison").get(_path(owed, "duties/")).json()["results"]
    [row] = [row for row in rows if row["key"] == KEY]
    assert (row["regime"], row["version"], row["state"], row["zone"]) == (CODE, 1, "due", "Europe/Brussels")
    assert (row["because"], row["citation"], row["authority"]) == (owed.because, owed.citation, owed.authority)
    assert row["due_at"] is not None
    assert {row["state"] for row in rows} >= {"due", "not_owed"}


def test_a_possible_duty_names_the_question_that_decides_it(cast: Cast, owed: Duty) -> None:
    with tenant(cast.frontier.pk):
        incident = breach(cast, facts={})
    rows = _client(cast, "borealis.liaison").get(f"{BASE}{incident.ref}/duties/").json()["results"]
    [possible] = [row for row in rows if row["key"] == KEY]
    assert (possible["state"], possible["due_at"]) == ("possible", None)
    assert any("weights" in question for question in possible["questions"])
    assert possible["because"]
    assert possible["earliest_at"]


def test_what_has_passed_its_hour_is_late(cast: Cast, owed: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW + timedelta(days=30))
    rows = _client(cast, "borealis.liaison").get(_path(owed, "duties/")).json()["results"]
    assert {row["state"] for row in rows if row["key"] == KEY} == {"late"}


def test_an_authority_reads_what_was_sent_to_it_and_not_why_it_is_owed(cast: Cast, sent: Duty) -> None:
    client = _client(cast, "observer.eu")
    answer = client.get(_path(sent, "duties/"))
    [row] = answer.json()["results"]
    assert (row["key"], row["because"], row["questions"]) == (KEY, "", [])
    package = client.get(_path(sent)).json()
    assert (package["state"], package["next"], package["seen_by"], package["versions"]) == ("sent", None, [], [1])
    current = package["current"]
    assert sha256(dumps(current["content"])) == current["sha256"]
    assert sent.incident.title not in json.dumps(package)
    seen = _client(cast, "borealis.liaison").get(_path(sent)).json()["seen_by"]
    assert [row["organisation"] for row in seen] == ["eu-office", "borealis"]


def test_a_tracker_prepares_reads_over_and_sends(cast: Cast, owed: Duty) -> None:
    lab = _client(cast, "borealis.liaison")
    first = lab.get(_path(owed))
    assert (first.json()["state"], first.json()["current"], first["ETag"]) == ("preparing", None, '"0"')
    prepared = _do(lab, owed, "prepare", texts={"submitter": "Lena"}, left_out=["malicious"])
    after = prepared.json()["next"]
    assert (prepared.status_code, after["texts"]["submitter"], after["left_out"]) == (200, "Lena", ["malicious"])
    assert "model" in after["missing"]
    assert _pointers(_do(lab, owed, "send")) == {"/read"}
    assert "has changed" in _do(lab, owed, "send", read=first.json()["next"]["read"]).json()["errors"][0]["detail"]
    sent = _do(lab, owed, "send", read=after["read"]).json()
    assert (sent["state"], sent["duty"]["state"], sent["current"]["number"]) == ("sent", "sent", 1)
    assert sent["current"]["content"] == after["content"]
    again = _do(lab, owed, "send", read=sent["next"]["read"])
    assert _pointers(again) == {"/reason"}
    assert _do(lab, owed, "send", read=sent["next"]["read"], reason="More is known.").json()["versions"] == [2, 1]


def test_two_who_prepare_by_machine_do_not_write_over_each_other(cast: Cast, owed: Duty) -> None:
    lab = _client(cast, "borealis.liaison")
    tag = lab.get(_path(owed))["ETag"]
    assert _do(lab, owed, "prepare", {"If-Match": tag}, texts={"why": "One."}).status_code == 200
    assert _do(lab, owed, "prepare", {"If-Match": tag}, texts={"why": "Two."}).status_code == 412
    assert lab.get(_path(owed)).json()["next"]["texts"]["why"] == "One."


def test_what_went_by_the_official_channel_is_marked_with_its_proof(cast: Cast, owed: Duty) -> None:
    lab = _client(cast, "borealis.liaison")
    assert _pointers(_do(lab, owed, "mark_sent", sent_at=NOW.isoformat())) == {"/proof"}
    given = {"do": "mark_sent", "sent_at": NOW.isoformat(), "proof": png("receipt.png")}
    answer = lab.post(_path(owed), given)
    assert answer.status_code == 200, answer.content
    data = answer.json()
    assert (data["duty"]["state"], data["current"]["by_official_channel"]) == ("met", True)
    future = given | {"sent_at": (NOW + timedelta(days=1)).isoformat(), "proof": png()}
    assert lab.post(_path(owed), future).status_code == 409
    assert _client(cast, "observer.eu").get(_path(owed)).status_code == 404


def test_the_authority_receives_asks_is_answered_and_decides(cast: Cast, sent: Duty) -> None:
    authority, lab = _client(cast, "observer.eu"), _client(cast, "borealis.liaison")
    by = (NOW + timedelta(days=2)).isoformat()
    assert _do(authority, sent, "receive").json()["state"] == "received"
    assert _do(authority, sent, "receive").status_code == 409
    [question] = _do(authority, sent, "ask", text="Which weights?", answer_by=by).json()["questions"]
    assert question["answered_at"] is None
    assert _pointers(_do(lab, sent, "answer", question=question["id"])) == {"/text"}
    [answered] = _do(lab, sent, "answer", question=question["id"], text="Those of the planner.").json()["questions"]
    assert answered["answer"] == "Those of the planner."
    revised = _do(authority, sent, "require_revision", words="Name the model.", revise_by=by).json()
    assert (revised["state"], revised["decision"]) == ("revision_required", "Name the model.")
    assert _do(authority, sent, "accept").json()["state"] == "accepted"


def test_a_question_is_answered_under_its_own_duty_alone(cast: Cast, sent: Duty) -> None:
    with tenant(cast.frontier.pk):
        other = duty_of(breach(cast))
        send(actor=cast.viewer("borealis.liaison"), now=NOW, ref=other.ref)
        other = Duty.objects.select_related("incident").get(pk=other.pk)
    by = (NOW + timedelta(days=2)).isoformat()
    [question] = _do(_client(cast, "observer.eu"), other, "ask", text="And?", answer_by=by).json()["questions"]
    assert _do(_client(cast, "borealis.liaison"), sent, "answer", question=question["id"], text="x").status_code == 404


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"do": "burn"}, {"/do"}),
        ({}, {"/do"}),
        ({"do": "receive", "words": "Thanks"}, {"/words"}),
        ({"do": "prepare", "texts": {"why": 3 * ["x"]}}, {"/texts/why"}),
        ({"do": "prepare", "texts": {"narrative": "Other"}}, {"/narrative"}),
        ({"do": "prepare", "texts": {}, "colour": "red"}, {"/colour"}),
        ({"do": "ask", "text": "Which?", "answer_by": "soon"}, {"/answer_by"}),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, owed: Duty, body: dict[str, Any], pointers: set[str]) -> None:
    lab = _client(cast, "borealis.liaison")
    assert _pointers(lab.post(_path(owed), json.dumps(body), content_type=JSON)) == pointers


@pytest.mark.parametrize("name", ["clerk", "aster.representative", "auditor", "observer.california", "counsel", "eve"])
def test_nobody_else_reads_or_moves_it(cast: Cast, sent: Duty, name: str) -> None:
    client = _client(cast, name)
    absent = client.get(f"{BASE}INC-2026-0000/packages/{KEY}/")
    hidden = client.get(_path(sent))
    assert (hidden.status_code, hidden.json()) == (404, absent.json())
    assert _do(client, sent, "receive").status_code == 404


def test_counsel_for_the_report_reads_no_package(cast: Cast, sent: Duty) -> None:
    with tenant(cast.frontier.pk):
        cast.retain(sent.incident.ref)
    assert _client(cast, "counsel").get(_path(sent)).status_code == 404


def test_before_anything_is_sent_the_authority_finds_nothing(cast: Cast, owed: Duty) -> None:
    with tenant(cast.frontier.pk):
        prepare(actor=cast.viewer("borealis.liaison"), now=NOW, ref=owed.ref, texts={"why": "Because."})
    client = _client(cast, "observer.eu")
    assert client.get(_path(owed)).status_code == client.get(_path(owed, "duties/")).status_code == 404


@pytest.fixture
def machine(cast: Cast, sent: Duty) -> Client:
    """A machine of the European authority, by its token."""
    with tenant(cast.frontier.pk):
        office = cast["observer.eu"].organisation
        seat = Seat.objects.create(organisation=office, role=Role.SERVICE, name="Case system", starts_at=BEGINNING)
        made = make_token(
            actor=cast.viewer("observer.eu"), now=NOW, seat=seat, name="t", scopes=("read", "file"), days=30
        )  # fmt: skip
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


def test_an_authoritys_machine_reads_and_confirms_receipt_and_decides_nothing(machine: Client, sent: Duty) -> None:
    assert machine.get(_path(sent)).json()["current"]["number"] == 1
    assert _do(machine, sent, "receive").json()["state"] == "received"
    assert _do(machine, sent, "accept").status_code == 409
    assert _do(machine, sent, "send", read="1-x").status_code == 409


def test_an_authoritys_machine_learns_nothing_of_what_others_are_owed(cast: Cast, machine: Client) -> None:
    with tenant(cast.frontier.pk):
        open_one = filed(
            cast, tlp="TLP:GREEN", kind="harm", jurisdictions=["US-CA"], facts={"model_involved": True, "death": True}
        )  # fmt: skip
        assert Duty.objects.filter(incident=open_one).exclude(state="not_owed").exists()
    assert machine.get(f"{BASE}{open_one.ref}/duties/").json()["results"] == []


def test_the_answers_take_the_same_queries_whatever_they_hold(cast: Cast, sent: Duty) -> None:
    lab, paths = _client(cast, "borealis.liaison"), (_path(sent), _path(sent, "duties/"))
    before = [_queries(lab, path) for path in paths]
    with tenant(cast.frontier.pk):
        for number in range(4):
            actor = cast.viewer("borealis.liaison")
            amend(actor=actor, now=NOW, ref=sent.incident.ref, changes={"model": f"Heron {number}"})
            send(actor=actor, now=NOW, ref=sent.ref, reason="More is known.")
        assert PackageVersion.objects.filter(package=Package.objects.get()).count() == 5
    assert [_queries(lab, path) for path in paths] == before


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
