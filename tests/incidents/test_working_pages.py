"""The pages on which an incident is worked."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import IncidentAction
from apps.incidents.services.actions import add_action
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

DUE = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


def _sign_in(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def _url(name: str, *args: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *args])


def _filed(cast: Cast, **changes: object) -> str:
    with tenant(cast.frontier.pk):
        return filed(cast, **changes).ref


def test_the_lab_adds_a_corrective_action_and_marks_it_done(cast: Cast, client: Client) -> None:
    ref = _filed(cast)
    _sign_in(client, cast, "borealis.liaison")
    assert _url("add_action", ref) in client.get(_url("detail", ref)).content.decode()
    page = client.get(_url("add_action", ref)).content.decode()
    assert "Borealis, whoever files for it" in page
    assert "Cygnus" not in page
    data = {"text": "Close the port.", "owner": "borealis", "due_on": "2026-12-01"}
    added = client.post(_url("add_action", ref), data)
    assert added.url == _url("action", ref, 1)
    page = client.get(added.url).content.decode()
    assert "Do the corrective action" in page
    assert "Mark as done" in page
    assert client.post(_url("do_action", ref, 1), {"note": "Closed."}).status_code == 302
    page = client.get(_url("detail", ref)).content.decode()
    assert "Close the port." in page
    assert "Closed." in page
    assert "Mark as done" not in client.get(added.url).content.decode()


def test_a_form_with_an_error_comes_back_with_what_was_typed(cast: Cast, client: Client) -> None:
    ref = _filed(cast)
    _sign_in(client, cast, "borealis.liaison")
    data = {"text": "Close the port.", "owner": "borealis", "due_on": "2020-01-01"}
    answer = client.post(_url("add_action", ref), data)
    assert answer.status_code == 422
    assert "Choose a day that has not passed." in answer.content.decode()
    assert "Close the port." in answer.content.decode()
    client.post(_url("add_action", ref), data | {"due_on": "2026-12-01"})
    answer = client.post(_url("do_action", ref, 1), {"note": ""})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert client.post(_url("drop_action", ref, 1), {"reason": "  "}).status_code == 422


def test_who_may_not_add_gets_the_reason_and_no_button(cast: Cast, client: Client) -> None:
    ref = _filed(cast)
    _sign_in(client, cast, "aster.representative")
    assert _url("add_action", ref) not in client.get(_url("detail", ref)).content.decode()
    answer = client.get(_url("add_action", ref))
    assert answer.status_code == 409
    assert b"Only the reporting organisation and the clerks" in answer.content


def test_the_reports_page_takes_the_same_number_of_queries_at_1_and_at_30_actions(cast: Cast, client: Client) -> None:
    ref = _filed(cast)
    _sign_in(client, cast, "clerk")
    counts = []
    for rows in (1, 29):
        with tenant(cast.frontier.pk):
            for number in range(rows):
                owner = str(cast["borealis.liaison"].uid) if number % 2 else "borealis"
                add_action(actor=cast.viewer("clerk"), now=NOW, ref=ref, text="Do it.", owner=owner, due_on=DUE)
        client.get(_url("detail", ref))
        with CaptureQueriesContext(connection) as captured:
            client.get(_url("detail", ref))
        counts.append(len(captured))
    with tenant(cast.frontier.pk):
        assert IncidentAction.objects.count() == 30
    assert counts[0] == counts[1]
