"""When the parts of a contribution are due, and what each comes to."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from apps.funding.rules.periods import Period
from apps.funding.rules.remainder import assess


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment: its number from 1, its last day, its amount."""

    number: int
    due: date
    amount: Decimal


def instalments(amount: Decimal, period: Period, *, letter: date, days: int, count: int) -> tuple[Part, ...]:
    """Equal parts to the cent, the first so many days after the letter, and not before the period begins.

    The others follow evenly over what is left of the period, the last before its end; where nothing is left of it all
    are due with the first. Odd cents go to the first parts. Fewer parts where the amount has fewer cents. Raises
    ValueError for an amount of nothing or less. Source: charter, articles 7.7a and 7.7b.
    """
    if amount <= 0:
        raise ValueError("A contribution is more than nothing.")
    count = min(count, int(amount * 100))
    first = max(letter + timedelta(days), period.first)
    left = max((period.last - first).days + 1, 0)
    parts = assess(amount, {f"{number:02}": Decimal(1) for number in range(1, count + 1)})
    return tuple(
        Part(number, first + timedelta(left * (number - 1) // count), parts[f"{number:02}"])
        for number in range(1, count + 1)
    )
