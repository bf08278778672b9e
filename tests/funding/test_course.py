"""The last years in figures: income, expenditure, result and what members owed, for members and for the public."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from apps.funding.rules.chart import BANK, CONTRIBUTIONS, OTHER_INCOME, RECEIVABLE
from apps.funding.selectors.course import YEARS, Year, course
from apps.funding.services.periods import open_period
from apps.funding.services.posting import Post, post
from apps.funding.services.stating import publish_statement
from tests.cast import NOW, Cast
from tests.funding import factory

pytestmark = pytest.mark.django_db

PUBLIC = "/public/frontier/funding/"


def _years(people: Cast, count: int) -> None:
    """Periods from 2026 on: 100 assessed in each, and as many given as years have passed."""
    first, _next = factory.periods(people)
    actor = factory.treasurer(people)
    for year in range(first.first.year, first.first.year + count):
        if year > 2027:
            open_period(actor=actor, now=NOW, name=str(year), first=date(year, 1, 1), last=date(year, 12, 31))
        lab = people["aster.representative"].organisation_id
        lines = [Post(RECEIVABLE, Decimal(100), lab), Post(CONTRIBUTIONS, Decimal(-100))]
        post(lines, actor=actor, now=NOW, on=date(year, 3, 1), memo="A contribution")
        gift = Decimal(year - 2025)
        post([Post(BANK, gift), Post(OTHER_INCOME, -gift)], actor=actor, now=NOW, on=date(year, 4, 1), memo="A gift")


def test_income_is_each_period_s_and_what_is_owed_runs_on(frontier: Cast) -> None:
    _years(frontier, 2)
    assert course(frontier.viewer("clerk"), date(2027, 12, 31)) == [
        Year("2026", Decimal(101), Decimal(0), Decimal(100)),
        Year("2027", Decimal(102), Decimal(0), Decimal(200)),
    ]


def test_what_comes_after_the_day_does_not_count(frontier: Cast) -> None:
    _years(frontier, 2)
    [_first, second] = course(frontier.viewer("clerk"), date(2027, 3, 15))
    assert (second.income, second.result, second.receivable) == (Decimal(100), Decimal(100), Decimal(200))


def test_the_last_five_periods_are_shown_in_two_queries(frontier: Cast, django_assert_num_queries: Any) -> None:
    _years(frontier, 7)
    viewer = frontier.viewer("clerk")
    with django_assert_num_queries(2):
        found = course(viewer, date(2032, 12, 31))
    assert [year.name for year in found] == ["2028", "2029", "2030", "2031", "2032"]
    assert len(found) == YEARS
    assert found[-1].receivable == Decimal(700)


def test_members_see_the_years_drawn_with_their_table(frontier: Cast, client: Client) -> None:
    _years(frontier, 2)
    client.force_login(frontier["clerk"].person)
    assert 'id="years"' not in client.get("/c/frontier/funding/").content.decode()
    for name in ("2025", "2024"):
        year = int(name)
        row = factory.Period(
            name=name,
            first=date(year, 1, 1),
            last=date(year, 12, 31),
            currency="EUR",
            opened_by=frontier["clerk"],
            opened_at=NOW,
            declare_by=date(year, 3, 1),
        )
        row.save()
    page = client.get("/c/frontier/funding/").content.decode()
    assert "Income: 2024 0.00" in page
    assert "<caption>The last periods, in EUR</caption>" in page


def test_the_public_sees_the_years_that_were_published(frontier: Cast, client: Client) -> None:
    _years(frontier, 2)
    later = datetime(2028, 1, 2, 9, tzinfo=UTC)
    actor = factory.treasurer(frontier, later)
    publish_statement(actor=actor, now=later, period="2026", until=date(2026, 12, 31))
    assert 'id="years"' not in client.get(PUBLIC).content.decode()
    publish_statement(actor=actor, now=later, period="2027", until=date(2027, 12, 31))
    page = client.get(PUBLIC).content.decode()
    assert "Contributions receivable: 2026 100.00" in page.replace("\u202f", " ")
    assert "<caption>The last periods, in EUR</caption>" in page
