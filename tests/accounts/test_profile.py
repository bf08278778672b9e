"""Name and time zone."""

import pytest
from django.test import Client

from tests.cast import Cast

PROFILE = "/account/profile/"


def test_name_and_zone_are_saved_and_times_follow(cast: Cast, client: Client) -> None:
    client.force_login(cast["clerk"].person)
    answer = client.post(PROFILE, {"name": "Nora Vinter", "zone": "America/Los_Angeles"})
    assert answer["Location"] == PROFILE
    page = client.get("/c/frontier/charter/").content.decode()
    assert "Nora Vinter" in page
    assert "31 Dec 2025, 16:00 America/Los_Angeles" in page


@pytest.mark.parametrize(("name", "zone"), [("", "UTC"), ("Nora", "Mars/Base"), ("N" * 151, "UTC")])
def test_wrong_answers_are_named_and_nothing_changes(cast: Cast, client: Client, name: str, zone: str) -> None:
    client.force_login(cast["clerk"].person)
    answer = client.post(PROFILE, {"name": name, "zone": zone})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    cast["clerk"].person.refresh_from_db()
    assert (cast["clerk"].person.name, cast["clerk"].person.zone) == ("Clerk", "UTC")


def test_it_needs_a_sign_in(db: None, client: Client) -> None:
    for path in (PROFILE, "/account/second-factor/"):
        assert client.get(path)["Location"].startswith("/account/login/")
