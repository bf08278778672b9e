"""Two requests at the same moment, through the whole portal, on the real database."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from apps.deadlines.models import Deadline
from apps.files.models import File
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.models import Incident
from apps.incidents.services.drafting import save_draft, start_draft
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import CONTENT, filed, png

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]

API = "/api/v1/committees/frontier/incidents/"
BODY = json.dumps(
    {name: value for name, value in CONTENT.items() if name != "aware_at"} | {"aware_at": None, "tlp": "TLP:GREEN"}
)
JSON = "application/json"


def at_once(cast: Cast, names: list[str], send: Callable[[Client], Any]) -> list[Any]:
    """Send as each of them at the same moment; the answers by status."""
    start = Barrier(len(names))
    clients = [Client() for _name in names]
    for client, name in zip(clients, names, strict=True):
        client.force_login(cast[name].person)

    def run(client: Client) -> Any:
        try:
            start.wait(5)
            return send(client)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as pool:
        return sorted(pool.map(run, clients), key=lambda answer: answer.status_code)


def _statuses(answers: list[Any]) -> list[int]:
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("_round", range(3))
def test_two_puts_of_one_reference_file_one_report_and_both_get_it(cast: Cast, _round: int) -> None:
    lab = ["borealis.liaison", "borealis.alternate"]
    answers = at_once(cast, lab, lambda client: client.put(f"{API}by-reference/T-1/", BODY, content_type=JSON))
    assert _statuses(answers) == [200, 201]
    assert len({answer.json()["ref"] for answer in answers}) == 1
    with tenant(cast.frontier.pk):
        assert Incident.objects.count() == Deadline.objects.filter(clock=ACKNOWLEDGEMENT).count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_two_acknowledgements_are_one(cast: Cast, _round: int) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    answers = at_once(cast, ["clerk", "aster.representative"], lambda client: client.post(f"{API}{ref}/acknowledge/"))
    assert _statuses(answers) == [200, 409]
    with tenant(cast.frontier.pk):
        assert Act.objects.filter(kind="incident.acknowledged").count() == 1


def test_two_filings_of_one_draft_are_one(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        actor = cast.viewer("borealis.liaison")
        ref = start_draft(actor=actor, now=NOW).ref
        save_draft(actor=actor, now=NOW, ref=ref, changes=CONTENT)
    path = f"/c/frontier/incidents/{ref}/draft/check/"
    answers = at_once(cast, ["borealis.liaison", "borealis.alternate"], lambda client: client.post(path))
    assert _statuses(answers) == [302, 409]
    with tenant(cast.frontier.pk):
        assert (
            Act.objects.filter(kind="incident.filed").count()
            == Deadline.objects.filter(clock=ACKNOWLEDGEMENT).count()
            == 1
        )


def test_one_key_used_twice_at_once_files_once(cast: Cast) -> None:
    send = lambda client: client.post(API, BODY, content_type=JSON, headers={"Idempotency-Key": "k"})  # noqa: E731
    answers = at_once(cast, ["borealis.liaison"] * 3, send)
    assert set(_statuses(answers)) <= {201, 409}
    again = Client()
    again.force_login(cast["borealis.liaison"].person)
    assert send(again)["Idempotent-Replayed"] == "true"
    with tenant(cast.frontier.pk):
        assert Incident.objects.count() == 1


def test_two_uploads_are_both_kept(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    send = lambda client: client.post(f"{API}{ref}/evidence/", {"file": png()})  # noqa: E731
    assert _statuses(at_once(cast, ["borealis.liaison", "borealis.alternate"], send)) == [201, 201]
    with tenant(cast.frontier.pk):
        assert File.objects.count() == 2


def test_two_changes_of_one_version_leave_one(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref

    def send(client: Client) -> Any:
        return client.patch(f"{API}{ref}/", '{"model": "m"}', content_type=JSON, headers={"If-Match": '"2"'})

    assert _statuses(at_once(cast, ["borealis.liaison", "borealis.alternate"], send)) == [200, 412]
