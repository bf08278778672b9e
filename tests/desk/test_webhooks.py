"""The demo's receiver: what is posted to it is shown as it came, and outside the demo it is not there."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.desk import demo_webhooks

BODY = {"type": "incident.filed", "data": {"what": "filed <b>it</b>"}}


@pytest.fixture(autouse=True)
def _kept_apart(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.DEMO_MAIL_ROOT = True, tmp_path


def _post(kind: str, body: Any = BODY, **headers: str) -> int:
    client = Client(enforce_csrf_checks=True)
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"/demo/webhooks/{kind}/", text, content_type="application/json", headers=headers).status_code


def test_what_arrives_is_shown_with_its_signature_the_newest_first() -> None:
    assert _post("in", **{"Webhook-Signature": "v1,abc"}) == _post("pager", {"event_action": "trigger"}) == 204
    page = Client().get("/demo/webhooks/").content.decode()
    assert page.index("trigger") < page.index("incident.filed")
    assert "v1,abc" in page
    assert "&lt;b&gt;it" in page


def test_it_is_empty_at_first_and_says_what_will_come() -> None:
    assert "Nothing has arrived yet" in Client().get("/demo/webhooks/").content.decode()


def test_a_body_that_is_no_json_is_shown_as_it_is() -> None:
    _post("in", "not json")
    assert "not json" in Client().get("/demo/webhooks/").content.decode()


@pytest.mark.parametrize("body", ["[" * 60_000, '{"half": "\\ud800"}', "NaN"])
def test_an_odd_body_does_not_break_the_page(body: str) -> None:
    assert _post("in", body) == 204
    page = Client().get("/demo/webhooks/")
    assert page.status_code == 200
    assert body[:7].replace('"', "&quot;") in page.content.decode()


def test_too_much_is_refused_and_the_oldest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_webhooks, "MOST", 2)
    assert _post("in", "x" * (demo_webhooks.LARGEST + 1)) == 413
    for number in range(3):
        _post("in", {"n": number})
    assert [json.loads(one.body)["n"] for one in demo_webhooks.newest()] == [2, 1]


def test_there_are_two_addresses_and_no_more() -> None:
    assert _post("elsewhere") == 404


def test_outside_the_demo_there_is_nothing(settings: Any) -> None:
    settings.DEMO = False
    assert _post("in") == 404
    assert Client().get("/demo/webhooks/").status_code == 404
    assert demo_webhooks.newest() == []
