"""Every security event leaves a line; none holds an address, a password or a code."""

from typing import Any

import pytest
import structlog
from django.test import Client
from structlog.testing import capture_logs

from apps.accounts import security_log
from tests.accounts.test_second_factor import activate
from tests.cast import PASSWORD, Cast
from tests.signing_in import confirm_identity, prove_address, sign_in

WRONG = "wrong, all wrong"
EXPECTED = {
    "sign_in_failed",
    "signed_in",
    "second_factor_added",
    "second_factor_removed",
    "password_changed",
    "signed_out",
}


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Any:
    with capture_logs() as captured:
        monkeypatch.setattr(security_log, "log", structlog.get_logger("concord.security"))
        yield captured


@pytest.mark.django_db(transaction=True)
def test_sign_in_failure_and_factors_are_logged_without_secrets(cast: Cast, client: Client, lines: Any) -> None:
    person = cast["clerk"].person
    prove_address(person)
    client.post("/account/login/", {"login": person.email, "password": WRONG})
    sign_in(client, person)
    confirm_identity(client)
    secret = activate(client)
    new = "another long password"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    client.post("/account/2fa/totp/deactivate/")
    client.post("/account/logout/")
    events = [(line["event"], line.get("user")) for line in lines if line["event"] in EXPECTED]
    assert {event for event, _user in events} == EXPECTED
    assert all(user == person.pk for event, user in events if event != "sign_in_failed")
    for word in (WRONG, PASSWORD, new, secret, person.email):
        assert word not in str([line for line in lines if line["event"] in EXPECTED])


def test_attempts_on_one_address_can_be_counted(db: None) -> None:
    assert security_log.address_mark("A@b.example ") == security_log.address_mark("a@b.example")
    assert security_log.address_mark("a@b.example") != security_log.address_mark("c@b.example")
