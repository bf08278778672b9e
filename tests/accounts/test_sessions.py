"""Sessions end by idleness, by age, from another place, and with the account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from apps.accounts.services import disable
from tests.cast import NOW, Cast
from tests.signing_in import sign_in

PAGE = "/c/frontier/members/"
At = Callable[..., int]


@pytest.fixture
def at(cast: Cast, client: Client) -> At:
    """Sign the clerk in at NOW; then the status of a page after so many minutes."""
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast["clerk"].person)
        client.get(PAGE)

    def ask(minutes: float, **headers: str) -> int:
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            return client.get(PAGE, headers=headers).status_code

    return ask


def test_half_an_hour_without_activity_ends_it(at: At) -> None:
    assert at(30) == 200
    assert at(60) == 200
    assert at(90.1) == 302


def test_a_poll_is_no_activity(at: At) -> None:
    for minutes in range(5, 31, 5):
        assert at(minutes, **{"X-Poll": "1"}) == 200
    assert at(31, **{"X-Poll": "1"}) == 302


def test_twelve_hours_end_it_however_active(at: At) -> None:
    for minutes in range(20, 12 * 60 + 1, 20):
        assert at(minutes) == 200
    assert at(12 * 60 + 1) == 302


def test_signing_out_elsewhere_ends_the_other_sessions_only(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, cast["clerk"].person)
        assert client.get(PAGE).status_code == 200
    page = here.get("/account/sessions/")
    assert "Sign out all the others" in page.content.decode()
    here.post("/account/sessions/")
    assert here.get(PAGE).status_code == 200
    assert there.get(PAGE).status_code == 302


def test_signing_in_changes_the_session_id(cast: Cast, client: Client) -> None:
    client.get("/account/login/")
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, cast["clerk"].person)
    assert client.session.session_key != before


class TestADisabledAccount:
    def test_its_sessions_die_at_once_and_it_cannot_sign_in(self, cast: Cast) -> None:
        client, person = Client(), cast["clerk"].person
        sign_in(client, person)
        disable(person=person)
        assert client.get(PAGE).status_code == 302
        answer = Client().post("/account/login/", {"login": person.email, "password": "correct horse battery"})
        assert answer.status_code == 200 or answer["Location"] == "/account/inactive/"

    def test_its_old_sessions_stay_dead_when_it_is_opened_again(self, cast: Cast) -> None:
        client, person = Client(), cast["clerk"].person
        sign_in(client, person)
        client.get(PAGE)
        disable(person=person)
        type(person).objects.filter(pk=person.pk).update(is_active=True)
        assert client.get(PAGE).status_code == 302

    def test_a_command_does_it(self, cast: Cast, capsys: Any) -> None:
        call_command("disable_account", "clerk@secretariat.example")
        cast["clerk"].person.refresh_from_db()
        assert not cast["clerk"].person.is_active
        with pytest.raises(CommandError, match="Nobody"):
            call_command("disable_account", "nobody@secretariat.example")
