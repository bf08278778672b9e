"""What people take away of the money: the same rows as CSV and as a workbook, numbers as numbers, no sealed figure."""

import csv
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from apps.committees.states import OfficeKind
from apps.funding.models import Journal
from apps.funding.rules.chart import BANK, CONTRIBUTIONS, RECEIVABLE
from apps.funding.services import spending
from apps.funding.services.issuing import issue_contributions
from apps.funding.services.opening_balances import enter_opening_balances
from apps.funding.services.posting import Post, post
from apps.funding.services.showing import show_contributions
from apps.funding.services.spending import Spent
from apps.funding.services.stating import publish_statement
from apps.funding.views.public import PARTS
from tests.cast import NOW, Cast
from tests.funding import contributed, factory

pytestmark = pytest.mark.django_db

FUNDING = "/c/frontier/funding"
PUBLIC = "/public/frontier/funding"


@pytest.fixture
def clerk(frontier: Cast, client: Client) -> Client:
    """The clerk's browser."""
    client.force_login(frontier["clerk"].person)
    return client


@pytest.fixture
def assessed(frontier: Cast) -> Cast:
    """2027 with a scale, a budget and its call letters."""
    contributed.in_force(frontier, "1000.01")
    issue_contributions(
        actor=factory.treasurer(frontier, factory.IN_2027), now=factory.IN_2027, period="2027", without_details=True
    )
    return frontier


