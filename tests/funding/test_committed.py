"""What is entered or approved and not yet paid is committed: it stands beside what is paid, and lessens what is left."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from apps.funding.models import Expenditure, Period
from apps.funding.selectors.books import AgainstBudget, statement_at
from apps.funding.services.spending import cancel, pay, refuse_expenditure
from tests.cast import Cast
from tests.funding.contributed import issued
from tests.funding.reconciled import ON, approved, by, entered

pytestmark = pytest.mark.django_db
LATE = date(2027, 3, 1)


@pytest.fixture
def lined(frontier: Cast) -> Cast:
    """A line of 1 000 for inspections in 2027."""
    issued(frontier)
    return frontier


def _line(on: date = LATE) -> AgainstBudget:
    [found] = [one for one in statement_at(Period.objects.get(name="2027"), on).spending if one.account == "5000"]
    return found


def _figures(on: date = LATE) -> tuple[int, int, int, int]:
    """Paid, committed, of it in the books, left."""
    one = _line(on)
    return int(one.paid), int(one.committed), int(one.unpaid), int(one.left)


def test_entered_it_is_committed_and_not_in_the_books(lined: Cast) -> None:
    entered(lined)
    assert _figures() == (0, 120, 0, 880)
    assert _line().spent == 0


def test_approved_it_is_committed_and_in_the_books(lined: Cast) -> None:
    approved(lined)
    assert _figures() == (0, 120, 120, 880)
    assert _line().spent == 120


def test_paid_it_is_gone(lined: Cast) -> None:
    row = approved(lined)
    pay(**by(lined, ref=row.ref, on=date(2027, 1, 25)))
    assert _figures() == (120, 0, 0, 880)
    assert _figures(date(2027, 1, 24)) == (0, 120, 120, 880)
    assert _figures(date(2027, 1, 25)) == (120, 0, 0, 880)


def test_before_the_day_of_the_invoice_the_books_do_not_have_it(lined: Cast) -> None:
    approved(lined)
    assert _figures(date(2027, 1, 19)) == (0, 120, 0, 880)
    assert _figures(ON) == (0, 120, 120, 880)


def test_refused_or_cancelled_it_is_nothing(lined: Cast) -> None:
    refuse_expenditure(**by(lined, "clerk", ref=entered(lined).ref, because="No invoice."))
    cancel(**by(lined, ref=approved(lined).ref, because="Not needed."))
    assert _figures() == (0, 0, 0, 1000)


def test_more_than_was_planned_leaves_less_than_nothing(lined: Cast) -> None:
    row = entered(lined, "900.00")
    Expenditure.objects.filter(pk=row.pk).update(amount=Decimal(1300))
    assert _line().left == -300


def test_the_page_the_table_and_the_api_show_it(lined: Cast, client: Client) -> None:
    approved(lined)
    client.force_login(lined["aster.representative"].person)
    page = client.get("/c/frontier/funding/books/2027/?at=2027-03-01").content.decode()
    assert "Waits for approval" in page
    assert "of it not yet paid" in page
    table = client.get("/c/frontier/funding/books/2027/statement.csv?at=2027-03-01").content.decode()
    assert "expense,5000,Inspections,120.00,1000.00,0.00,120.00,880.00" in table
    row = client.get("/api/v1/committees/frontier/funding/statement/?at=2027-03-01").json()["spending"][0]
    assert (row["spent"]["amount"], row["committed"]["amount"], row["left"]["amount"]) == ("120.00", "120.00", "880.00")
