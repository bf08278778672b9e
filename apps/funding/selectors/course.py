"""The course of the committee's money over the last periods."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from apps.committees.rules.viewer import Viewer
from apps.funding.models import Entry, Period
from apps.funding.rules.chart import RECEIVABLE
from apps.funding.rules.ledger import Kind

YEARS = 5
"""So many periods are shown."""


@dataclass(frozen=True, slots=True)
class Year:
    """A period's income and expenditure up to its last day or the day that is asked for, and what members then owed."""

    name: str
    income: Decimal
    expense: Decimal
    receivable: Decimal

    @property
    def result(self) -> Decimal:
        """Income less expenditure."""
        return self.income - self.expense


def course(viewer: Viewer, on: date) -> list[Year]:
    """The last periods that have begun by the day, the earliest first (two queries)."""
    periods = list(Period.objects.visible_to(viewer).filter(first__lte=on).order_by("first"))
    sums = Entry.objects.filter(journal__on__lte=on).values_list("journal__period").order_by()
    moved = {
        period: (income or Decimal(), expense or Decimal(), owed or Decimal())
        for period, income, expense, owed in sums.annotate(
            income=Sum("amount", filter=Q(account__kind=Kind.INCOME)),
            expense=Sum("amount", filter=Q(account__kind=Kind.EXPENSE)),
            owed=Sum("amount", filter=Q(account__number=RECEIVABLE)),
        )
    }
    found, receivable = [], Decimal()
    for period in periods:
        income, expense, owed = moved.get(period.pk, (Decimal(), Decimal(), Decimal()))
        receivable += owed
        found.append(Year(period.name, -income, expense, receivable))
    return found[-YEARS:]
