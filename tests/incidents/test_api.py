"""The incident API, as a lab's tracker uses it."""

import json
from typing import Any

import pytest
from django.test import Client

from apps.incidents.models import Incident
from apps.incidents.states import State
from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.incidents.factory import filed, png

pytestmark = pytest.mark.django_db

BASE = "/api/v1/committees/frontier/incidents/"
BODY: dict[str, Any] = {
    "title": "Leak",
    "kind": "harm",
    "severity": 4,
    "tlp": "TLP:GREEN",
    "narrative": "It leaked.",
    "aware_at": "2026-01-20T10:00:00+01:00",
}
DUTIES = ["Acknowledge the report", "Update the open report"]


@pytest.fixture
def lab(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast["borealis.liaison"].person)
    return client


def _post(client: Client, body: dict[str, Any], path: str = BASE, **headers: str) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers)


def _count(cast: Cast) -> int:
    with tenant(cast.frontier.pk):
        return Incident.objects.count()


def test_a_report_is_filed_in_one_request(lab: Client) -> None:
    answer = _post(lab, BODY)
    data = answer.json()
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/incidents/{data['ref']}/")
    assert (data["state"], data["organisation"]) == ("filed", "borealis")
    assert [deadline["name"] for deadline in data["deadlines"]] == DUTIES
    assert lab.get(answer["Location"]).json()["ref"] == data["ref"]


def test_errors_are_a_problem_document_that_names_each_field(lab: Client, cast: Cast) -> None:
    answer = _post(lab, {"title": "x" * 201, "kind": "gossip", "aware_at": None})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    named = {error["pointer"] for error in answer.json()["errors"]}
    assert named == {"/title", "/kind", "/severity", "/tlp", "/narrative"}
    missing = _post(lab, {"aware_at": None}).json()
    assert {error["pointer"] for error in missing["errors"]} == {"/title", "/kind", "/severity", "/tlp", "/narrative"}
    assert _count(cast) == 0


def test_aware_at_must_be_said_even_if_not_yet_known(lab: Client) -> None:
    body = {name: value for name, value in BODY.items() if name != "aware_at"}
    assert _post(lab, body).json()["errors"][0]["pointer"] == "/aware_at"
    assert _post(lab, body | {"aware_at": None}).status_code == 201


def test_an_unknown_field_is_refused(lab: Client) -> None:
    assert _post(lab, BODY | {"state": "closed"}).json()["errors"][0]["pointer"] == "/state"


