"""Where what a member was asked for is not what its days of membership come to: it left or came after the letters."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from apps.committees.models import Organisation
from apps.funding.models import Assessment, Period
from apps.funding.rules import periods
from apps.funding.rules.periods import in_words
from apps.funding.selectors.shares import contributions
from apps.funding.states import Why


@dataclass(frozen=True, slots=True)
class Behind:
    """A member, its days in the period, what it was asked for and what the days come to; `asked` is None before a letter."""

    organisation: Organisation
    period: periods.Period
    days: tuple[periods.Period, ...]
    asked: Decimal | None
    comes_to: Decimal

    @property
    def by(self) -> Decimal:
        """What it should be asked for on top; below nothing what should be given back."""
        return self.comes_to - (self.asked or 0)

    @property
    def size(self) -> Decimal:
        """The same without its sign."""
        return abs(self.by)

    @property
    def left_on(self) -> date | None:
        """Its last day, where it left within the period."""
        return self.days[-1].last if self.days and self.days[-1].last < self.period.last else None

    @property
    def joined_on(self) -> date | None:
        """Its first day, where it came within the period."""
        return self.days[0].first if self.days and self.days[0].first > self.period.first else None

    @property
    def because(self) -> str:
        """The reason of an adjustment, as members read it."""
        return in_words(self.days, self.period)


def behind(period: Period) -> list[Behind]:
    """The members for whom something is to be done, by name (a constant number of queries).

    Members for the whole period are compared with nothing: what was adjusted for them has other reasons. Before the
    first letters nobody is behind.
    """
    asked = _asked(period)
    if not asked:
        return []
    whole = periods.Period(period.first, period.last)
    rows = [
        Behind(one.organisation, whole, one.days, asked.get(one.organisation.pk), one.amount)
        for one in contributions(period)
        if one.days != (whole,) or one.organisation.pk not in asked
    ]
    return sorted((row for row in rows if row.by), key=lambda row: row.organisation.name)


def behind_of(period: Period, organisation: Organisation) -> Behind | None:
    """The same of one member that has its letter; None where there is nothing to adjust."""
    found = (row for row in behind(period) if row.organisation.pk == organisation.pk and row.asked is not None)
    return next(found, None)


def _asked(period: Period) -> dict[int, Decimal]:
    """What each was asked for with a contribution, adjustments counted (one query)."""
    rows = Assessment.objects.filter(period=period, why__in=[Why.CONTRIBUTION, Why.ADJUSTMENT])
    return dict(rows.values_list("organisation").annotate(sum=Sum("amount")).order_by())
