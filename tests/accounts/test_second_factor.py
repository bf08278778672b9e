"""Second factors: guarded by who one is, encrypted, single use, asked for at sign-in."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from tests.signing_in import confirm_identity, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
"""The log and the mail about a new factor wait for the commit."""

ACTIVATE = "/account/2fa/totp/activate/"


def code(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def activate(client: Client) -> str:
    """Set up an authenticator app; returns its secret."""
    page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    answer = client.post(ACTIVATE, {"code": code(secret)})
    assert answer.status_code == 302, answer.content
    return secret


@pytest.fixture
def signed_in(cast: Cast, client: Client) -> Client:
    sign_in(client, cast["clerk"].person)
    return client


def test_adding_one_asks_for_the_password_again(signed_in: Client) -> None:
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert "reauthenticate" in signed_in.get(reverse(name))["Location"]


def test_an_app_is_set_up_with_recovery_codes_and_its_secret_is_stored_encrypted(cast: Cast, signed_in: Client) -> None:
    confirm_identity(signed_in)
    secret = activate(signed_in)
    rows = {row.type: row for row in Authenticator.objects.filter(user=cast["clerk"].person)}
    assert set(rows) == {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}
    assert secret not in str(rows[Authenticator.Type.TOTP].data)
    assert [message.to for message in mail.outbox] == [["clerk@secretariat.example"]] * len(mail.outbox)
    assert mail.outbox


def test_sign_in_then_needs_it_and_a_code_works_once(cast: Cast, signed_in: Client, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    confirm_identity(signed_in)
    secret = activate(signed_in)
    other = Client()
    answer = other.post("/account/login/", {"login": "clerk@secretariat.example", "password": PASSWORD})
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert other.get("/c/frontier/members/")["Location"].startswith("/account/login/")
    assert other.post(answer["Location"], {"code": "000000"}).status_code == 200
    assert other.post(answer["Location"], {"code": code(secret)}).status_code == 302
    assert other.get("/c/frontier/members/").status_code == 200
    third = Client()
    third.post("/account/login/", {"login": "clerk@secretariat.example", "password": PASSWORD})
    assert third.post("/account/2fa/authenticate/", {"code": code(secret)}).status_code == 200
    assert third.get("/c/frontier/members/").status_code == 302


def test_a_recovery_code_works_once(cast: Cast, signed_in: Client) -> None:
    confirm_identity(signed_in)
    activate(signed_in)
    row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    recovery = row.wrap().get_unused_codes()[0]
    for opened in (True, False):
        other = Client()
        other.post("/account/login/", {"login": "clerk@secretariat.example", "password": PASSWORD})
        other.post("/account/2fa/authenticate/", {"code": recovery})
        assert (other.get("/c/frontier/members/").status_code == 200) is opened


def test_a_password_reset_does_not_skip_it(cast: Cast, signed_in: Client) -> None:
    confirm_identity(signed_in)
    activate(signed_in)
    other = Client()
    mail.outbox.clear()
    other.post("/account/password/reset/", {"email": "clerk@secretariat.example"})
    link = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    new = "another long password"
    other.post(other.get(link)["Location"], {"password1": new, "password2": new})
    assert other.get("/c/frontier/members/").status_code == 302
    answer = other.post("/account/login/", {"login": "clerk@secretariat.example", "password": new})
    assert answer["Location"] == "/account/2fa/authenticate/"
