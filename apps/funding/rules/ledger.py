"""Double entry: what a journal is, how one is reversed, and what accounts say at a date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What an account holds."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


BY_DEBIT = (Kind.ASSET, Kind.EXPENSE)
"""What grows by a debit; the others grow by a credit."""


@dataclass(frozen=True, slots=True)
class Line:
    """An amount on an account: above nothing is a debit, below it a credit."""

    account: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Journal:
    """Lines that belong together, on the day on which they count.

    Making one raises ValueError where it has fewer than two lines, a line of nothing, an amount that is not in whole
    cents, or debits that differ from credits.
    """

    on: date
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        if len(self.lines) < 2:
            raise ValueError("A journal has two lines at least.")
        for line in self.lines:
            if not line.amount or line.amount != line.amount.quantize(Decimal("0.01")):
                raise ValueError(f"{line.amount} on {line.account} is not in whole cents above or below nothing.")
        if difference := sum((line.amount for line in self.lines), Decimal()):
            raise ValueError(f"Debits and credits differ by {abs(difference)}.")


def reversal(journal: Journal, on: date) -> Journal:
    """The journal that undoes another, on a day of its own."""
    return Journal(on, tuple(Line(line.account, -line.amount) for line in journal.lines))


def balances(journals: Iterable[Journal], until: date, *, since: date | None = None) -> dict[str, Decimal]:
    """By account, debits less credits up to and with a day, of all time or since a day; accounts at nothing too."""
    found: dict[str, Decimal] = {}
    for journal in journals:
        if journal.on <= until and (since is None or since <= journal.on):
            for line in journal.lines:
                found[line.account] = found.get(line.account, Decimal()) + line.amount
    return found


@dataclass(frozen=True, slots=True)
class Statement:
    """What accounts say, each kind as people read it: what it grows by is above nothing.

    `surplus` is income less expense that no closing has carried over yet, and counts to equity.
    """

    totals: Mapping[Kind, Decimal]

    @property
    def surplus(self) -> Decimal:
        """Income less expense."""
        return self.totals[Kind.INCOME] - self.totals[Kind.EXPENSE]

    @property
    def is_balanced(self) -> bool:
        """Whether what is owned is what is owed and what is the committee's own."""
        owed = self.totals[Kind.LIABILITY] + self.totals[Kind.EQUITY] + self.surplus
        return self.totals[Kind.ASSET] == owed


def stated(by_account: Mapping[str, Decimal], kinds: Mapping[str, Kind]) -> Statement:
    """The statement that balances make; `kinds` says of every account in them what it holds."""
    totals = dict.fromkeys(Kind, Decimal())
    for account, balance in by_account.items():
        kind = kinds[account]
        totals[kind] += balance if kind in BY_DEBIT else -balance
    return Statement(totals)
