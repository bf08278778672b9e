"""The ledger of one account: what it began with, the balance after each entry, and what the statement of the day says."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.funding.models import Entry, Period
from apps.funding.rules.chart import BANK, CONTRIBUTIONS, CREDIT, RECEIVABLE
from apps.funding.selectors.accounts import account_at
from apps.funding.selectors.statements import accounts_at
from apps.funding.services.opening_balances import enter_opening_balances
from apps.funding.services.posting import Post, post
from tests.cast import NOW, Cast
from tests.funding import factory

pytestmark = pytest.mark.django_db

BOOKS = "/c/frontier/funding/books"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 20)
QUERIES = 15
"""Of the page, the request's own among them."""


@pytest.fixture
def clerk(frontier: Cast, client: Client) -> Client:
    """The clerk's browser; books with 100 in the bank."""
    period, _next = factory.periods(frontier)
    balances = {BANK: Decimal(100), CREDIT: Decimal(-30)}
    enter_opening_balances(actor=factory.treasurer(frontier), now=NOW, period=period.name, balances=balances)
    client.force_login(frontier["clerk"].person)
    return client


def _earned(people: Cast, amount: str, on: date = FIRST, account: str = BANK) -> None:
    lab = people["aster.representative"].organisation_id
    lines = [Post(account, Decimal(amount), lab), Post(CONTRIBUTIONS, -Decimal(amount))]
    post(lines, actor=factory.treasurer(people), now=NOW, on=on, memo=f"A gift of {amount}")


def _words(client: Client, address: str) -> str:
    text = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", text[text.index("<main") :]).split())


def _balances(client: Client, address: str) -> list[str]:
    text = client.get(address).content.decode()
    return [re.sub("<[^>]*>", "", one) for one in re.findall(r'data-label="Balance">(.*?)</td>', text)]


def test_each_entry_has_the_balance_after_it_by_day_and_not_by_hour_of_booking(frontier: Cast, clerk: Client) -> None:
    _earned(frontier, "5.00", LAST)
    _earned(frontier, "7.00", FIRST)
    assert _balances(clerk, f"{BOOKS}/2026/accounts/1000/") == ["0.00", "100.00", "107.00", "112.00", "112.00"]


def test_what_grows_by_a_credit_reads_above_nothing(frontier: Cast, clerk: Client) -> None:
    assert _balances(clerk, f"{BOOKS}/2026/accounts/2000/") == ["0.00", "30.00", "30.00"]
    assert "Credits make it grow" in _words(clerk, f"{BOOKS}/2026/accounts/2000/")


def test_the_next_period_begins_with_what_the_last_one_left_but_income_with_nothing(
    frontier: Cast, clerk: Client
) -> None:
    _earned(frontier, "7.00")
    assert "Before 1 January 2027 107.00 EUR" in _words(clerk, f"{BOOKS}/2027/accounts/1000/")
    assert "Before 1 January 2027 0.00 EUR" in _words(clerk, f"{BOOKS}/2027/accounts/4000/")


def test_the_ledger_ends_at_the_day_that_is_asked_for(frontier: Cast, clerk: Client) -> None:
    _earned(frontier, "7.00", FIRST)
    _earned(frontier, "5.00", LAST)
    shown = _words(clerk, f"{BOOKS}/2026/accounts/1000/?at=2026-11-19")
    assert "At the end of 19 November 2026 107.00 EUR" in shown
    assert "A gift of 5.00" not in shown
    assert "Give a day from" in _words(clerk, f"{BOOKS}/2026/accounts/1000/?at=2031-01-01")


def test_the_statement_leads_to_the_ledger_of_its_day(frontier: Cast, clerk: Client) -> None:
    page = clerk.get(f"{BOOKS}/2026/?at=2026-11-19").content.decode()
    assert f'href="{BOOKS}/2026/accounts/1000/?at=2026-11-19"' in page


@pytest.mark.parametrize("address", ["2026/accounts/9999/", "2026/accounts/x/", "1999/accounts/1000/"])
def test_what_is_no_account_of_a_period_is_not_found(clerk: Client, address: str) -> None:
    assert clerk.get(f"{BOOKS}/{address}").status_code == 404


def test_an_account_without_entries_says_so(clerk: Client) -> None:
    assert "Nothing is booked on it in this time" in _words(clerk, f"{BOOKS}/2026/accounts/4100/")


def test_the_balance_is_carried_from_page_to_page(frontier: Cast, clerk: Client) -> None:
    for number in range(60):
        _earned(frontier, "1.00", FIRST + timedelta(number % 7))
    address = f"{BOOKS}/2026/accounts/1000/"
    first = clerk.get(address).content.decode()
    later = re.search(r'rel="next" href="([^"]+)"', first)
    assert later
    following = address + later[1].replace("&amp;", "&")
    assert _balances(clerk, address)[-1] == "149.00"
    assert _balances(clerk, following)[0] == "150.00"
    assert _balances(clerk, following)[-2:] == ["160.00", "160.00"]
    before = re.search(r'rel="prev" href="([^"]+)"', clerk.get(following).content.decode())
    assert before
    assert _balances(clerk, address + before[1].replace("&amp;", "&")) == _balances(clerk, address)


@pytest.mark.parametrize("count", [1, 30])
def test_a_ledger_takes_the_same_number_of_queries(
    frontier: Cast, clerk: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        _earned(frontier, "1.00")
    clerk.get(f"{BOOKS}/2026/accounts/1000/")
    with django_assert_num_queries(QUERIES):
        clerk.get(f"{BOOKS}/2026/accounts/1000/")


def test_the_ledger_is_taken_away_whole(frontier: Cast, clerk: Client) -> None:
    _earned(frontier, "7.00")
    text = clerk.get(f"{BOOKS}/2026/accounts/1000/ledger.csv?at=2026-11-20").content.decode()
    rows = [line.split(",") for line in text.strip().splitlines()]
    assert [row[7] for row in rows[1:]] == ["0", "100.00", "107.00", "107.00"]
    assert rows[3][2:7] == ["A gift of 7.00", "", "Aster", "7.00", ""]
    workbook = clerk.get(f"{BOOKS}/2026/accounts/1000/ledger.xlsx")
    assert workbook["Content-Disposition"] == 'attachment; filename="account-1000-2026.xlsx"'


booked = st.lists(
    st.tuples(
        st.sampled_from([BANK, RECEIVABLE]),
        st.decimals(min_value=-500, max_value=500, places=2).filter(bool),
        st.dates(FIRST, date(2027, 3, 1)),
    ),
    max_size=8,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(booked, st.dates(date(2027, 1, 1), date(2027, 3, 1)))
def test_a_ledger_ends_with_what_the_statement_says(
    frontier: Cast, booked: list[tuple[str, Decimal, date]], on: date
) -> None:
    _first, period = factory.periods(frontier)
    for account, amount, day in booked:
        _earned(frontier, str(amount), day, account)
    said = {row.number: row.amount for row in accounts_at(on).rows} | {
        row.number: row.amount for row in accounts_at(on, since=period.first).rows if row.number == CONTRIBUTIONS
    }
    for number in (BANK, RECEIVABLE, CONTRIBUTIONS):
        found = account_at(frontier.viewer("clerk"), Period.objects.get(pk=period.pk), number, on)
        steps = list(found.steps(found.entries().order_by("on", "pk")))
        assert found.closing == said[number]
        assert steps == [] or steps[-1].balance == found.closing
    assert Entry.objects.count() >= 2 * len(booked)
