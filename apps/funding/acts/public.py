"""What the public reads of contributions and money: shares, budgets, who has paid, every expenditure, statements.

Each form is made of what stands at the act; no sealed figure is in any table that is read here.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from apps.committees.models import Organisation
from apps.funding.acts.days import membership_within
from apps.funding.models import (
    BUDGET,
    EXPENDITURE,
    PERIOD,
    SCALE,
    Assessment,
    BankEntry,
    Budget,
    Entry,
    Expenditure,
    Instalment,
    Period,
    Scale,
    ScaleShare,
)
from apps.funding.rules import periods
from apps.funding.rules.chart import CREDIT
from apps.funding.rules.ledger import BY_DEBIT, Kind
from apps.funding.states import SPENDING_LABELS, TEXT_LABELS, BankEntryState, Spending, Text, Why
from apps.transparency.rules import Published, Redacted

CONTRIBUTION = "contribution"
"""What the public's page of a member's assessments and payments is called."""


def of_scale(act: Any) -> Published:
    """A scale as it stands: shares and the bands that they are made of."""
    row = Scale.objects.select_related("period", "motion").get(pk=act.subject_id)
    shares = row.shares.select_related("organisation").order_by("-share", "organisation__name")
    return Published(
        kind=SCALE,
        ref=row.ref,
        title=f"Scale of assessment for {row.period.name}",
        summary=row.reasons,
        body={
            "state": TEXT_LABELS[Text(row.state)],
            "period": row.period.name,
            "decided by": row.motion.ref if row.motion else "",
            "floor, per cent": str(row.floor),
            "ceiling, per cent": "none" if row.ceiling is None else str(row.ceiling),
            "bands in a decade": "" if row.per_decade is None else row.per_decade,
            "shares, per cent": [
                [one.organisation.name, _places(one.share, row.places), *_based(one), one.organisation.key]
                for one in shares
            ],
        },
    )


def _based(one: ScaleShare) -> list[str]:
    band = "" if one.band_from is None or one.band_below is None else f"{one.band_from:.3g} to {one.band_below:.3g}"
    return [band, _exactly(one.base), f"{one.discount:f}", one.discount_because]


def _exactly(base: Decimal) -> str:
    """Every digit of it, such as 1.26E+26: from what is published the shares are worked out again."""
    return str(base.normalize())


def _places(share: Decimal, places: int) -> str:
    return f"{share:.{places}f}"


def of_budget(act: Any) -> Published:
    """A budget as it stands, line by line."""
    row = Budget.objects.select_related("period", "motion").get(pk=act.subject_id)
    lines = list(row.lines.order_by("number"))
    total = sum((line.amount for line in lines), Decimal())
    return Published(
        kind=BUDGET,
        ref=row.ref,
        title=row.title,
        summary=row.reasons,
        body={
            "state": TEXT_LABELS[Text(row.state)],
            "period": row.period.name,
            "decided by": row.motion.ref if row.motion else "",
            "currency": row.period.currency,
            "lines": [[line.label, str(line.amount)] for line in lines],
            "total": str(total),
            "other income": str(row.other_income),
            "to be assessed": str(max(total - row.other_income, Decimal())),
        },
    )


def of_contribution(act: Any) -> Published:
    """What a member was assessed and has paid, instalment by instalment."""
    return contribution_of(Organisation.objects.get(key=act.facts["organisation"]))


def contribution_of(organisation: Organisation) -> Published:
    """The same of an organisation, as it stands (three queries, and two for each period that it was assessed for)."""
    assessed = list(
        Assessment.objects.filter(organisation=organisation).select_related("period").order_by("period__first", "pk")
    )
    instalments = list(
        Instalment.objects.filter(assessment__in=assessed)
        .annotate(settled=Sum("settlements__amount"))
        .select_related("assessment__period")
        .order_by("due", "pk")
    )
    days = _days_of_membership(organisation, [row.period for row in assessed if row.why == Why.CONTRIBUTION])
    return Published(
        kind=CONTRIBUTION,
        ref=f"contribution-{organisation.key}",
        title=f"What {organisation.name} was assessed and has paid",
        summary="",
        body={
            "member": organisation.name,
            "currency": assessed[0].period.currency if assessed else "",
            "assessed": [[row.period.name, row.ref, row.why, str(row.amount)] for row in assessed],
            "instalments": [
                [row.assessment.period.name, row.due.isoformat(), str(row.amount), str(row.settled or Decimal("0.00"))]
                for row in instalments
            ],
            "credit": str(_credit(organisation)),
        }
        | ({"days of membership": days} if days else {}),
    )


def _days_of_membership(organisation: Organisation, assessed: list[Period]) -> list[list[str]]:
    """Of each period that it did not belong to as a whole: its name and days, and a run of days that it belonged."""
    found = []
    for period in assessed:
        days = periods.Period(period.first, period.last)
        runs = membership_within(days, [organisation])[organisation.pk]
        if runs != (days,):
            found += [[period.name, *_ends(days), *_ends(run)] for run in runs]
    return found


def _ends(days: periods.Period) -> list[str]:
    return [days.first.isoformat(), days.last.isoformat()]


def _credit(organisation: Organisation) -> Decimal:
    entries = Entry.objects.filter(account__number=CREDIT, organisation=organisation)
    return -(entries.aggregate(sum=Sum("amount"))["sum"] or Decimal("0.00"))


def of_expenditure(act: Any) -> Published:
    """An expenditure with its payee, which is left out where the committee has said why."""
    row = Expenditure.objects.select_related("period", "account").get(pk=act.subject_id)
    return Published(
        kind=EXPENDITURE,
        ref=row.ref,
        title=row.purpose,
        summary="",
        body={
            "state": SPENDING_LABELS[Spending(row.state)],
            "period": row.period.name,
            "line": row.account.name,
            "amount": str(row.amount),
            "currency": row.period.currency,
            "day": row.on.isoformat(),
            "paid on": row.paid_on.isoformat() if row.paid_on else "",
            "to": Redacted(row.redacted_because) if row.redacted_because else row.payee,
        },
    )


def of_fee(act: Any) -> Published:
    """What the bank took by itself, among the expenditures: its payee is the bank."""
    row = BankEntry.objects.select_related("period", "account").get(pk=act.subject_id)
    is_paid = row.state == BankEntryState.BOOKED
    return Published(
        kind=EXPENDITURE,
        ref=row.ref,
        title=row.note or row.account.name,
        summary="",
        body={
            "state": SPENDING_LABELS[Spending.PAID if is_paid else Spending.CANCELLED],
            "period": row.period.name,
            "line": row.account.name,
            "amount": str(-row.amount),
            "currency": row.period.currency,
            "day": row.on.isoformat(),
            "paid on": row.on.isoformat() if is_paid else "",
            "to": "The committee's bank",
        },
    )


def of_statement(act: Any) -> Published:
    """What the accounts say at the day of the act's facts; income and expense since the period began."""
    period = Period.objects.get(pk=act.subject_id)
    until = date.fromisoformat(act.facts["until"])
    entries = Entry.objects.filter(journal__on__lte=until)
    kept = _by_account(entries.filter(account__kind__in=[Kind.ASSET, Kind.LIABILITY, Kind.EQUITY]))
    made = _by_account(entries.filter(account__kind__in=[Kind.INCOME, Kind.EXPENSE], journal__on__gte=period.first))
    return Published(
        kind=PERIOD,
        ref=f"statement-{period.name}",
        title=f"Statement of {period.name} at {until:%d %B %Y}",
        summary="",
        body={
            "period": period.name,
            "day": until.isoformat(),
            "currency": period.currency,
            "assets, liabilities and fund": kept,
            "income and expenditure": made,
        },
    )


def _by_account(entries: Any) -> list[list[str]]:
    """Number, name, kind and what people read, of each account that holds something."""
    names = ("account__number", "account__name", "account__kind")
    sums = entries.values_list(*names).annotate(sum=Sum("amount")).order_by("account__number")
    return [
        [number, name, kind, str(amount if Kind(kind) in BY_DEBIT else -amount)]
        for number, name, kind, amount in sums
        if amount
    ]
