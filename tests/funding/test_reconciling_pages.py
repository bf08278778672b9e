"""Books and bank on their pages, and lines of money that went out: what stands there, and what each press does."""

from typing import Any

import pytest
from django.test import Client

from apps.funding.models import BankEntry, BankLine, BankStatement, Expenditure, Reconciliation
from apps.funding.services.importing import import_statement
from tests.cast import Cast
from tests.funding.contributed import entry, issued
from tests.funding.reconciled import approved, by, line, statement

pytestmark = pytest.mark.django_db
BANK = "/c/frontier/funding/bank/"
LINES = f"{BANK}lines/"


@pytest.fixture
def clerk(frontier: Cast, client: Client) -> Client:
    """The clerk's browser."""
    client.force_login(frontier["clerk"].person)
    return client


def _read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_statement_that_agrees_is_reconciled_with_one_press(frontier: Cast, clerk: Client) -> None:
    issued(frontier)
    row = statement(frontier, entry("5.00", ref="1"), opening="0.00", closing="5.00")
    page = f"{BANK}statements/{row.uid}/reconcile/"
    assert "Books and bank were not yet compared" in _read(clerk, "/c/frontier/funding/")
    shown = _read(clerk, page)
    assert "Not yet reconciled" in shown
    assert "It is to do" in shown
    assert clerk.post(f"{page}do/").url == page
    shown = _read(clerk, page)
    assert "They agree" not in shown
    assert "reconciled already, and nothing has changed since" not in shown
    until = "Books and bank were found to agree to the end of 20 January 2027."
    assert until in _read(clerk, "/c/frontier/funding/")
    assert until in _read(clerk, BANK)
    assert Reconciliation.objects.get().by == frontier["clerk"]


def test_a_difference_is_shown_and_no_press_offered(frontier: Cast, clerk: Client) -> None:
    issued(frontier)
    row = statement(frontier, entry("5.00", ref="1"), opening="100.00", closing="105.00")
    page = f"{BANK}statements/{row.uid}/reconcile/"
    shown = _read(clerk, page)
    assert "Not reconciled" in shown
    assert "They agree" not in shown
    assert "100.00" in shown
    assert clerk.post(f"{page}do/").status_code == 409


def test_a_gap_between_statements_is_a_warning(frontier: Cast, clerk: Client) -> None:
    issued(frontier)
    statement(frontier, entry("5.00", ref="1", on="2027-01-10"), opening="0.00", closing="5.00")
    row = statement(frontier, entry("7.00", ref="2"), opening="25.00", closing="32.00")
    shown = _read(clerk, f"{BANK}statements/{row.uid}/reconcile/")
    assert "It does not begin where the statement before ended" in shown
    assert "Its opening balance differs by 20.00 EUR" in shown


def test_balances_are_typed_and_lost_by_no_error(frontier: Cast, clerk: Client) -> None:
    issued(frontier)
    content = b"Date;Amount;Text\n2027-01-20;7.00;A gift\n"
    row = import_statement(**by(frontier), content=content, name="s.csv").statements[0]
    page = f"{BANK}statements/{row.uid}/"
    assert "Enter the balances" in _read(clerk, f"{page}reconcile/")
    answer = clerk.post(f"{page}balances/", {"opening": "0,00", "closing": "8,00"})
    assert answer.status_code == 422
    assert "they differ by 1.00" in answer.content.decode()
    assert 'value="8,00"' in answer.content.decode()
    assert clerk.post(f"{page}balances/", {"opening": "0,00", "closing": "7,00"}).url == f"{page}reconcile/"
    assert "The balances that were entered" in _read(clerk, f"{page}reconcile/")


def test_an_auditor_reads_it_without_a_press(frontier: Cast, client: Client) -> None:
    issued(frontier)
    row = statement(frontier, entry("5.00", ref="1"), opening="0.00", closing="5.00")
    client.force_login(frontier["auditor"].person)
    shown = _read(client, f"{BANK}statements/{row.uid}/reconcile/")
    assert "Do books and bank agree" in shown
    assert "They agree" not in shown


def test_the_table_names_every_item(frontier: Cast, clerk: Client) -> None:
    issued(frontier)
    row = statement(frontier, entry("5.00", ref="1", name="=1+1"), opening="0.00", closing="5.00")
    table = _read(clerk, f"{BANK}statements/{row.uid}/reconcile.csv")
    assert "balance at the bank,,2027-01-20,,,,5.00,EUR" in table
    assert "not booked,1,2027-01-20,'=1+1,,open,5.00,EUR" in table
    assert "difference that no item explains,,2027-01-20,,,,0.00,EUR" in table


def test_a_line_pays_the_suggested_expenditure_with_one_press(frontier: Cast, clerk: Client) -> None:
    one = line(frontier, entry("120.00", ref="1", out=True, name="Fjord Audit"))
    row = approved(frontier)
    shown = _read(clerk, LINES)
    assert f"It could be {row.ref}, to Fjord Audit, by the payee&#x27;s name." in shown
    clerk.post(f"{LINES}{one.uid}/pay/", {"expenditure": row.ref})
    assert Expenditure.objects.get().state == "paid"
    page = f"/c/frontier/funding/spending/{row.ref}/"
    assert "It was not paid" in _read(clerk, page)
    assert row.ref in _read(clerk, f"{BANK}statements/{BankStatement.objects.get().uid}/")
    assert clerk.post(f"{page}return/", {"because": ""}).status_code == 422
    clerk.post(f"{page}return/", {"because": "The bank sent it back."})
    assert (Expenditure.objects.get().state, BankLine.objects.get().state) == ("approved", "open")


def test_a_fee_is_booked_read_and_reversed(frontier: Cast, clerk: Client) -> None:
    one = line(frontier, entry("4.50", ref="1", out=True))
    assert "The bank took it" in _read(clerk, LINES)
    failed = clerk.post(f"{LINES}{one.uid}/own/", {"account": "1000"})
    assert failed.status_code == 422
    assert "Choose an account from the list." in failed.content.decode()
    clerk.post(f"{LINES}{one.uid}/own/", {"account": "9000", "note": "January"})
    row = BankEntry.objects.get()
    page = f"{BANK}entries/{row.ref}/"
    assert "The bank took it by itself." in _read(clerk, page)
    assert "JRN-2027-" in _read(clerk, page)
    assert clerk.post(f"{page}reverse/", {"because": ""}).status_code == 422
    clerk.post(f"{page}reverse/", {"because": "It was a payment."})
    assert "It was a payment." in _read(clerk, page)


def test_a_member_reads_a_fee_and_not_its_line(frontier: Cast, client: Client) -> None:
    one = line(frontier, entry("4.50", ref="1", out=True))
    treasurers = Client()
    treasurers.force_login(frontier["clerk"].person)
    treasurers.post(f"{LINES}{one.uid}/own/", {"account": "9000"})
    client.force_login(frontier["borealis.liaison"].person)
    shown = _read(client, f"{BANK}entries/{BankEntry.objects.get().ref}/")
    assert "9000 Bank fees" in shown
    assert "of the statement" not in shown
    assert "Reverse it" not in shown


@pytest.mark.parametrize("count", [1, 15])
def test_lines_to_do_take_the_same_number_of_queries(
    frontier: Cast, clerk: Client, count: int, django_assert_num_queries: Any
) -> None:
    issued(frontier)
    statement(frontier, *(entry("120.00", ref=str(number), out=number % 2 == 0) for number in range(count * 2)))
    approved(frontier)
    clerk.get(LINES)
    with django_assert_num_queries(23):
        clerk.get(LINES)
