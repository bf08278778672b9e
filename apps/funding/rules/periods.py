"""A period of assessment, and the part of it for which a member that came or left pays."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Period:
    """From its first day to its last, both within it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period ends on or after its first day.")

    @property
    def days(self) -> int:
        """How many days it has: 366 in a leap year."""
        return (self.last - self.first).days + 1


def for_the_days(contribution: Decimal, period: Period, *, since: date | None, until: date | None) -> Decimal:
    """What a member pays that belonged from the day `since` up to and with the day `until`, to the cent.

    None stands for the period's own first or last day; half a cent goes to the even one. Nothing where it belonged on
    no day of the period.
    """
    first = max(period.first, since or period.first)
    last = min(period.last, until or period.last)
    days = max((last - first).days + 1, 0)
    exact = Fraction(contribution) * days / period.days
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
