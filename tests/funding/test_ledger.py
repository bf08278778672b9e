"""The books: what balances is taken, what does not is refused by the database itself, and what is closed stays closed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from apps.funding.models import Account, Entry, Journal, Period
from apps.funding.rules.chart import BANK, CONTRIBUTIONS, FUND, RECEIVABLE
from apps.funding.rules.ledger import Kind
from apps.funding.selectors.statements import accounts_at, held
from apps.funding.services.opening_balances import enter_opening_balances
from apps.funding.services.periods import close_books, open_period
from apps.funding.services.posting import Post, post, undo
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.funding.factory import periods, treasurer

pytestmark = pytest.mark.django_db

HUNDRED = Decimal("100.00")
DAY = date(2026, 11, 21)
AFTER = datetime(2027, 1, 2, 9, 0, tzinfo=UTC)


def _post(people: Cast, *lines: Post, on: date = DAY) -> Journal:
    return post(lines, actor=treasurer(people), now=NOW, on=on, memo="A test")


def _paid(people: Cast, on: date = DAY) -> Journal:
    lab = people["aster.representative"].organisation_id
    return _post(people, Post(BANK, HUNDRED), Post(RECEIVABLE, -HUNDRED, lab), on=on)


def _by_hand(period: Period, *amounts: Decimal) -> None:
    """A journal past every service, and what its transaction's end would check."""
    made = {"ref": "X", "year": 2026, "number": 9, "period": period, "on": DAY, "memo": "By hand", "posted_at": NOW}
    row = Journal.objects.create(**made)
    account = Account.objects.get(number=BANK)
    Entry.objects.bulk_create(Entry(journal=row, account=account, amount=amount) for amount in amounts)
    _check_now()


def _check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_journal_counts_in_the_accounts_from_its_day(frontier: Cast) -> None:
    periods(frontier)
    _paid(frontier)
    _check_now()
    lab = frontier["aster.representative"].organisation_id
    assert held(BANK, DAY) == {None: HUNDRED}
    assert held(RECEIVABLE, DAY) == {lab: -HUNDRED}
    assert held(BANK, DAY - timedelta(1)) == {}
    assert accounts_at(DAY).statement.is_balanced


def test_entries_that_do_not_balance_are_refused_before_the_database(frontier: Cast) -> None:
    periods(frontier)
    with pytest.raises(ValueError, match=r"differ by 1\.00"):
        _post(frontier, Post(BANK, HUNDRED), Post(RECEIVABLE, Decimal("-99.00")))
    assert not Journal.objects.exists()


@pytest.mark.parametrize(
    ("amounts", "says"),
    [
        ((HUNDRED, -HUNDRED + 1), r"debits and credits differ by 1\.00"),
        ((HUNDRED,), "has 1 entries"),
        ((), "has 0 entries"),
    ],
)
def test_the_database_refuses_a_journal_that_does_not_balance(frontier: Cast, amounts: tuple, says: str) -> None:
    first, _second = periods(frontier)
    with pytest.raises(DatabaseError, match=says), transaction.atomic():
        _by_hand(first, *amounts)


@pytest.mark.parametrize("change", ["UPDATE funding_entry SET amount = 1", "DELETE FROM funding_journal"])
def test_nothing_that_is_posted_is_changed_or_removed(frontier: Cast, change: str) -> None:
    periods(frontier)
    _paid(frontier)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def _add(row: Journal, committee: int) -> None:
    with tenant(committee):
        account = Account.objects.get(number=BANK)
        Entry.objects.bulk_create(Entry(journal=row, account=account, amount=amount) for amount in (1, -1))


