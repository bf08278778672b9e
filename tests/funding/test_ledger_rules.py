"""Journals balance, reversals undo, and statements made of them balance at every date."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.funding.rules.ledger import Journal, Kind, Line, balances, reversal, stated

KINDS = {"bank": Kind.ASSET, "due": Kind.ASSET, "credits": Kind.LIABILITY, "reserve": Kind.EQUITY}
KINDS |= {"contributions": Kind.INCOME, "staff": Kind.EXPENSE}
accounts = st.sampled_from(sorted(KINDS))
amounts = st.decimals(-(10**9), 10**9, places=2).filter(bool)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def journals(draw: st.DrawFn) -> Journal:
    """One that balances: its last line takes what the others come to."""
    lines = draw(st.lists(st.builds(Line, accounts, amounts), min_size=1, max_size=5))
    rest = sum((line.amount for line in lines), Decimal())
    if not rest:
        lines, rest = lines[:1], lines[0].amount
    return Journal(draw(days), (*lines, Line(draw(accounts), -rest)))


@given(kept=st.lists(journals(), max_size=8), on=days)
def test_statements_balance_at_every_date(kept: list[Journal], on: date) -> None:
    found = balances(kept, on)
    assert sum(found.values()) == 0
    assert stated(found, KINDS).is_balanced


@given(kept=st.lists(journals(), max_size=6), wrong=journals(), on=days, later=days)
def test_a_reversal_undoes_all_of_it(kept: list[Journal], wrong: Journal, on: date, later: date) -> None:
    end = max(on, later, wrong.on)
    undone = balances([*kept, wrong, reversal(wrong, end)], end)
    plain = balances(kept, end)
    assert {account: amount for account, amount in undone.items() if amount} == {
        account: amount for account, amount in plain.items() if amount
    }


def test_what_counts_after_the_day_and_before_the_period_is_left_out() -> None:
    kept = [
        Journal(date(2027, month, 1), (Line("bank", Decimal(month)), Line("contributions", Decimal(-month))))
        for month in (1, 2, 3)
    ]
    assert balances(kept, date(2027, 2, 1))["bank"] == 3
    assert balances(kept, date(2027, 3, 1), since=date(2027, 2, 1))["bank"] == 5


def test_each_kind_is_read_as_what_it_grows_by() -> None:
    year = [
        Journal(date(2027, 1, 2), (Line("due", Decimal(100)), Line("contributions", Decimal(-100)))),
        Journal(
            date(2027, 2, 2), (Line("bank", Decimal(130)), Line("due", Decimal(-100)), Line("credits", Decimal(-30)))
        ),
        Journal(date(2027, 3, 2), (Line("staff", Decimal(40)), Line("bank", Decimal(-40)))),
    ]
    said = stated(balances(year, date(2027, 12, 31)), KINDS)
    assert said.totals[Kind.ASSET] == 90
    assert said.totals[Kind.LIABILITY] == 30
    assert said.surplus == 60
    assert said.is_balanced


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "two lines"),
        ([("bank", "1.00")], "two lines"),
        ([("bank", "1.00"), ("due", "-1.01")], "differ by 0.01"),
        ([("bank", "0.005"), ("due", "-0.005")], "whole cents"),
        ([("bank", "0"), ("due", "0")], "whole cents"),
    ],
)
def test_what_is_no_journal_is_refused(lines: list[tuple[str, str]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Journal(date(2027, 1, 1), tuple(Line(account, Decimal(amount)) for account, amount in lines))
