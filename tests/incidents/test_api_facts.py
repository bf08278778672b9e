"""The facts of an incident for machines: every one is taken and given; a dry run; one's own reference."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.committees.rules.viewer import Portal
from apps.incidents.models import Duty, Incident
from apps.incidents.services.regimes import load, shipped
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

BASE = "/api/v1/committees/frontier/incidents/"
FACTS: dict[str, Any] = {
    "involved_at": "2026-01-20T11:00:00+01:00",
    "resolved_at": None,
    "harms": {"health": 4, "rights": None},
    "harmed": "A dozen patients.",
    "training_run": "heron-4b",
    "evidence_in_disputes": False,
}
BODY: dict[str, Any] = {
    "title": "Leak",
    "kind": "harm",
    "severity": 2,
    "tlp": "TLP:GREEN",
    "narrative": "It leaked.",
    "aware_at": "2026-01-20T10:00:00+01:00",
}


@pytest.fixture
def lab(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast["borealis.liaison"].person)
    return client


def _send(client: Client, verb: str, path: str, body: dict[str, Any]) -> Any:
    return getattr(client, verb)(path, json.dumps(body), content_type="application/json")


def test_every_fact_is_taken_and_given(lab: Client) -> None:
    answer = _send(lab, "post", BASE, BODY | FACTS)
    data = lab.get(answer["Location"]).json()
    assert answer.status_code == 201
    assert {name: data[name] for name in FACTS if name != "involved_at"} == {
        name: value for name, value in FACTS.items() if name != "involved_at"
    }
    assert data["involved_at"].startswith("2026-01-20T1")
    assert (data["severity"], data["assumed"]) == (4, [])


def test_the_gravest_harm_says_how_grave_it_is(lab: Client) -> None:
    body = {name: value for name, value in BODY.items() if name != "severity"}
    assert _send(lab, "post", BASE, body | {"harms": {"economy": 5}}).json()["severity"] == 5
    missing = _send(lab, "post", BASE, body | {"harms": {"economy": None}})
    assert [one["pointer"] for one in missing.json()["errors"]] == ["/severity"]


def test_a_graver_harm_that_becomes_known_raises_the_severity(lab: Client) -> None:
    path = f"{BASE}{_send(lab, 'post', BASE, BODY).json()['ref']}/"
    assert _send(lab, "patch", path, {"harms": {"health": 5}}).json()["severity"] == 5
    assert _send(lab, "patch", path, {"severity": 1}).json()["severity"] == 5


def test_a_tracker_that_sends_one_fact_does_not_take_the_others_back(lab: Client) -> None:
    facts = {"death": True, "malicious": False}
    path = f"{BASE}{_send(lab, 'post', BASE, BODY | {'facts': facts}).json()['ref']}/"
    assert _send(lab, "patch", path, {"facts": {"death": False}}).json()["facts"] == facts | {"death": False}
    assert _send(lab, "patch", path, {"facts": {"death": None}}).json()["facts"] == {"malicious": False}
    assert _send(lab, "patch", path, {"facts": {}}).json()["facts"] == {"malicious": False}
    assert _send(lab, "patch", path, {"facts": {"luck": True}}).status_code == 400


@pytest.mark.parametrize(
    "harms", [{"health": 6}, {"health": 0}, {"health": True}, {"health": "grave"}, {"luck": 2}, [1], "none", 3]
)
def test_a_harm_off_the_scale_is_an_error_at_its_field(lab: Client, cast: Cast, harms: Any) -> None:
    answer = _send(lab, "post", BASE, BODY | {"harms": harms})
    assert answer.status_code == 400
    assert {one["pointer"].split("/")[1] for one in answer.json()["errors"]} == {"harms"}


def test_what_was_assumed_is_not_for_machines_to_say(lab: Client) -> None:
    assert _send(lab, "post", BASE, BODY | {"assumed": []}).status_code == 400


def test_a_fact_that_is_given_is_no_longer_assumed(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast, assumed=["title", "tlp"]).ref
    assert lab.get(f"{BASE}{ref}/").json()["assumed"] == ["title", "tlp"]
    assert _send(lab, "patch", f"{BASE}{ref}/", {"title": "Said now"}).json()["assumed"] == ["tlp"]


def _dry(client: Client, body: dict[str, Any]) -> Any:
    return _send(client, "post", f"{BASE}?dry_run=1", body)


def test_a_rehearsal_tells_what_filing_then_makes_owed_and_stores_nothing(
    cast: Cast, lab: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    with tenant(cast.frontier.pk):
        for data in shipped():
            load(actor=Portal("a test"), now=NOW, data=data)
        before = Act.objects.count()
    aware = (NOW - timedelta(hours=1)).isoformat()
    body = BODY | {"aware_at": aware, "jurisdictions": ["US-CA"], "facts": {"imminent_danger": True, "death": None}}
    answer = _dry(lab, body).json()
    with tenant(cast.frontier.pk):
        assert (Incident.objects.count(), Duty.objects.count(), Act.objects.count()) == (0, 0, before)
    ref = _send(lab, "post", BASE, body).json()["ref"]
    with tenant(cast.frontier.pk):
        owed = Duty.objects.filter(incident__ref=ref)
        known = {(one.authority, one.name, one.state) for one in owed}
    assert {(one["authority"], one["name"], one["state"]) for one in answer["reporting_duties"]} == known
    california = next(one for one in answer["reporting_duties"] if "SB 53" in one["citation"] + one["regime"])
    assert california["state"] == "possible"
    assert california["earliest_at"]
    assert california["questions"]
    assert set(california) == {
        "regime", "authority", "name", "state", "due_at", "earliest_at", "because", "questions", "citation", "version",
    }  # fmt: skip


def test_a_rehearsal_points_out_what_does_not_fit_and_twins(cast: Cast, lab: Client) -> None:
    same = {"started_at": "2026-01-19T10:00:00Z", "model": "Heron 4"}
    there = _send(lab, "post", BASE, BODY | same).json()["ref"]
    answer = _dry(lab, BODY | same | {"facts": {"death": True}, "harms": {}}).json()
    assert answer["same_as"] == [there]
    assert {"fields": ["kind", "harms"], "text": "The event is called a harm, but nobody and nothing was harmed."} in (
        answer["contradictions"]
    )
    assert ["death", "harms"] in [one["fields"] for one in answer["contradictions"]]


def test_a_rehearsal_of_what_cannot_be_filed_names_the_fields(lab: Client) -> None:
    answer = _dry(lab, BODY | {"tlp": "TLP:RED"})
    assert answer.status_code == 400
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/recipients"]


def test_a_clerk_cannot_rehearse_a_filing(cast: Cast) -> None:
    clerk = Client()
    clerk.force_login(cast["clerk"].person)
    assert _dry(clerk, BODY).status_code == 409


@pytest.mark.parametrize("reference", ["TRACK-9", "team/board/9", "é 9"])
def test_a_lab_finds_and_changes_a_report_by_its_own_reference(lab: Client, reference: str) -> None:
    path = f"{BASE}by-reference/{reference}/"
    assert lab.get(path).status_code == 404
    ref = _send(lab, "put", path, BODY | {"draft": True}).json()["ref"]
    assert lab.get(path).json()["ref"] == ref
    changed = _send(lab, "patch", path, {"harmed": "Somebody.", "draft": False}).json()
    assert (changed["ref"], changed["state"], changed["harmed"]) == (ref, "filed", "Somebody.")
    assert _send(lab, "patch", path, {"root_cause": "A bug."}).json()["root_cause"] == "A bug."


def test_another_labs_reference_is_not_found(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        filed(cast, "cygnus.liaison", tlp="TLP:GREEN", own_reference="C-1")
    path = f"{BASE}by-reference/C-1/"
    assert lab.get(path).status_code == 404
    assert _send(lab, "patch", path, {"title": "Mine"}).status_code == 404


def test_a_change_by_reference_with_an_old_version_is_refused(lab: Client) -> None:
    path = f"{BASE}by-reference/T-1/"
    tag = _send(lab, "put", path, BODY)["ETag"]
    headers = {"If-Match": tag}
    body = json.dumps({"title": "One"})
    assert lab.patch(path, body, content_type="application/json", headers=headers).status_code == 200
    assert lab.patch(path, body, content_type="application/json", headers=headers).status_code == 412
