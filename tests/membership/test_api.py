"""Committees, organisations, seats and charter for machines."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import CharterVersion, Organisation, StandingFact
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from tests.cast import BEGINNING, NOW, Cast

BASE = "/api/v1/committees/frontier/"


@pytest.fixture
def machine(cast: Cast, client: Client) -> Client:
    """Asks with a token of Aster's liaison."""
    with tenant(cast.frontier.pk):
        made = services.make_token(
            actor=cast.viewer("aster.liaison"), now=NOW, seat=cast["aster.liaison"], name="ci", scopes=["read"]
        )
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {made.secret}"
    return client


def get(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    return answer.json()


class TestCommittees:
    def test_a_token_sees_its_own(self, machine: Client) -> None:
        rows = get(machine, "/api/v1/committees/")["results"]
        assert rows == [{"slug": "frontier", "name": "Frontier", "seats": ["Liaison of Aster"]}]

    def test_a_person_sees_theirs(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["eve"].person)
        assert [row["slug"] for row in get(client, "/api/v1/committees/")["results"]] == ["pacific"]

    def test_a_person_without_a_seat_sees_none(self, cast: Cast, client: Client) -> None:
        with tenant(cast.pacific.pk):
            services.end_seat(actor=cast.viewer("pacific.clerk"), now=NOW, seat=cast["eve"], reason="Left")
        client.force_login(cast["eve"].person)
        assert get(client, "/api/v1/committees/")["results"] == []

    @pytest.mark.parametrize("address", ["/api/v1/committees/", BASE + "organisations/"])
    def test_without_a_token_it_is_a_problem_document(self, cast: Cast, client: Client, address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer.json()["status"] == 401


class TestOrganisations:
    def test_they_come_with_standing_and_its_reason(self, cast: Cast, machine: Client) -> None:
        with tenant(cast.frontier.pk):
            StandingFact.objects.create(
                organisation=cast["cygnus.liaison"].organisation, kind="in arrears", since=BEGINNING, because="2 years"
            )
        body = get(machine, BASE + "organisations/")
        standing = {row["key"]: row["standing"] for row in body["results"]}
        assert len(standing) == 8
        assert standing["aster"]["state"] == "in good standing"
        assert (standing["cygnus"]["state"], standing["cygnus"]["because"]) == ("in arrears", "2 years")
        assert (body["next"], body["previous"]) == (None, None)

    def test_pages_follow_a_cursor_and_miss_none(self, machine: Client) -> None:
        keys, address = [], BASE + "organisations/?limit=3"
        while address:
            body = get(machine, address)
            keys += [row["key"] for row in body["results"]]
            address = body["next"]
        assert len(keys) == len(set(keys)) == 8

    def test_thirty_take_no_more_queries_than_eight(self, cast: Cast, machine: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                get(machine, BASE + "organisations/")
            return len(captured)

        queries()
        few = queries()
        with tenant(cast.frontier.pk):
            Organisation.objects.bulk_create(
                Organisation(key=f"lab-{number}", name=f"Lab {number}", kind="lab", admitted_at=BEGINNING)
                for number in range(22)
            )
        assert queries() == few

    def test_one_has_its_address_and_a_missing_one_is_404(self, machine: Client) -> None:
        assert get(machine, BASE + "organisations/eu-office/")["jurisdiction"] == "EU"
        problem = get(machine, BASE + "organisations/pelagos/", 404)
        assert problem["title"] == "Not found"


def test_seats_name_holder_role_and_office_but_no_address(machine: Client) -> None:
    body = get(machine, BASE + "seats/")
    chairs = [row for row in body["results"] if row["offices"] == ["chair"]]
    assert [(row["organisation"], row["role"]) for row in chairs] == [("aster", "representative")]
    assert "@" not in str(body)


class TestCharter:
    def test_it_has_values_and_sentences(self, machine: Client) -> None:
        body = get(machine, BASE + "charter/")
        assert (body["version"], body["preset"]) == (1, "standard")
        assert body["values"]["membership.invitation_days"] == 14
        assert "within 14 days" in str(body["articles"])

    def test_earlier_versions_stay(self, cast: Cast, machine: Client) -> None:
        with tenant(cast.frontier.pk):
            CharterVersion.objects.create(
                number=2,
                preset="standard",
                values={"membership.invitation_days": 5},
                in_force_at=NOW.replace(month=10),
                adopted_by="Motion 1",
            )
        assert get(machine, BASE + "charter/")["values"]["membership.invitation_days"] == 5
        assert get(machine, BASE + "charter/versions/1/")["values"]["membership.invitation_days"] == 14
        get(machine, BASE + "charter/versions/3/", 404)


@pytest.mark.parametrize("path", ["organisations/", "organisations/aster/", "seats/", "charter/", "charter/drafts/"])
def test_eve_finds_nothing_of_what_others_read_there(cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast["auditor"].person)
    get(client, BASE + path)
    client.force_login(cast["eve"].person)
    there, nowhere = get(client, BASE + path, 404), get(client, f"{BASE}no-such-thing/", 404)
    assert there == nowhere
    assert "aster" not in str(there).lower()


@pytest.mark.parametrize("path", ["organisations/", "seats/", "charter/"])
def test_nothing_is_written_here(cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast["clerk"].person)
    before = get(client, BASE + path)
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(BASE + path, {"key": "mars", "name": "Mars"}, content_type="application/json")
        assert answer.status_code == 405
        assert answer["Content-Type"] == "application/problem+json"
        assert "POST" not in answer["Allow"]
    assert get(client, BASE + path) == before
