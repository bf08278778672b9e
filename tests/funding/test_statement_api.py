"""The statement at a day, as machines read it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from apps.funding.rules.chart import CONTRIBUTIONS, RECEIVABLE
from apps.funding.services.posting import Post, post
from tests.cast import NOW, Cast
from tests.funding import factory

pytestmark = pytest.mark.django_db

API = "/api/v1/committees/frontier/funding/statement/"


@pytest.fixture
def rival(frontier: Cast, client: Client) -> Client:
    """A rival's browser, and a contribution in the books."""
    factory.periods(frontier)
    lab = frontier["aster.representative"].organisation_id
    lines = [Post(RECEIVABLE, Decimal("500.5"), lab), Post(CONTRIBUTIONS, Decimal("-500.5"))]
    post(lines, actor=factory.treasurer(frontier), now=NOW, on=date(2026, 11, 20), memo="A contribution")
    client.force_login(frontier["borealis.representative"].person)
    return client


def _read(client: Client, at: str) -> Any:
    return client.get(API, {"at": at})


def test_a_rival_reads_the_statement_at_a_day(rival: Client) -> None:
    found = _read(rival, "2026-11-20").json()
    money = {"amount": "500.50", "currency": "EUR"}
    assert (found["period"], found["at"], found["is_balanced"]) == ("2026", "2026-11-20", True)
    assert [(row["account"], row["balance"]) for row in found["accounts"]] == [(RECEIVABLE, money)]
    assert [(row["account"], row["balance"]) for row in found["income"]] == [(CONTRIBUTIONS, money)]
    assert found["surplus"] == money


def test_the_day_before_knows_nothing_of_it(rival: Client) -> None:
    found = _read(rival, "2026-11-19").json()
    assert (found["accounts"], found["surplus"]["amount"]) == ([], "0.00")


def test_a_day_outside_every_period_is_not_there(rival: Client) -> None:
    assert _read(rival, "2031-01-01").status_code == 404


@pytest.mark.parametrize("at", ["yesterday", "2026-02-30", ""])
def test_what_is_no_day_is_said_so(rival: Client, at: str) -> None:
    assert _read(rival, at).status_code in {400, 422}