@pytest.mark.django_db(transaction=True)
def test_a_journal_takes_no_entries_after_its_transaction(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        periods(cast)
        row = _paid(cast)
    with pytest.raises(DatabaseError, match="only while it is made"):
        _add(row, cast.frontier.pk)


def test_a_day_without_a_period_and_a_closed_one_are_refused(frontier: Cast) -> None:
    periods(frontier)
    with pytest.raises(Refused, match="No period has the 21 November 2025"):
        _paid(frontier, on=date(2025, 11, 21))
    close_books(actor=treasurer(frontier, AFTER), now=AFTER, name="2026")
    with pytest.raises(Refused, match="The books of 2026 are closed"):
        _paid(frontier)


def test_the_database_refuses_a_journal_in_closed_books(frontier: Cast) -> None:
    first, _second = periods(frontier)
    close_books(actor=treasurer(frontier, AFTER), now=AFTER, name="2026")
    with pytest.raises(DatabaseError, match="the books of 2026 are closed"), transaction.atomic():
        Journal.objects.create(ref="X", year=2026, number=9, period=first, on=DAY, memo="By hand", posted_at=NOW)


def test_the_database_refuses_a_journal_on_a_day_of_another_period(frontier: Cast) -> None:
    _first, second = periods(frontier)
    with pytest.raises(DatabaseError, match="does not have the day"), transaction.atomic():
        Journal.objects.create(ref="X", year=2026, number=9, period=second, on=DAY, memo="By hand", posted_at=NOW)


@pytest.mark.parametrize("change", [{"state": "open", "closed_at": None, "closed_by": None}, {"name": "other"}])
def test_the_database_refuses_to_change_closed_books(frontier: Cast, change: dict) -> None:
    periods(frontier)
    close_books(actor=treasurer(frontier, AFTER), now=AFTER, name="2026")
    with pytest.raises(DatabaseError, match="the books of 2026 are closed"), transaction.atomic():
        Period.objects.filter(name="2026").update(**change)


@pytest.mark.parametrize("change", [{"last": date(2027, 1, 5)}, {"currency": "USD"}])
def test_the_days_and_the_currency_of_a_period_never_change(frontier: Cast, change: dict) -> None:
    periods(frontier)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Period.objects.filter(name="2026").update(**change)


def test_a_journal_is_undone_once_and_leaves_nothing(frontier: Cast) -> None:
    periods(frontier)
    row = _paid(frontier)
    back = undo(row, actor=treasurer(frontier), now=NOW, on=DAY, memo="Booked twice")
    assert back.reverses == row
    assert held(BANK, DAY) == {}
    with pytest.raises(Refused, match="was undone already"):
        undo(row, actor=treasurer(frontier), now=NOW, on=DAY, memo="Again")


def test_opening_balances_come_first_and_go_against_the_fund(frontier: Cast) -> None:
    periods(frontier)
    actor = treasurer(frontier)
    enter_opening_balances(actor=actor, now=NOW, period="2026", balances={BANK: Decimal("250.00")})
    found = accounts_at(DAY)
    assert found.statement.is_balanced
    assert {row.number: row.amount for row in found.rows if row.amount} == {BANK: Decimal(250), FUND: Decimal(250)}
    with pytest.raises(Refused, match="Opening balances come before everything else"):
        enter_opening_balances(actor=actor, now=NOW, period="2026", balances={BANK: HUNDRED})


def test_opening_balances_name_accounts_that_there_are(frontier: Cast) -> None:
    periods(frontier)
    with pytest.raises(Invalid) as refused:
        enter_opening_balances(actor=treasurer(frontier), now=NOW, period="2026", balances={"7777": HUNDRED})
    assert set(refused.value.errors) == {"7777"}


def test_a_surplus_is_income_less_expense(frontier: Cast) -> None:
    periods(frontier)
    _post(frontier, Post(RECEIVABLE, HUNDRED), Post(CONTRIBUTIONS, -HUNDRED))
    found = accounts_at(DAY)
    assert (found.statement.surplus, found.statement.totals[Kind.INCOME]) == (HUNDRED, HUNDRED)
    assert found.statement.is_balanced


def test_periods_follow_one_another_in_one_currency(frontier: Cast) -> None:
    first, second = periods(frontier)
    assert (first.currency, second.currency) == ("EUR", "EUR")
    with pytest.raises(Invalid) as refused:
        open_period(actor=treasurer(frontier), now=NOW, name="2027", first=date(2028, 2, 1), last=date(2028, 1, 1))
    assert set(refused.value.errors) == {"name", "first", "last"}


def test_books_are_closed_in_their_order_and_after_their_end(frontier: Cast) -> None:
    periods(frontier)
    with pytest.raises(Refused, match="2026 has not ended yet"):
        close_books(actor=treasurer(frontier), now=NOW, name="2026")
    later = datetime(2028, 1, 2, 9, 0, tzinfo=UTC)
    with pytest.raises(Refused, match="Close 2026 first"):
        close_books(actor=treasurer(frontier, later), now=later, name="2027")


@pytest.mark.parametrize("who", ["aster.representative", "auditor", "observer.eu"])
def test_only_the_treasurer_and_the_clerks_keep_the_books(frontier: Cast, who: str) -> None:
    with pytest.raises(Refused, match="Only the treasurer and the clerks"):
        open_period(
            actor=frontier.viewer(who),
            now=NOW,
            name="2026",
            first=date(2026, 1, 1),
            last=date(2026, 12, 31),
            currency="EUR",
        )
