"""How people read an amount of money."""

from decimal import Decimal

THIN = "\u202f"
"""A narrow blank that never breaks a line."""


def money(amount: Decimal | None, currency: str = "") -> str:
    """The amount with two decimals, its thousands apart by thin blanks, a true minus, and its currency; no amount is no text."""
    if amount is None:
        return ""
    digits = f"{abs(amount):,.2f}".replace(",", THIN)
    sign = "\u2212" if amount < 0 else ""
    return f"{sign}{digits}{THIN}{currency}" if currency else f"{sign}{digits}"
