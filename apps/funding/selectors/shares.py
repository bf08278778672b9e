"""The scale and the budget in force for a period, and what each member pays by them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.committees.models import Organisation
from apps.funding.models import Budget, Period, Scale
from apps.funding.rules import assess
from apps.funding.states import Text


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a member pays for a period; `full` is for the whole of it."""

    organisation: Organisation
    share: Decimal
    full: Decimal
    since: date | None
    until: date | None
    amount: Decimal


def scale_in_force(period: Period) -> Scale | None:
    """The scale adopted for the period."""
    return Scale.objects.filter(period=period, state=Text.ADOPTED).first()


def budget_in_force(period: Period) -> Budget | None:
    """The budget adopted for the period."""
    return Budget.objects.filter(period=period, state=Text.ADOPTED).first()


def contributions(period: Period) -> list[Contribution]:
    """What each member on the scale pays."""
    scale, budget = scale_in_force(period), budget_in_force(period)
    if scale is None or budget is None:
        return []
    whole = sum((line.amount for line in budget.lines.all()), Decimal()) - budget.other_income
    rows = list(scale.shares.select_related("organisation"))
    full = assess(max(whole, Decimal()), {row.organisation.key: row.share for row in rows})
    return [
        Contribution(row.organisation, row.share, full[row.organisation.key], None, None, full[row.organisation.key])
        for row in rows
    ]
