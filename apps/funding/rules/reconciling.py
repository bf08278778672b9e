"""Do books and bank agree on a day? What differs is named, item by item, or it is a difference that nobody explains."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.committees.rules.viewer import Viewer
from apps.funding.rules.bank import cents
from apps.funding.rules.charter import RULE, refuse
from apps.funding.rules.treasury import may_keep_the_books
from apps.kernel.decisions import Decision


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A balance of the bank against that of the books: `not_booked` is at the bank only, `not_at_bank` in the books only."""

    closing: Decimal
    books: Decimal
    not_booked: Decimal
    not_at_bank: Decimal

    @property
    def expected(self) -> Decimal:
        """What the bank would hold if every difference were named."""
        return self.books + self.not_booked - self.not_at_bank

    @property
    def difference(self) -> Decimal:
        """What no item explains: above nothing the bank has more."""
        return self.closing - self.expected

    @property
    def agrees(self) -> bool:
        """Whether nothing is left unexplained."""
        return not self.difference


def left_over(
    lines: Mapping[int, Decimal], booked: Mapping[str, Decimal], line_of: Mapping[str, int]
) -> tuple[dict[int, Decimal], dict[str, Decimal]]:
    """What of the bank's lines is not booked, and what of the books is not at the bank; what comes to nothing is left out.

    `lines` are the bank's, by id, to the end of a day; `booked` what the books have on the bank's account by then, by
    the reference of what was booked; `line_of` says at which line each was found, also at one of a later day.
    """
    lines_left, books_left = dict(lines), {}
    for matter, amount in booked.items():
        line = line_of.get(matter)
        if line in lines_left:
            lines_left[line] -= amount
        else:
            books_left[matter] = amount
    return (
        {line: amount for line, amount in lines_left.items() if amount},
        {matter: amount for matter, amount in books_left.items() if amount},
    )


@dataclass(frozen=True, slots=True)
class Before:
    """The statement before: its last day, the balance that it ends with, and its lines from the next one's first day on."""

    last: date
    closing: Decimal
    overlapping: Decimal = Decimal()


def gap(opening: Decimal, first: date, before: Before) -> Decimal:
    """By how much a statement opens above (or below nothing, under) what the one before left; nothing where they join.

    Of two that share days the second begins either with those days or behind them.
    """
    if before.last < first:
        return opening - before.closing
    own = opening - (before.closing - before.overlapping)
    return own if opening != before.closing else Decimal()


def errors_in_balances(opening: Decimal, closing: Decimal, lines: Iterable[Decimal]) -> dict[str, str]:
    """What is wrong with balances that somebody typed, by field: with the lines between, one comes to the other."""
    errors = {}
    for name, amount in (("opening", opening), ("closing", closing)):
        try:
            cents(amount)
        except ValueError as error:
            errors[name] = str(error)
    if not errors and (difference := closing - opening - sum(lines, Decimal())):
        errors["closing"] = (
            f"The opening balance and the lines do not come to this; they differ by {abs(difference)}. Check both "
            "balances, and whether the statement is whole."
        )
    return errors


def may_state_balances(viewer: Viewer, *, says_itself: bool) -> Decision:
    """Whoever keeps the books, of a statement whose file says no balances."""
    may = may_keep_the_books(viewer)
    if may and says_itself:
        return refuse(RULE, "The bank's file says the balances of this statement.")
    return may


def may_reconcile(
    viewer: Viewer, found: Reconciled | None, *, is_overtaken: bool, latest: Reconciled | None
) -> Decision:
    """Whoever keeps the books, once every difference is named; again only where something has changed since."""
    may = may_keep_the_books(viewer)
    if not may:
        return may
    if is_overtaken:
        return refuse(RULE, "A later statement ends on the same day. Reconcile that one.")
    if found is None:
        return refuse(RULE, "Enter the balances of this statement first.")
    if not found.agrees:
        return refuse(RULE, f"Books and bank differ by {abs(found.difference)} that no item explains.")
    if found == latest:
        return refuse(RULE, "This statement is reconciled already, and nothing has changed since.")
    return may
