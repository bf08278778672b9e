"""What a bank's statement says, whichever file it came in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256

CENT = Decimal("0.01")
MOST = Decimal("99999999999999.99")
"""The largest amount that the books take."""

MOST_LINES = 20_000
MOST_ERRORS = 20
NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NOT PROVIDED", "NONREF"})
"""What banks write where they have no name for a line."""


class BadFileError(ValueError):
    """A file that cannot be read; `errors` are sentences that name the place."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__(" ".join(errors))
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Line:
    """A booked line: above nothing money that came, below it money that went; `bank_ref` is what the bank calls it."""

    on: date
    amount: Decimal
    other_name: str = ""
    other_account: str = ""
    reference: str = ""
    text: str = ""
    bank_ref: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of one account; no balance is None, no account or currency is empty."""

    identification: str
    account: str
    currency: str
    lines: tuple[Line, ...]
    opening: Decimal | None = None
    closing: Decimal | None = None
    days: tuple[date, date] | None = field(default=None)

    @property
    def first(self) -> date | None:
        """Its first day: as it says itself, or that of its first line; None for an empty one that does not say."""
        return min([line.on for line in self.lines] + list(self.days or ()), default=None)

    @property
    def last(self) -> date | None:
        """Its last day, likewise."""
        return max([line.on for line in self.lines] + list(self.days or ()), default=None)

    @property
    def difference(self) -> Decimal:
        """By how much opening balance and lines miss the closing balance; nothing where one balance is not given."""
        if self.opening is None or self.closing is None:
            return Decimal()
        return self.opening + sum((line.amount for line in self.lines), Decimal()) - self.closing


def money(text: str) -> Decimal:
    """An amount as files write it, with a point or a comma before the cents; raises ValueError with the sentence."""
    plain = (
        "".join(text.split())
        .replace("\N{MINUS SIGN}", "-")
        .replace("'", "")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma > point:
        plain = plain.replace(".", "").replace(",", "." if plain.count(",") == 1 else "")
    else:
        plain = plain.replace(",", "") if plain.count(".") <= 1 else plain.replace(".", "").replace(",", "")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"“{text[:40]}” is not an amount.") from None
    return cents(amount)


def cents(amount: Decimal) -> Decimal:
    """The amount to two places; raises ValueError, with the sentence, for one that is not in whole cents or too large."""
    if not amount.is_finite() or abs(amount) > MOST:
        raise ValueError("An amount has at most fourteen digits before the cents.")
    if amount != amount.quantize(CENT):
        places = -int(amount.normalize().as_tuple().exponent)
        raise ValueError(f"{amount:f} has {places} decimal places. Amounts are in whole cents, so give two.")
    return amount.quantize(CENT)


def keys_of(account: str, lines: Sequence[Line]) -> list[str]:
    """What makes each line itself, the same in whichever file it stands again.

    What the bank calls it, or else its contents; lines that are alike in one file are told apart by their order.
    """
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for line in lines:
        named = line.bank_ref if line.bank_ref.upper() not in NO_REFERENCE else ""
        contents = (line.other_name, line.other_account, line.reference, line.text)
        same = (account, line.on.isoformat(), f"{line.amount:f}", *((named,) if named else contents))
        seen[same] = seen.get(same, 0) + 1
        found.append(sha256("\x1f".join([*same, str(seen[same])]).encode()).hexdigest())
    return found
