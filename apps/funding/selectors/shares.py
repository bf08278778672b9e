"""The scale and the budget of a period, and what each member pays by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet, Sum
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind
from apps.funding.acts.days import membership_within
from apps.funding.models import Budget, Period, Scale, ScaleShare
from apps.funding.rules import assess, periods
from apps.funding.states import Text


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a member pays for a period: `full` for the whole of it, `amount` for the days on which it is a member.

    What a newcomer in mid-period pays comes on top of the budget; what a member that leaves no longer owes is given back.
    """

    organisation: Organisation
    share: Decimal
    full: Decimal
    days: tuple[periods.Period, ...]
    amount: Decimal


def scale_in_force(period: Period) -> Scale | None:
    """The scale adopted for the period."""
    return Scale.objects.adopted().filter(period=period).first()


def budget_in_force(period: Period) -> Budget | None:
    """The budget adopted for the period."""
    return Budget.objects.adopted().filter(period=period).first()


def to_be_assessed(budget: Budget) -> Decimal:
    """What of a budget the members pay: its lines less other income, and never less than nothing."""
    total = budget.lines.aggregate(sum=Sum("amount"))["sum"] or Decimal()
    return max(total - budget.other_income, Decimal())


def contributions(period: Period) -> list[Contribution]:
    """What each member on the scale in force pays of the budget in force, by name; none where one of them is missing."""
    scale, budget = scale_in_force(period), budget_in_force(period)
    if scale is None or budget is None:
        return []
    return contributions_by(scale, to_be_assessed(budget))


def contributions_by(scale: Scale, whole: Decimal) -> list[Contribution]:
    """What each member pays of an amount by a scale, adopted or not (four queries)."""
    rows = list(scale.shares.select_related("organisation").order_by("organisation__name"))
    shares = {row.organisation.key: row.share for row in rows}
    full = assess(whole, shares) if rows and whole else dict.fromkeys(shares, Decimal("0.00"))
    days = periods.Period(scale.period.first, scale.period.last)
    belonged = membership_within(days, [row.organisation for row in rows])
    found = []
    for row in rows:
        lab = row.organisation
        amount = periods.for_the_days(full[lab.key], days, belonged[lab.pk])
        found.append(Contribution(lab, row.share, full[lab.key], belonged[lab.pk], amount))
    return found


def labs_to_assess(period: Period, now: datetime) -> QuerySet[Organisation]:
    """The labs that are members, suspended ones too, by name."""
    return members_at(now).filter(kind=OrganisationKind.LAB).order_by("name")


def before(period: Period) -> Scale | None:
    """The scale that was in force for the period before, as far as there is one."""
    return Scale.objects.adopted().filter(period__last__lt=period.first).order_by("-period__first").first()


def shares_of(scale: Scale | None) -> Mapping[str, Decimal]:
    """The shares of a scale in per cent, by the members' keys; nothing where there is no scale."""
    if scale is None:
        return {}
    return dict(ScaleShare.objects.filter(scale=scale).values_list("organisation__key", "share"))


def text_for(viewer: Viewer, model: type[Model], ref: str, *, lock: bool = False) -> Any:
    """A scale or a budget by its reference that the viewer may see; raises Http404."""
    rows = model.objects.visible_to(viewer).filter(ref=ref).select_related("period", "motion")  # type: ignore[attr-defined]
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Http404(ref)
    return found


def texts_by_period(viewer: Viewer, model: type[Model]) -> list[tuple[Period, list[Any]]]:
    """The periods, the newest first, each with its scales or budgets that the viewer may see (two queries)."""
    rows = model.objects.visible_to(viewer).exclude(state=Text.DISCARDED, laid_at=None)  # type: ignore[attr-defined]
    by_period: dict[int, list[Any]] = {}
    for row in rows.select_related("motion").order_by("-pk"):
        by_period.setdefault(row.period_id, []).append(row)
    return [(period, by_period.get(period.pk, [])) for period in Period.objects.visible_to(viewer).order_by("-first")]
