"""Who has no vote for arrears, and what payment gives it back.

Source: Charter of the United Nations, Article 19, with the number of periods that the committee's charter says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from apps.funding.rules.settling import Owed

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Arrears:
    """What is overdue at a moment, beside what it is measured by; amounts of money.

    `least_payment` is the smallest that gives the vote back, nothing where it is not lost.
    """

    overdue: Decimal
    measure: Decimal
    least_payment: Decimal

    @property
    def loses_vote(self) -> bool:
        """Whether what is overdue comes to what was due for the preceding periods; just as much is enough."""
        return self.least_payment > 0


def arrears(overdue: Decimal, preceding: Sequence[Decimal], *, periods: int) -> Arrears:
    """Judge what a member owes that is past its date, by its contributions for so many full preceding periods.

    `preceding` are those contributions, the newest first, of the periods in which it was assessed at all: a newcomer
    that was assessed in none has nothing to be measured by, and keeps its vote. Raises ValueError for a negative amount
    and for less than one period.
    """
    if periods < 1:
        raise ValueError("Arrears are measured by one period at least.")
    if overdue < 0 or any(amount < 0 for amount in preceding):
        raise ValueError("What is overdue, and what was due, is not negative.")
    measure = sum(preceding[:periods], Decimal())
    is_lost = measure > 0 and overdue >= measure
    return Arrears(overdue, measure, overdue - measure + CENT if is_lost else Decimal())


def reached_on(owed: Iterable[Owed], measure: Decimal, on: date) -> date | None:
    """The first day on which what is still open of what was due came to the measure; None where it does not.

    `owed` is what is left today: a day on which more was open than now is not looked for.
    """
    together = Decimal()
    for one in sorted(owed, key=lambda one: one.due):
        together += one.amount
        if one.due < on and together >= measure > 0:
            return one.due + timedelta(1)
    return None