def _book(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return load_workbook(BytesIO(answer.content))


def _figures(client: Client, address: str) -> list[tuple[Any, ...]]:
    return list(_book(client, address)["Figures"].iter_rows(values_only=True))


def _plain(value: Any) -> Any:
    """A cell's value as the CSV file writes it, numbers without the places that a sheet shows."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return str(value)


def _table(client: Client, address: str) -> list[list[str]]:
    return list(csv.reader(StringIO(client.get(address).content.decode("utf-8-sig"))))


def _number(text: str) -> str:
    try:
        return f"{Decimal(text).normalize():f}"
    except ArithmeticError:
        return text


@pytest.mark.parametrize(
    "address",
    [
        f"{FUNDING}/contributions/2027.",
        f"{FUNDING}/payments.",
        f"{FUNDING}/spending/export.",
        f"{FUNDING}/scales/SCL-2027-0001/scale.",
        f"{FUNDING}/budgets/BUD-2027-0001/budget.",
        f"{FUNDING}/books/2027/statement.",
        f"{FUNDING}/arrears.",
    ],
)
def test_a_workbook_has_the_rows_of_the_csv_file(assessed: Cast, clerk: Client, address: str) -> None:
    contributed.paid(assessed, "aster", "100.00", on=contributed.ON)
    plain = [[_number(cell) for cell in row] for row in _table(clerk, f"{address}csv")]
    figures = [[_number(_plain(cell)) for cell in row] for row in _figures(clerk, f"{address}xlsx")]
    assert figures == plain


def test_money_is_a_number_with_two_places(assessed: Cast, clerk: Client) -> None:
    sheet = _book(clerk, f"{FUNDING}/contributions/2027.xlsx")["Figures"]
    cells = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
    asked = cells["assessed"]
    assert (asked.data_type, asked.number_format) == ("n", "#,##0.00")
    assert Decimal(str(asked.value)) == Decimal("500.01")


def test_the_second_sheet_says_whose_it_is_and_where_it_was_read(assessed: Cast, clerk: Client) -> None:
    about = dict(
        _book(clerk, f"{FUNDING}/books/2027/statement.xlsx?at=2027-02-01")["About"].iter_rows(values_only=True)
    )
    assert about["What it is"] == "What the accounts of 2027 say at the end of 01 February 2027, in EUR"
    assert about["Read from"].endswith("/c/frontier/funding/books/2027/statement.xlsx?at=2027-02-01")


def test_journals_are_given_entry_by_entry(frontier: Cast, clerk: Client) -> None:
    factory.periods(frontier)
    lab = frontier["aster.representative"].organisation_id
    lines = [Post(RECEIVABLE, Decimal(500), lab), Post(CONTRIBUTIONS, Decimal(-500))]
    post(lines, actor=factory.treasurer(frontier), now=NOW, on=NOW.date(), memo="=1+1")
    [_columns, debit, credit] = _figures(clerk, f"{FUNDING}/books/2026/journals.xlsx")
    assert debit[:1] + debit[2:3] == (Journal.objects.get().ref, "=1+1")
    assert debit[5:10] == (RECEIVABLE, "Contributions receivable", "Aster", 500, None)
    assert credit[5:10] == (CONTRIBUTIONS, "Assessed contributions", None, None, 500)


@pytest.mark.parametrize("count", [1, 30])
def test_journals_as_a_file_take_the_same_number_of_queries(
    frontier: Cast, clerk: Client, count: int, django_assert_num_queries: Any
) -> None:
    factory.periods(frontier)
    for _number in range(count):
        lines = [Post(BANK, Decimal(5)), Post(CONTRIBUTIONS, Decimal(-5))]
        post(lines, actor=factory.treasurer(frontier), now=NOW, on=NOW.date(), memo="A gift")
    clerk.get(f"{FUNDING}/books/2026/journals.csv")
    with django_assert_num_queries(11):
        clerk.get(f"{FUNDING}/books/2026/journals.csv")


def test_who_has_declared_is_given_without_a_figure_even_to_the_custodian(frontier: Cast, client: Client) -> None:
    _first, period = factory.periods(frontier)
    factory.figures(frontier, period, aster=123456789 * 10**18)
    factory.give_office(frontier, "cygnus.alternate", OfficeKind.CUSTODIAN)
    client.force_login(frontier["cygnus.alternate"].person)
    assert "1.23" in client.get(f"{FUNDING}/declarations/2027/").content.decode()
    text = client.get(f"{FUNDING}/declarations/2027.csv").content.decode()
    assert "aster,Aster,2027,declared," in text
    assert "123456789" not in text
    assert "123456789" not in str(_figures(client, f"{FUNDING}/declarations/2027.xlsx"))


def test_the_statement_as_json_is_what_the_api_gives(assessed: Cast, clerk: Client) -> None:
    file = clerk.get(f"{FUNDING}/books/2027/statement.json?at=2027-02-01")
    assert file["Content-Disposition"] == 'attachment; filename="2027-2027-02-01.json"'
    assert file.json() == clerk.get("/api/v1/committees/frontier/funding/statement/?at=2027-02-01").json()


@pytest.fixture
def public(frontier: Cast) -> Cast:
    """A scale, a budget, contributions, a paid expenditure and a statement that the public reads."""
    factory.charter(ceiling=100)
    first, _second = factory.periods(frontier)
    enter_opening_balances(actor=factory.treasurer(frontier), now=NOW, period="2026", balances={BANK: Decimal(50)})
    factory.adopted_scale(frontier, first, aster=10**26, borealis=10**25, cygnus=10**24)
    factory.adopted_budget(frontier, first, Audits="900.00")
    keeper, clerk = factory.treasurer(frontier), frontier.viewer("clerk")
    issue_contributions(actor=keeper, now=NOW, period="2026", without_details=True)
    show_contributions(NOW)
    bought = Spent("5000", "=Fjord Audit", "Audit of the register", Decimal("100.00"), NOW.date())
    row = spending.enter_expenditure(actor=keeper, now=NOW, spent=bought)
    spending.approve(actor=clerk, now=NOW, ref=row.ref)
    spending.pay(actor=keeper, now=NOW, ref=row.ref, on=NOW.date())
    publish_statement(actor=keeper, now=NOW, period="2026", until=NOW.date() - timedelta(1))
    return frontier


def test_the_public_takes_every_part_away_as_a_workbook(public: Cast, client: Client) -> None:
    for part in PARTS:
        plain = [[_number(cell.removeprefix("'")) for cell in row] for row in _table(client, f"{PUBLIC}/{part}.csv")]
        assert [[_number(_plain(cell)) for cell in row] for row in _figures(client, f"{PUBLIC}/{part}.xlsx")] == plain
        assert len(plain) > 1, part
    [_columns, bought] = _book(client, f"{PUBLIC}/spending.xlsx")["Figures"].iter_rows()
    assert [bought[2].is_date, bought[5].value, bought[5].data_type] == [True, "=Fjord Audit", "s"]


def test_a_public_workbook_is_the_same_until_something_new_is_published(assessed: Cast, client: Client) -> None:
    show_contributions(NOW)
    answer = client.get(f"{PUBLIC}/contributions.xlsx")
    again = client.get(f"{PUBLIC}/contributions.xlsx", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304
    assert "public" in answer["Cache-Control"]
