"""What differs between books and bank is named to the cent, whatever was booked in whichever order."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.funding.rules.ledger import Journal, Kind, Line, balances, reversal, stated
from apps.funding.rules.reconciling import Before, Reconciled, errors_in_balances, gap, left_over

CENT = Decimal("0.01")
AMOUNTS = st.integers(-(10**9), 10**9).filter(bool).map(lambda cents: cents * CENT)
DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))
KINDS = {"1000": Kind.ASSET, "1100": Kind.ASSET, "2000": Kind.LIABILITY, "3000": Kind.EQUITY, "4000": Kind.INCOME, "5000": Kind.EXPENSE}  # fmt: skip
ACCOUNTS = st.lists(st.sampled_from(sorted(KINDS)), min_size=2, max_size=5, unique=True)


@st.composite
def journals(draw: st.DrawFn) -> Journal:
    """A journal over a few accounts; the last one takes what is missing."""
    accounts = draw(ACCOUNTS)
    amounts = draw(
        st.lists(AMOUNTS, min_size=len(accounts) - 1, max_size=len(accounts) - 1).filter(lambda some: sum(some) != 0)
    )
    amounts.append(-sum(amounts, Decimal()))
    return Journal(draw(DAYS), tuple(Line(one, amount) for one, amount in zip(accounts, amounts, strict=True)))


@given(st.lists(journals(), max_size=12), st.lists(st.integers(0, 11), max_size=6), DAYS)
def test_a_statement_balances_at_any_day_whatever_was_posted_and_undone(
    posted: list[Journal], undone: list[int], on: date
) -> None:
    whole = posted + [reversal(posted[one], on) for one in set(undone) if one < len(posted)]
    assert stated(balances(whole, on), KINDS).is_balanced


@given(st.lists(journals(), max_size=12), DAYS)
def test_what_all_is_undone_leaves_nothing(posted: list[Journal], on: date) -> None:
    whole = posted + [reversal(one, one.on) for one in posted]
    assert not any(balances(whole, on).values())


LINES = st.dictionaries(st.integers(1, 20), AMOUNTS, max_size=12)
BOOKED = st.dictionaries(st.text("ABC", min_size=1, max_size=3), AMOUNTS, max_size=12)


@given(LINES, BOOKED, st.dictionaries(st.text("ABC", min_size=1, max_size=3), st.integers(1, 25)), AMOUNTS)
def test_books_and_items_come_to_the_bank(
    lines: dict[int, Decimal], booked: dict[str, Decimal], line_of: dict[str, int], opening: Decimal
) -> None:
    lines_left, books_left = left_over(lines, booked, line_of)
    found = Reconciled(
        closing=opening + sum(lines.values(), Decimal()),
        books=opening + sum(booked.values(), Decimal()),
        not_booked=sum(lines_left.values(), Decimal()),
        not_at_bank=sum(books_left.values(), Decimal()),
    )
    assert found.agrees
    assert found.expected == found.closing


@given(LINES, AMOUNTS, AMOUNTS)
def test_opening_balances_that_differ_are_the_difference_that_no_item_explains(
    lines: dict[int, Decimal], at_bank: Decimal, in_books: Decimal
) -> None:
    lines_left, _books = left_over(lines, {}, {})
    whole = sum(lines.values(), Decimal())
    found = Reconciled(at_bank + whole, in_books, sum(lines_left.values(), Decimal()), Decimal())
    assert found.difference == at_bank - in_books


def test_what_is_booked_of_a_line_and_undone_leaves_the_whole_line() -> None:
    lines = {1: Decimal(10), 2: Decimal(5)}
    booked = {"PAY-1": Decimal(0), "PAY-2": Decimal(5), "PAY-3": Decimal(7)}
    left = left_over(lines, booked, {"PAY-1": 1, "PAY-2": 2, "PAY-3": 9})
    assert left == ({1: Decimal(10)}, {"PAY-3": Decimal(7)})


@pytest.mark.parametrize(
    ("opening", "first", "overlapping", "expected"),
    [
        ("100", 21, "0", "0"),
        ("90", 21, "0", "-10"),
        ("110", 25, "0", "10"),
        ("70", 15, "30", "0"),
        ("100", 20, "30", "0"),
        ("75", 15, "30", "5"),
    ],
)
def test_a_statement_follows_the_one_before_or_its_gap_is_named(
    opening: str, first: int, overlapping: str, expected: str
) -> None:
    before = Before(date(2027, 1, 20), Decimal(100), Decimal(overlapping))
    assert gap(Decimal(opening), date(2027, 1, first), before) == Decimal(expected)


@given(AMOUNTS, st.lists(AMOUNTS, max_size=8))
def test_balances_are_taken_where_the_lines_lead_from_one_to_the_other(opening: Decimal, lines: list[Decimal]) -> None:
    closing = opening + sum(lines, Decimal())
    assert errors_in_balances(opening, closing, lines) == {}
    assert set(errors_in_balances(opening, closing + CENT, lines)) == {"closing"}


def test_a_balance_is_in_whole_cents() -> None:
    assert set(errors_in_balances(Decimal("0.001"), Decimal(0), ())) == {"opening"}


def test_a_day_before_the_last_has_no_later_journals() -> None:
    one = Journal(date(2027, 3, 1), (Line("1000", Decimal(1)), Line("4000", Decimal(-1))))
    assert balances([one], date(2027, 3, 1) - timedelta(1)) == {}
