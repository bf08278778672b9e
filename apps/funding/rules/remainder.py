"""Largest remainder: exact parts rounded so that their sum is exact too."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction


def rounded(parts: Mapping[str, Fraction], *, places: int, rank: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """The parts to so many decimal places, adding up to what the exact parts add up to.

    Each is cut off; what is missing goes, a unit of the last place each, to the largest remainders, of equal ones to
    the larger `rank`, then by name. The parts are not negative, and their sum has no more places than asked for.
    """
    unit = 10**places
    cut = {name: int(part * unit) for name, part in parts.items()}
    missing = int(sum(parts.values(), Fraction()) * unit) - sum(cut.values())
    first = sorted(parts, key=lambda name: (cut[name] - parts[name] * unit, -rank[name], name))
    for name in first[:missing]:
        cut[name] += 1
    return {name: Decimal(units).scaleb(-places) for name, units in cut.items()}


def assess(amount: Decimal, shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """An amount of money by shares, to the cent, adding up exactly; ties go to the larger share, then by name.

    `shares` are per cent, or any other figures of which each counts in proportion. A negative amount, such as a refund,
    is split as its opposite. Raises ValueError for an amount that is not in whole cents, for a negative share, and
    where no share is above nothing.
    """
    exact = Fraction(amount)
    if (exact * 100).denominator != 1:
        raise ValueError(f"{amount} is not in whole cents.")
    weights = {name: Fraction(share) for name, share in shares.items()}
    whole = sum(weights.values(), Fraction())
    if any(weight < 0 for weight in weights.values()) or not whole:
        raise ValueError("Shares are not negative, and at least one is above nothing.")
    parts = {name: abs(exact) * weight / whole for name, weight in weights.items()}
    sign = -1 if exact < 0 else 1
    return {name: sign * part for name, part in rounded(parts, places=2, rank=weights).items()}
