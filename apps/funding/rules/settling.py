"""Which assessments a payment settles: the oldest first, and what is left over is the member's credit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be paid of one assessment, by when; `key` names it."""

    key: str
    due: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Settled:
    """What goes to each assessment, in the order in which they are settled, and what stays as credit."""

    parts: tuple[tuple[str, Decimal], ...]
    credit: Decimal


def settle(payment: Decimal, owed: Iterable[Owed]) -> Settled:
    """Match a payment with what a member owes: the oldest due date first, on one day by key.

    Raises ValueError for a payment or an assessment of nothing or less.
    """
    rows = sorted(owed, key=lambda one: (one.due, one.key))
    if payment <= 0 or any(one.amount <= 0 for one in rows):
        raise ValueError("What is paid, and what is owed, is more than nothing.")
    parts, left = [], payment
    for one in rows:
        if left:
            part = min(left, one.amount)
            parts.append((one.key, part))
            left -= part
    return Settled(tuple(parts), left)


def overdue(owed: Iterable[Owed], on: date) -> Decimal:
    """What is past its date on a day: whatever was due before it."""
    return sum((one.amount for one in owed if one.due < on), Decimal())


AGES = (30, 90, 365)
"""After so many days what is owed counts to the next age."""


def by_age(owed: Iterable[Owed], on: date) -> tuple[Decimal, ...]:
    """What is not yet due, then what has been overdue for up to 30, 90 and 365 days, and for longer."""
    found = [Decimal()] * (len(AGES) + 2)
    for one in owed:
        days = (on - one.due).days
        found[0 if days <= 0 else 1 + sum(days > age for age in AGES)] += one.amount
    return tuple(found)
