"""Tricks at the door: a session planted beforehand, a way back to elsewhere, a host that is not ours."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db

ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)"]


@pytest.fixture
def address(cast: Cast) -> str:
    person = cast["aster.liaison"].person
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person.email


def test_a_session_planted_before_signing_in_is_worth_nothing_afterwards(address: str) -> None:
    victim = Client()
    session = victim.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    victim.post("/account/login/", {"login": address, "password": PASSWORD})
    assert victim.get("/c/frontier/").status_code == 200
    assert victim.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/c/frontier/").status_code == 302


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_way_back_leads_elsewhere(address: str, place: str) -> None:
    client = Client()
    answer = client.post(f"/account/login/?next={place}", {"login": address, "password": PASSWORD, "next": place})
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]
    again = client.post(f"/account/reauthenticate/?next={place}", {"password": PASSWORD, "next": place})
    assert "evil" not in again.get("Location", "")
    out = client.post(f"/account/logout/?next={place}", {"next": place})
    assert "evil" not in out.get("Location", "")


def test_a_host_that_is_not_ours_is_refused(address: str) -> None:
    client = Client(headers={"Host": "evil.example"}, raise_request_exception=False)
    assert client.post("/account/password/reset/", {"email": address}).status_code == 400
    assert client.get("/api/v1/schema/").status_code == 400
    forwarded = Client(headers={"X-Forwarded-Host": "evil.example"})
    assert b"evil.example" not in forwarded.get("/account/login/").content
