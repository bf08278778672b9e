"""Two people at one package at the same moment, through the whole portal, on the real database."""

import json
from typing import Any

import pytest
from django.test import Client

from apps.incidents.models import Package, PackageVersion
from apps.incidents.rules.merging import marks
from apps.incidents.selectors.packages import written_in
from apps.incidents.services.packages import send
from apps.kernel.canonical import dumps
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.owing import CODE, breach, duty_of, load_all
from tests.incidents.test_at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]

LAB = ["borealis.liaison", "borealis.alternate"]
JSON = "application/json"


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


def _owed(cast: Cast) -> str:
    with tenant(cast.frontier.pk):
        return duty_of(breach(load_all(cast))).ref


def _statuses(answers: list[Any]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_of_two_who_write_the_same_text_one_is_shown_the_others(cast: Cast) -> None:
    ref = _owed(cast)
    base = dumps(marks(written_in(None))).decode()
    address = f"/c/frontier/incidents/{ref.replace('/', '/duties/')}/prepare/"

    def write(client: Client) -> Any:
        return client.post(address, {"why": f"As {client.session.session_key} saw it.", "base": base})

    answers = at_once(cast, LAB, write)
    assert _statuses(answers) == [302, 422]
    with tenant(cast.frontier.pk):
        kept = Package.objects.get().texts["why"]
    assert kept in answers[1].content.decode()


def test_two_who_send_the_same_send_it_once(cast: Cast) -> None:
    ref = _owed(cast)
    path = f"/api/v1/committees/frontier/incidents/{ref.replace(f'/{CODE}', f'/packages/{CODE}')}/"
    reader = Client()
    reader.force_login(cast[LAB[0]].person)
    body = json.dumps({"do": "send", "read": reader.get(path).json()["next"]["read"]})
    assert _statuses(at_once(cast, LAB, lambda client: client.post(path, body, content_type=JSON))) == [200, 400]
    with tenant(cast.frontier.pk):
        assert PackageVersion.objects.count() == Act.objects.filter(kind="package.sent").count() == 1


def test_two_confirmations_of_receipt_are_one(cast: Cast) -> None:
    ref = _owed(cast)
    with tenant(cast.frontier.pk):
        send(actor=cast.viewer(LAB[0]), now=NOW, ref=ref)
    path = f"/api/v1/committees/frontier/incidents/{ref.replace(f'/{CODE}', f'/packages/{CODE}')}/"
    body = json.dumps({"do": "receive"})
    send_both = lambda client: client.post(path, body, content_type=JSON)  # noqa: E731
    assert _statuses(at_once(cast, ["observer.eu", "observer.eu"], send_both)) == [200, 409]
    with tenant(cast.frontier.pk):
        assert Act.objects.filter(kind="package.received").count() == 1
