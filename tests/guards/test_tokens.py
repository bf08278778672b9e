"""What a token may not do, on every route of the API: its scopes, its seat's end, its measure."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.committees.models import Seat
from apps.kernel.tenancy.context import tenant
from apps.membership.services import make_token
from tests.cast import Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

API = "/api/v1/committees/frontier/"


def _machine(cast: Cast, name: str, *scopes: str) -> Client:
    with tenant(cast.frontier.pk):
        made = make_token(
            actor=cast.viewer(name), now=timezone.now(), seat=cast[name], name="m", scopes=scopes, days=366
        )
    return Client(headers={"Authorization": f"Bearer {made.secret}"}, enforce_csrf_checks=True)


@pytest.fixture
def ref(cast: Cast) -> str:
    with tenant(cast.frontier.pk):
        return filed(cast, tlp="TLP:GREEN").ref


def _writes(machine: Client, ref: str) -> dict[str, int]:
    kind = "application/json"
    return {
        "file": machine.post(f"{API}incidents/", "{}", content_type=kind).status_code,
        "amend": machine.patch(f"{API}incidents/{ref}/", "{}", content_type=kind).status_code,
        "by-reference": machine.put(f"{API}incidents/by-reference/A/", "{}", content_type=kind).status_code,
        "update": machine.post(f"{API}incidents/{ref}/updates/", "{}", content_type=kind).status_code,
        "evidence": machine.post(f"{API}incidents/{ref}/evidence/", {}).status_code,
        "acknowledge": machine.post(f"{API}incidents/{ref}/acknowledge/", "{}", content_type=kind).status_code,
    }


def test_a_reading_token_writes_nothing(cast: Cast, ref: str) -> None:
    machine = _machine(cast, "clerk", "read")
    assert set(_writes(machine, ref).values()) == {403}
    assert machine.get(f"{API}incidents/{ref}/").status_code == 200


def test_a_filing_token_neither_reads_nor_acknowledges(cast: Cast, ref: str) -> None:
    machine = _machine(cast, "clerk", "file")
    found = _writes(machine, ref)
    assert found.pop("acknowledge") == 403
    assert 403 not in found.values()
    for path in ("incidents/", f"incidents/{ref}/", "deadlines/", "notices/", "seats/", "charter/"):
        assert machine.get(f"{API}{path}").status_code == 403


def test_a_writing_token_does_not_file(cast: Cast, ref: str) -> None:
    found = _writes(_machine(cast, "clerk", "write"), ref)
    assert found.pop("acknowledge") == 200
    assert set(found.values()) == {403}


def test_a_token_opens_no_page(cast: Cast, ref: str) -> None:
    machine = _machine(cast, "clerk", "read", "write", "file")
    for path in ("/c/frontier/", f"/c/frontier/incidents/{ref}/", "/account/email/"):
        answer = machine.get(path)
        assert (answer.status_code, answer["Location"].startswith("/account/")) == (302, True)


@pytest.mark.parametrize("name", ["clerk", "borealis.liaison"])
def test_a_token_dies_with_its_seat_and_its_person(cast: Cast, ref: str, name: str) -> None:
    machine = _machine(cast, name, "read")
    path = f"{API}incidents/{ref}/"
    with tenant(cast.frontier.pk):
        Seat.objects.filter(pk=cast[name].pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert machine.get(path).status_code == 401
    with tenant(cast.frontier.pk):
        Seat.objects.filter(pk=cast[name].pk).update(ends_at=None)
    assert machine.get(path).status_code == 200
    person = cast[name].person
    person.is_active = False
    person.save()
    assert machine.get(path).status_code == 401


def test_a_token_is_of_one_committee(cast: Cast) -> None:
    machine = _machine(cast, "clerk", "read")
    hidden = machine.get("/api/v1/committees/pacific/incidents/")
    absent = machine.get("/api/v1/committees/nowhere/incidents/")
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404


def test_a_session_needs_its_csrf_token_for_every_write(cast: Cast, ref: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast["clerk"].person)
    assert set(_writes(browser, ref).values()) == {403}


def test_a_machine_that_has_run_wild_is_told_to_wait(cast: Cast, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    machine = _machine(cast, "clerk", "read")
    other = _machine(cast, "borealis.liaison", "read")
    answers = [machine.get(f"{API}charter/") for _ in range(9)]
    assert [answer.status_code for answer in answers[:3]] == [200] * 3
    held = [answer for answer in answers if answer.status_code == 429]
    assert held
    assert 0 < int(held[0]["Retry-After"]) <= 61
    assert held[0]["Content-Type"] == "application/problem+json"
    assert other.get(f"{API}charter/").status_code == 200