def test_broken_json_is_a_problem_document(lab: Client) -> None:
    answer = lab.post(BASE, "{", content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_the_same_key_gets_the_first_answer_again(lab: Client, cast: Cast) -> None:
    first = _post(lab, BODY, **{"Idempotency-Key": "k1"})
    again = _post(lab, BODY, **{"Idempotency-Key": "k1"})
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Location"] == first["Location"]
    assert _count(cast) == 1
    other = _post(lab, BODY | {"title": "Other"}, **{"Idempotency-Key": "k1"})
    assert other.status_code == 422
    assert _count(cast) == 1


def test_a_refused_request_does_not_use_its_key_up(lab: Client) -> None:
    assert _post(lab, {"aware_at": None}, **{"Idempotency-Key": "k2"}).status_code == 400
    assert _post(lab, BODY, **{"Idempotency-Key": "k2"}).status_code == 201


def test_a_rehearsal_tells_duties_and_audience_and_stores_nothing(lab: Client, cast: Cast) -> None:
    answer = _post(lab, BODY, path=f"{BASE}?dry_run=1").json()
    assert [duty["name"] for duty in answer["duties"]] == DUTIES
    assert {"seat": "Clerk", "organisation": "secretariat"} in answer["audience"]
    assert _count(cast) == 0


def test_a_draft_is_changed_and_then_filed(lab: Client) -> None:
    ref = _post(lab, {"title": "Half", "draft": True}).json()["ref"]
    changed = lab.patch(f"{BASE}{ref}/", json.dumps(BODY | {"draft": False}), content_type="application/json")
    assert changed.json()["state"] == "filed"


def test_a_change_with_an_old_version_is_refused(lab: Client) -> None:
    created = _post(lab, BODY)
    path = f"{BASE}{created.json()['ref']}/"
    tag = created["ETag"]

    def patch(title: str) -> Any:
        return lab.patch(path, json.dumps({"title": title}), content_type="application/json", headers={"If-Match": tag})

    assert patch("One").status_code == 200
    assert patch("Two").status_code == 412
    assert lab.get(path).json()["title"] == "One"


def test_put_by_reference_finds_or_creates(lab: Client, cast: Cast) -> None:
    path = f"{BASE}by-reference/TRACK-9/"
    first = lab.put(path, json.dumps(BODY), content_type="application/json")
    again = lab.put(path, json.dumps(BODY), content_type="application/json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["ref"] == again.json()["ref"]
    assert _count(cast) == 1


def test_acknowledging_updating_and_evidence(cast: Cast, lab: Client) -> None:
    ref = _post(lab, BODY).json()["ref"]
    refused = _post(lab, {}, path=f"{BASE}{ref}/acknowledge/")
    assert refused.status_code == 409
    assert "chair or a clerk" in refused.json()["detail"]
    clerk = Client()
    clerk.force_login(cast["clerk"].person)
    assert _post(clerk, {}, path=f"{BASE}{ref}/acknowledge/").json()["state"] == State.ACKNOWLEDGED
    assert _post(lab, {"text": "News"}, path=f"{BASE}{ref}/updates/").status_code == 201
    assert lab.get(f"{BASE}{ref}/updates/").json()["results"][0]["text"] == "News"
    stored = lab.post(f"{BASE}{ref}/evidence/", {"file": png()})
    assert stored.status_code == 201
    assert len(stored.json()["sha256"]) == 64
    refused = lab.post(f"{BASE}{ref}/evidence/", {"file": png("x.exe")})
    assert refused.status_code == 400
    assert len(lab.get(f"{BASE}{ref}/evidence/").json()["results"]) == 1


def test_the_list_filters_and_pages(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        for number in range(3):
            filed(cast, title=f"Report {number}", tlp="TLP:GREEN", severity=number + 1)
    page = lab.get(f"{BASE}?limit=2").json()
    assert [row["title"] for row in page["results"]] == ["Report 2", "Report 1"]
    assert [row["title"] for row in lab.get(page["next"]).json()["results"]] == ["Report 0"]
    assert [row["title"] for row in lab.get(f"{BASE}?severity=1").json()["results"]] == ["Report 0"]
    assert lab.get(f"{BASE}?state=gossip").status_code == 400


@pytest.mark.parametrize("name", ["eve", "cygnus.liaison", "observer.california"])
def test_hidden_and_absent_are_the_same_404(cast: Cast, name: str) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast, tlp="TLP:RED", recipients=["secretariat"]).ref
    client = Client()
    client.force_login(cast[name].person)
    for tail in ("", "updates/", "evidence/"):
        hidden, absent = client.get(f"{BASE}{ref}/{tail}"), client.get(f"{BASE}INC-2026-0000/{tail}")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.json() == absent.json()


def test_without_a_seat_or_token_the_answer_is_401(client: Client, cast: Cast) -> None:
    assert client.get(BASE).status_code == 401
    assert client.get(BASE, headers={"Authorization": "Bearer cnc_nonsense"}).status_code == 401


def test_a_session_needs_its_csrf_token_to_write(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["borealis.liaison"].person)
    assert _post(client, BODY).status_code == 403


@pytest.mark.parametrize("path", ["", "updates/", "evidence/"])
def test_a_machines_look_at_a_report_is_noted_like_a_persons(cast: Cast, lab: Client, path: str) -> None:
    ref = _post(lab, BODY).json()["ref"]
    rival = Client()
    rival.force_login(cast["cygnus.liaison"].person)
    assert rival.get(f"{BASE}{ref}/{path}").status_code == 200
    seen = lab.get(f"{BASE}{ref}/").json()["seen_by"]
    assert "cygnus" in {row["organisation"] for row in seen}
