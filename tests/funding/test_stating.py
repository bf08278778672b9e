"""Statements are published once a month, when books are closed, and when somebody asks for one; the public reads them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from apps.funding.rules.chart import BANK, CONTRIBUTIONS, RECEIVABLE
from apps.funding.selectors.public import public_funding
from apps.funding.services.periods import close_books
from apps.funding.services.posting import Post, post
from apps.funding.services.stating import publish_month_end, publish_statement
from apps.kernel.decisions import Refused
from apps.transparency.models import PublishedRecord
from tests.cast import NOW, Cast
from tests.funding.factory import periods, treasurer

pytestmark = pytest.mark.django_db

YESTERDAY = date(2026, 11, 20)


def _earned(people: Cast, on: date = YESTERDAY, amount: str = "500.00") -> None:
    lab = people["aster.representative"].organisation_id
    lines = [Post(RECEIVABLE, Decimal(amount), lab), Post(CONTRIBUTIONS, -Decimal(amount))]
    post(lines, actor=treasurer(people), now=NOW, on=on, memo="A contribution")


def test_a_statement_says_what_the_accounts_hold_at_the_end_of_its_day(frontier: Cast) -> None:
    periods(frontier)
    _earned(frontier)
    _earned(frontier, on=NOW.date(), amount="7.00")
    publish_statement(actor=treasurer(frontier), now=NOW, period="2026", until=YESTERDAY)
    [found] = public_funding().statements
    assert [(one.number, one.amount) for one in found.kept] == [(RECEIVABLE, Decimal(500))]
    assert [(one.number, one.amount) for one in found.made] == [(CONTRIBUTIONS, Decimal(500))]
    assert (found.surplus, found.before) == (Decimal(500), Decimal(0))


def test_what_earlier_periods_left_stands_apart(frontier: Cast) -> None:
    periods(frontier)
    _earned(frontier)
    later = datetime(2027, 3, 1, 9, tzinfo=UTC)
    publish_statement(actor=treasurer(frontier, later), now=later, period="2027", until=date(2027, 2, 28))
    [found] = public_funding().statements
    assert (found.made, found.surplus, found.before) == ((), Decimal(0), Decimal(500))


@pytest.mark.parametrize(
    ("until", "says"), [(NOW.date(), "a day that has passed"), (date(2025, 12, 31), "is not a day of 2026")]
)
def test_a_statement_is_of_a_day_of_the_period_that_has_passed(frontier: Cast, until: date, says: str) -> None:
    periods(frontier)
    with pytest.raises(Refused, match=says):
        publish_statement(actor=treasurer(frontier), now=NOW, period="2026", until=until)


def test_a_month_is_stated_once(frontier: Cast) -> None:
    periods(frontier)
    _earned(frontier, on=date(2026, 10, 31))
    assert publish_month_end(NOW) is not None
    assert publish_month_end(NOW + timedelta(days=3)) is None
    assert [one.day for one in public_funding().statements] == [date(2026, 10, 31)]


def test_a_month_before_the_first_period_is_not_stated(frontier: Cast) -> None:
    periods(frontier)
    assert publish_month_end(datetime(2026, 1, 15, tzinfo=UTC)) is None
    assert not PublishedRecord.objects.exists()


def test_closed_books_are_stated_and_not_a_second_time(frontier: Cast) -> None:
    periods(frontier)
    after = datetime(2027, 1, 2, 9, tzinfo=UTC)
    close_books(actor=treasurer(frontier, after), now=after, name="2026")
    assert public_funding().statements[0].day == date(2026, 12, 31)
    assert publish_month_end(after) is None


def test_only_who_keeps_the_books_publishes(frontier: Cast) -> None:
    periods(frontier)
    with pytest.raises(Refused, match="Only the treasurer and the clerks"):
        publish_statement(actor=frontier.viewer("aster.representative"), now=NOW, period="2026", until=YESTERDAY)


def test_the_public_page_and_its_files_need_no_account(frontier: Cast, client: Client) -> None:
    periods(frontier)
    _earned(frontier)
    enter = treasurer(frontier)
    post([Post(BANK, Decimal(9)), Post(RECEIVABLE, Decimal(-9))], actor=enter, now=NOW, on=YESTERDAY, memo="Paid")
    publish_statement(actor=enter, now=NOW, period="2026", until=YESTERDAY)
    page = client.get("/public/frontier/funding/").content.decode()
    assert "2026, at the end of 20 November 2026, in EUR." in page
    assert "491.00" in page
    assert (
        "1100,Contributions receivable,asset,491.00"
        in client.get("/public/frontier/funding/statements.csv").content.decode()
    )
    found = client.get("/public/frontier/funding/statements.json").json()["statements"]
    assert {"Account": "1000", "Amount": "9.00"}.items() <= found[0].items()


def test_an_unknown_part_is_not_there(frontier: Cast, client: Client) -> None:
    assert client.get("/public/frontier/funding/declarations.csv").status_code == 404


def test_before_anything_is_published_the_page_says_so(frontier: Cast, client: Client) -> None:
    assert "Nothing is published yet" in client.get("/public/frontier/funding/").content.decode()
