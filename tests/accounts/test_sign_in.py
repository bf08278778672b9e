"""Signing in: by address, once proved; told the same whether the address is known or not."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from tests.signing_in import prove_address, sign_in

LOGIN = "/account/login/"
RESET = "/account/password/reset/"


def main(answer: Any) -> str:
    """The page's main part without the values that differ each time."""
    body = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r'(name="csrfmiddlewaretoken" value|value)="[^"]*"', "", body)


def test_a_proved_address_and_password_open_the_portal(cast: Cast, client: Client) -> None:
    sign_in(client, cast["clerk"].person)
    assert client.get("/c/frontier/members/").status_code == 200


def test_an_address_that_is_not_proved_gets_a_mail_instead(cast: Cast, client: Client) -> None:
    answer = client.post(LOGIN, {"login": "clerk@secretariat.example", "password": PASSWORD})
    assert answer["Location"] == "/account/confirm-email/"
    assert client.get("/c/frontier/members/").status_code == 302
    link = re.search(r"http://testserver(/account/confirm-email/[^/\s]+/)", mail.outbox[0].body)[1]
    client.post(link)
    sign_in(client, cast["clerk"].person)


def test_there_is_no_sign_up(cast: Cast, client: Client) -> None:
    answer = client.get("/account/signup/")
    assert "password1" not in answer.content.decode()
    client.post("/account/signup/", {"email": "x@y.example", "password1": PASSWORD, "password2": PASSWORD})
    assert not type(cast["clerk"].person).objects.filter(email="x@y.example").exists()


class TestEnumeration:
    def test_a_wrong_password_and_an_unknown_address_look_the_same(self, cast: Cast, client: Client) -> None:
        prove_address(cast["clerk"].person)
        answers = [
            client.post(LOGIN, {"login": address, "password": "wrong, all wrong"})
            for address in ("clerk@secretariat.example", "nobody@secretariat.example")
        ]
        assert answers[0].status_code == answers[1].status_code == 200
        assert main(answers[0]) == main(answers[1])
        assert "There is a problem" in main(answers[0])

    def test_a_reset_says_the_same_and_writes_to_the_known_address_only(self, cast: Cast, client: Client) -> None:
        prove_address(cast["clerk"].person)
        answers = [
            client.post(RESET, {"email": address}, follow=True)
            for address in ("clerk@secretariat.example", "nobody@secretariat.example")
        ]
        assert answers[0].redirect_chain == answers[1].redirect_chain
        assert main(answers[0]) == main(answers[1])
        assert [message.to for message in mail.outbox] == [["clerk@secretariat.example"]]


def test_a_reset_link_sets_a_new_password_once(cast: Cast, client: Client) -> None:
    person = cast["aster.liaison"].person
    prove_address(person)
    client.post(RESET, {"email": person.email})
    link = re.search(r"http://testserver(/account/password/reset/key/[^\s]+)", mail.outbox[0].body)[1]
    form = client.get(link)["Location"]
    new = "another long password"
    client.post(form, {"password1": new, "password2": new})
    sign_in(Client(), person, new)
    again = Client().get(link)
    assert again.status_code == 200
    assert "password1" not in again.content.decode()


class TestRateLimits:
    @pytest.fixture(autouse=True)
    def _limits(self, settings: Any) -> Any:
        settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip", "login_failed": "2/m/key", "reset_password": "1/m/ip"}
        cache.clear()
        yield
        cache.clear()

    def test_many_sign_ins_from_one_place_get_429(self, cast: Cast, client: Client) -> None:
        wishes = {"login": "clerk@secretariat.example", "password": "wrong"}
        codes = [client.post(LOGIN, wishes).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        assert "Too many attempts" in client.post(LOGIN, wishes).content.decode()

    def test_the_right_password_is_refused_too_after_failed_ones(self, cast: Cast, client: Client) -> None:
        person = cast["clerk"].person
        prove_address(person)
        for _ in range(2):
            client.post(LOGIN, {"login": person.email, "password": "wrong"})
        answer = client.post(LOGIN, {"login": person.email, "password": PASSWORD})
        assert answer.status_code == 200
        assert "Too many" in answer.content.decode()

    def test_resets_are_limited(self, cast: Cast, client: Client) -> None:
        codes = [client.post(RESET, {"email": "a@b.example"}).status_code for _ in range(2)]
        assert codes == [302, 429]


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "usersessions_list",
        "accounts:profile",
        "accounts:second_factor_needed",
    ],
)
def test_every_page_of_ones_account_opens(cast: Cast, client: Client, name: str) -> None:
    sign_in(client, cast["clerk"].person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_every_page_before_it_opens(db: None, client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200
