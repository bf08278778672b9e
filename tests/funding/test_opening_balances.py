"""Opening balances that were wrong are undone while the books are open, and others entered in their place."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import product

import pytest
from django.http import Http404
from django.test import Client

from apps.funding.acts import books as acts
from apps.funding.models import Journal
from apps.funding.rules.chart import BANK, CONTRIBUTIONS
from apps.funding.rules.treasury import may_enter_opening, may_undo_opening
from apps.funding.selectors.contributing import ALWAYS
from apps.funding.selectors.statements import accounts_at, held
from apps.funding.services.opening_balances import enter_opening_balances, undo_opening_balances
from apps.funding.services.periods import close_books
from apps.funding.services.posting import Post, post
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.funding.factory import YEAR, periods, treasurer

pytestmark = pytest.mark.django_db
AFTER = datetime(2027, 1, 2, 9, 0, tzinfo=UTC)
PAGE = "/c/frontier/funding/books/2026/"


@pytest.fixture
def opened(frontier: Cast) -> Cast:
    """2026 began with 250 in the bank, it was said."""
    periods(frontier)
    enter_opening_balances(actor=treasurer(frontier), now=NOW, period="2026", balances={BANK: Decimal(250)})
    return frontier


def _undo(people: Cast, because: str = "It was 205.", who: str = "clerk", period: str = "2026") -> Journal:
    return undo_opening_balances(actor=people.viewer(who), now=NOW, period=period, because=because)


@pytest.mark.parametrize(("stands", "undone", "booked"), list(product((False, True), repeat=3)))
def test_they_are_entered_first_or_in_place_of_those_undone(
    frontier: Cast, stands: bool, undone: bool, booked: bool
) -> None:
    may = may_enter_opening(frontier.viewer("clerk"), stands=stands, were_undone=undone, anything_booked=booked)
    assert bool(may) == (not stands and (undone or not booked))


@pytest.mark.parametrize(("stands", "is_open"), list(product((False, True), repeat=2)))
def test_they_are_undone_where_they_stand_in_open_books(frontier: Cast, stands: bool, is_open: bool) -> None:
    assert bool(may_undo_opening(frontier.viewer("clerk"), stands=stands, is_open=is_open)) == (stands and is_open)


def test_undone_they_leave_nothing_on_any_day_and_others_take_their_place(opened: Cast) -> None:
    back = _undo(opened)
    assert back.on == YEAR[0]
    assert not any(row.amount for row in accounts_at(YEAR[0]).rows)
    enter_opening_balances(actor=opened.viewer("clerk"), now=NOW, period="2026", balances={BANK: Decimal(205)})
    assert held(BANK, YEAR[0]) == {None: Decimal(205)}
    assert accounts_at(ALWAYS).statement.is_balanced
    assert Act.objects.get(kind=acts.REVERSED).facts["because"] == "It was 205."


def test_they_are_corrected_also_after_something_else_was_booked(opened: Cast) -> None:
    actor = treasurer(opened)
    post([Post(BANK, Decimal(9)), Post(CONTRIBUTIONS, Decimal(-9))], actor=actor, now=NOW, on=NOW.date(), memo="A gift")
    _undo(opened)
    enter_opening_balances(actor=actor, now=NOW, period="2026", balances={BANK: Decimal(1)})
    assert held(BANK, ALWAYS) == {None: Decimal(10)}


def test_in_another_period_none_are_entered_afterwards(opened: Cast) -> None:
    _undo(opened)
    with pytest.raises(Refused, match="something was booked already"):
        enter_opening_balances(actor=treasurer(opened), now=NOW, period="2027", balances={BANK: Decimal(1)})


def test_they_are_undone_once(opened: Cast) -> None:
    _undo(opened)
    with pytest.raises(Refused, match="No opening balances stand"):
        _undo(opened)


def test_in_closed_books_they_stay(opened: Cast) -> None:
    close_books(actor=treasurer(opened, AFTER), now=AFTER, name="2026")
    with pytest.raises(Refused, match="books of this period are closed"):
        _undo(opened)


def test_undoing_needs_a_reason_the_office_and_the_period(opened: Cast) -> None:
    with pytest.raises(Invalid, match="Say why"):
        _undo(opened, because=" \0")
    with pytest.raises(Refused, match="keep the books"):
        _undo(opened, who="auditor")
    with pytest.raises(Http404):
        _undo(opened, period="1999")


def test_a_treasurer_corrects_them_on_the_page_of_the_books(opened: Cast, client: Client) -> None:
    client.force_login(opened["clerk"].person)
    assert "Undo them" in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}opening/undo/", {"because": ""})
    assert answer.status_code == 422
    assert "Error:" in answer.content.decode()
    assert client.post(f"{PAGE}opening/undo/", {"because": "It was 205."}).url == PAGE
    page = client.get(PAGE).content.decode()
    assert 'id="opening"' in page
    assert "Undo them" not in page
    client.post(f"{PAGE}opening/", {"bank": "205.00"})
    assert held(BANK, ALWAYS) == {None: Decimal(205)}


def test_who_does_not_keep_the_books_is_not_offered_it(opened: Cast, client: Client) -> None:
    client.force_login(opened["aster.representative"].person)
    assert "Undo them" not in client.get(PAGE).content.decode()
