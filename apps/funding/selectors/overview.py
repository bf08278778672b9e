"""Where the committee's money stands, in a few figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from apps.committees.rules.viewer import Viewer
from apps.funding.models import Assessment, Budget, Period, Scale
from apps.funding.rules.chart import BANK
from apps.funding.rules.settling import overdue
from apps.funding.selectors.owing import owing
from apps.funding.selectors.shares import budget_in_force, scale_in_force, to_be_assessed
from apps.funding.selectors.statements import held


@dataclass(frozen=True, slots=True)
class Overview:
    """The period that runs, or else the latest; what is in force for it; what is held, owed and overdue."""

    period: Period
    scale: Scale | None
    budget: Budget | None
    to_assess: Decimal
    assessed: Decimal
    held: Decimal
    owed: Decimal
    overdue: Decimal


def overview(viewer: Viewer, on: date) -> Overview | None:
    """How things stand at the end of a day; None before the first period."""
    periods = Period.objects.visible_to(viewer)
    period = periods.filter(first__lte=on, last__gte=on).first() or periods.order_by("-first").first()
    if period is None:
        return None
    budget = budget_in_force(period)
    owed = [one for rows in owing(on).values() for one in rows]
    assessed = Assessment.objects.filter(period=period).aggregate(sum=Sum("amount"))["sum"]
    return Overview(
        period,
        scale_in_force(period),
        budget,
        to_be_assessed(budget) if budget else Decimal(),
        assessed or Decimal(),
        sum(held(BANK, on).values(), Decimal()),
        sum((one.amount for one in owed), Decimal()),
        overdue(owed, on),
    )
