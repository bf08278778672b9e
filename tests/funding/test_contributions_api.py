"""Assessments and payments by the API, as the treasurer's and the secretariat's machines use them."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.funding.models import Payment
from apps.kernel.tenancy.context import tenant
from apps.membership.services import add_service_seat, make_token
from tests.cast import NOW, Cast
from tests.funding.contributed import issued, paid
from tests.funding.factory import IN_2027, treasurer
from tests.votes.pages import come, set_clock

pytestmark = pytest.mark.django_db
API = "/api/v1/committees/frontier/funding/"
BODY = {"organisation": "aster", "money": {"amount": "12.30", "currency": "EUR"}, "on": "2027-01-31"}


@pytest.fixture(autouse=True)
def _in_2027(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    set_clock(monkeypatch, IN_2027)
    with tenant(cast.frontier.pk):
        treasurer(cast, IN_2027)
        issued(cast)


def post(client: Client, body: Any, **headers: str) -> Any:
    return client.post(f"{API}payments/", json.dumps(body), content_type="application/json", headers=headers)


def machine(cast: Cast, keeper: str, of: str) -> Client:
    with tenant(cast.frontier.pk):
        actor = cast.viewer(keeper)
        seat = add_service_seat(actor=actor, now=NOW, organisation=cast[of].organisation, name="ci")
        made = make_token(actor=actor, now=NOW, seat=seat, name="ci", scopes=["read", "write"], days=300)
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


def test_assessments_say_what_is_owed_by_when_and_how_it_is_paid(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        paid(cast, "aster", "300.00")
    client = come(cast, "observer.eu")
    [row] = client.get(f"{API}assessments/", {"organisation": "aster"}).json()["results"]
    assert (row["ref"], row["share"], row["why"]) == ("ASM-2027-0001", "50.0000", "contribution")
    assert (row["amount"], row["left"]) == (
        {"amount": "500.00", "currency": "EUR"},
        {"amount": "200.00", "currency": "EUR"},
    )
    assert [part["due"] for part in row["instalments"]] == ["2027-03-03", "2027-08-02"]
    assert client.get(f"{API}assessments/ASM-2027-0001/").json() == row
    assert client.get(f"{API}assessments/", {"period": "2026"}).json()["results"] == []
    assert client.get(f"{API}assessments/ASM-2027-0009/").status_code == 404


def test_a_payment_is_booked_once_for_one_key(cast: Cast) -> None:
    client = come(cast, "clerk")
    made = post(client, BODY, Idempotency_Key="k")
    assert made.status_code == 201, made.content
    assert made.json()["money"] == {"amount": "12.30", "currency": "EUR"}
    assert post(client, BODY, Idempotency_Key="k").json() == made.json()
    with tenant(cast.frontier.pk):
        assert Payment.objects.count() == 1
    assert client.get(f"{API}payments/{made.json()['ref']}/").json() == made.json()


def test_the_secretariats_machine_books_and_a_labs_does_not(cast: Cast) -> None:
    assert post(machine(cast, "clerk", "clerk"), BODY).status_code == 201
    refused = post(machine(cast, "aster.representative", "aster.liaison"), BODY)
    assert (refused.status_code, "keep the books" in refused.json()["detail"]) == (409, True)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"money": {"amount": "0.005", "currency": "EUR"}}, "/money/amount"),
        ({"money": {"amount": "-1", "currency": "EUR"}}, "/money/amount"),
        ({"money": {"amount": "1", "currency": "USD"}}, "/money/currency"),
        ({"money": "1"}, "/money"),
        ({"on": "2027-02-30"}, "/on"),
        ({"on": "2028-02-01"}, "/on"),
        ({"organisation": "nobody"}, "/organisation"),
        ({"sure": "maybe"}, "/sure"),
        ({"more": 1}, "/more"),
    ],
)
def test_what_is_wrong_is_pointed_to(cast: Cast, change: dict, pointer: str) -> None:
    answer = post(come(cast, "clerk"), BODY | change)
    assert answer.status_code == 400, answer.content
    assert [row["pointer"].rstrip("/0").removesuffix("/non_field_errors") for row in answer.json()["errors"]] == [
        pointer
    ]


def test_the_like_of_one_is_booked_only_where_sure(cast: Cast) -> None:
    client = come(cast, "clerk")
    assert post(client, BODY).status_code == 201
    again = post(client, BODY)
    assert (again.status_code, [row["pointer"] for row in again.json()["errors"]]) == (400, ["/sure"])
    assert post(client, BODY | {"sure": True}).status_code == 201


def test_how_many_queries_the_lists_take_does_not_grow(cast: Cast) -> None:
    client, counted = come(cast, "clerk"), []
    for more in (1, 29):
        with tenant(cast.frontier.pk):
            for _one in range(more):
                paid(cast, "aster", "1.00")
        for name in ("payments", "assessments"):
            client.get(f"{API}{name}/")
            with CaptureQueriesContext(connection) as seen:
                found = client.get(f"{API}{name}/", {"state": "matched"} if name == "payments" else {}).json()
            counted.append(len(seen))
    assert len(found["results"]) == 3
    assert counted[:2] == counted[2:]
