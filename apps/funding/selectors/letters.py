"""A call letter in plain values: what is asked for, by when, how it is paid, and how it was worked out."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.committees.models import Committee
from apps.funding.models import Assessment, ScaleShare
from apps.funding.rules import assess
from apps.funding.rules.reference import printed
from apps.funding.selectors.contributing import details_in_force
from apps.funding.states import Why
from apps.kernel.money import money

TITLES = {
    Why.CONTRIBUTION: gettext_lazy("Call for contribution"),
    Why.ADJUSTMENT: gettext_lazy("Adjustment of a contribution"),
    Why.SURCHARGE: gettext_lazy("Surcharge"),
}


@dataclass(frozen=True, slots=True)
class Worked:
    """How a contribution was worked out; amounts of money, the share in per cent."""

    budget: str
    whole: Decimal
    other_income: Decimal
    assessed: Decimal
    scale: str
    share: Decimal
    full: Decimal
    is_part: bool


def worked_out(row: Assessment) -> Worked | None:
    """The steps from the budget to a contribution; None for what is no contribution (three queries)."""
    if row.budget is None or row.scale is None or row.share is None:
        return None
    whole = row.budget.lines.aggregate(sum=Sum("amount"))["sum"] or Decimal()
    assessed = max(whole - row.budget.other_income, Decimal())
    shares = dict(ScaleShare.objects.filter(scale=row.scale).values_list("organisation__key", "share"))
    full = assess(assessed, shares).get(row.organisation.key, Decimal())
    return Worked(
        row.budget.ref, whole, row.budget.other_income, assessed, row.scale.ref, row.share, full, row.amount != full
    )


def letter_of(row: Assessment) -> dict[str, Any]:
    """What `funding/letter.typ` reads."""
    currency, details = row.period.currency, details_in_force()
    committee: Committee = row.committee
    return {
        "committee": committee.name,
        "title": str(TITLES[Why(row.why)]),
        "ref": row.ref,
        "lab": row.organisation.name,
        "period": f"{row.period.name} ({row.period.first:%d %B %Y} – {row.period.last:%d %B %Y})",
        "issued": f"{row.issued_at:%d %B %Y}",
        "because": row.because,
        "amount": money(row.amount, currency),
        "gives_back": row.amount < 0,
        "parts": [
            [str(part.number), f"{part.due:%d %B %Y}", money(part.amount, currency)]
            for part in row.instalments.order_by("number")
        ],
        "reference": printed(row.reference),
        "bank": [
            [_("Account holder"), details.holder],
            ["IBAN", " ".join(details.iban[at : at + 4] for at in range(0, len(details.iban), 4))],
            ["BIC", details.bic],
            [_("Bank"), details.bank],
        ]
        if details
        else [],
        "worked": _steps(worked_out(row), row.amount, currency),
    }


def _steps(found: Worked | None, amount: Decimal, currency: str) -> list[list[str]]:
    if found is None:
        return []
    steps = [
        [_("Budget %(ref)s, all lines") % {"ref": found.budget}, money(found.whole, currency)],
        [_("less other income"), money(found.other_income, currency)],
        [_("To be assessed"), money(found.assessed, currency)],
        [_("Share by scale %(ref)s") % {"ref": found.scale}, f"{found.share.normalize():f} %"],
        [_("For the whole period"), money(found.full, currency)],
    ]
    if found.is_part:
        steps.append([_("For the days of membership in the period"), money(amount, currency)])
    return steps
