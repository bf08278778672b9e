"""Money that went out at the bank: which expenditure it could be, and what the bank took or gave by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.committees.rules.viewer import Viewer
from apps.funding.rules.charter import TWO_PEOPLE, refuse
from apps.funding.rules.suggesting import Because
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.states import BANK_ENTRIES, Spending
from apps.kernel.decisions import YES, Decision

SIGNS = re.compile(r"[^a-z0-9]+")
SHORTEST = 3
"""An invoice's number shorter than this says nothing in a line's words."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An expenditure that could be a line of the bank: approved and not yet paid, or paid and not yet found at the bank."""

    ref: str
    amount: Decimal
    payee: str
    account: str
    invoice: str


def spending_for(
    amount: Decimal, account: str, text: str, waiting: Sequence[Waiting]
) -> tuple[Waiting, Because] | None:
    """The one of this amount to which something points alone, the surest first, and why; None where nothing does.

    `account` is the other side's, `text` its name and the words of the line; a reference is the expenditure's own or
    that of its invoice.
    """
    same = [one for one in waiting if one.amount == amount]
    words = _words(text)
    found = (
        (Because.REFERENCE, [one for one in same if _stands(one.ref, words) or _stands(one.invoice, words)]),
        (Because.ACCOUNT, [one for one in same if account and one.account == account]),
        (Because.NAME, [one for one in same if _stands(one.payee, words)]),
        (Because.AMOUNT, same),
    )
    return next(((ones[0], because) for because, ones in found if len(ones) == 1), None)


def _words(text: str) -> str:
    return f" {SIGNS.sub(' ', text.lower()).strip()} "


def _stands(named: str, words: str) -> bool:
    plain = _words(named)
    return len(plain.strip()) >= SHORTEST and plain in words


def may_be_paid_by(state: str, amount: Decimal, line: Decimal, *, has_line: bool) -> Decision:
    """Whether an expenditure is a line of money that went out (below nothing), and was not found at the bank before."""
    if line > 0:
        return refuse(TWO_PEOPLE, "This is money that came in. It is nobody's expenditure.")
    if has_line or state not in {Spending.APPROVED, Spending.PAID}:
        return refuse(TWO_PEOPLE, "Only what is approved, and not yet found at the bank, is paid by a line.")
    if amount != -line:
        return refuse(TWO_PEOPLE, f"The expenditure is of {amount}, and this line of {-line}.")
    return YES


def may_be_the_bank_s(amount: Decimal, alone_up_to: Decimal) -> Decision:
    """Whether one person alone may book a line as what the bank took: up to the amount of the charter."""
    if -amount > alone_up_to:
        return refuse(
            TWO_PEOPLE,
            f"Above {alone_up_to} nobody books alone what went out. Enter it as an expenditure, which another approves.",
        )
    return YES


def may_reverse_bank_entry(viewer: Viewer, state: str) -> Decision:
    """What was not reversed yet, by whoever keeps the books."""
    may = may_keep_the_books(viewer)
    if may and not BANK_ENTRIES.may("reverse", state):
        return refuse(TWO_PEOPLE, "This was reversed already.")
    return may
