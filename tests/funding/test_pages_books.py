"""The books on their pages: periods opened and closed, statements at a day, journals; the overview over all."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from apps.funding.models import Journal, Period
from apps.funding.rules.chart import BANK, CONTRIBUTIONS, RECEIVABLE
from apps.funding.services.posting import Post, post
from apps.kernel.money import THIN
from apps.transparency.models import PublishedRecord
from tests.cast import NOW, Cast
from tests.funding import factory

pytestmark = pytest.mark.django_db

BOOKS = "/c/frontier/funding/books/"
DAY = date(2026, 11, 20)
JOURNALS = 13
"""Queries of the page, the request's own among them."""


@pytest.fixture
def clerk(frontier: Cast, client: Client) -> Client:
    """The clerk's browser."""
    client.force_login(frontier["clerk"].person)
    return client


def _posted(people: Cast, count: int = 1) -> None:
    lab = people["aster.representative"].organisation_id
    for _number in range(count):
        lines = [Post(RECEIVABLE, Decimal(500), lab), Post(CONTRIBUTIONS, Decimal(-500))]
        post(lines, actor=factory.treasurer(people), now=NOW, on=DAY, memo="A contribution")


def test_money_begins_with_a_period(frontier: Cast, clerk: Client) -> None:
    assert "Open the first period" in clerk.get("/c/frontier/funding/").content.decode()
    given = {"name": "2026", "first": "2026-01-01", "last": "2026-12-31", "currency": "eur"}
    assert clerk.post(f"{BOOKS}new/", given).url == f"{BOOKS}2026/"
    assert Period.objects.get().currency == "EUR"


def test_a_period_that_does_not_follow_loses_nothing_that_was_typed(frontier: Cast, clerk: Client) -> None:
    factory.periods(frontier)
    answer = clerk.post(f"{BOOKS}new/", {"name": "2029", "first": "2029-01-01", "last": "2029-12-31"})
    assert answer.status_code == 422
    assert "this one begins on 01 January 2028" in answer.content.decode()
    assert 'value="2029"' in answer.content.decode()


def test_a_statement_is_of_the_day_that_is_asked_for(frontier: Cast, clerk: Client) -> None:
    factory.periods(frontier)
    _posted(frontier)
    assert "1100 Contributions receivable" in clerk.get(f"{BOOKS}2026/?at=2026-11-20").content.decode()
    before = clerk.get(f"{BOOKS}2026/?at=2026-11-19").content.decode()
    assert "1100 Contributions receivable" not in before
    assert "Debits and credits balance." in before
    assert "Give a day from" in clerk.get(f"{BOOKS}2026/?at=2031-01-01").content.decode()


def test_opening_balances_are_entered_once(frontier: Cast, clerk: Client) -> None:
    factory.periods(frontier)
    assert "Opening balances" in clerk.get(f"{BOOKS}2026/").content.decode()
    assert clerk.post(f"{BOOKS}2026/opening/", {}).status_code == 422
    clerk.post(f"{BOOKS}2026/opening/", {"bank": "250.00", "credit": "50.00"})
    [journal] = Journal.objects.all()
    entries = {entry.account.number: entry.amount for entry in journal.entries.select_related("account")}
    assert entries == {BANK: Decimal(250), "2000": Decimal(-50), "3000": Decimal(-200)}
    assert 'id="opening"' not in clerk.get(f"{BOOKS}2026/").content.decode()


def test_the_table_of_a_statement_can_be_taken_away(frontier: Cast, clerk: Client) -> None:
    factory.periods(frontier)
    _posted(frontier)
    table = clerk.get(f"{BOOKS}2026/statement.csv?at=2026-11-20").content.decode()
    assert "asset,1100,Contributions receivable,500.00," in table
    assert "surplus of the period,,,500.00," in table


def test_a_statement_is_published_with_one_press(frontier: Cast, clerk: Client) -> None:
    factory.periods(frontier)
    clerk.post(f"{BOOKS}2026/publish/", {"at": "2026-11-20"})
    assert PublishedRecord.objects.get().title == "Statement of 2026 at 20 November 2026"


def test_books_that_have_not_ended_are_not_closed(frontier: Cast, clerk: Client) -> None:
    factory.periods(frontier)
    answer = clerk.post(f"{BOOKS}2026/close/")
    assert answer.status_code == 409
    assert "2026 has not ended yet" in answer.content.decode()


def test_a_journal_shows_what_undid_it(frontier: Cast, clerk: Client) -> None:
    factory.periods(frontier)
    _posted(frontier)
    ref = Journal.objects.get().ref
    page = clerk.get(f"/c/frontier/funding/journals/{ref}/").content.decode()
    assert "4000 Assessed contributions" in page
    assert "\N{MINUS SIGN}500.00" in page


@pytest.mark.parametrize("count", [1, 30])
def test_journals_take_the_same_number_of_queries(
    frontier: Cast, clerk: Client, count: int, django_assert_num_queries: object
) -> None:
    factory.periods(frontier)
    _posted(frontier, count)
    clerk.get(f"{BOOKS}2026/journals/")
    with django_assert_num_queries(JOURNALS):  # type: ignore[operator]
        answer = clerk.get(f"{BOOKS}2026/journals/")
    assert answer.content.decode().count("JRN-2026-") >= count


def test_the_overview_says_what_is_held_and_owed(frontier: Cast, clerk: Client) -> None:
    factory.periods(frontier)
    lines = [Post(BANK, Decimal(1234)), Post(CONTRIBUTIONS, Decimal(-1234))]
    post(lines, actor=factory.treasurer(frontier), now=NOW, on=DAY, memo="A gift")
    page = clerk.get("/c/frontier/funding/").content.decode()
    assert f"1{THIN}234.00" in page
    assert "None is adopted for 2026 yet." in page
