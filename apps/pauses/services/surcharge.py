"""The surcharge: what a lab pays on top of its contribution when it is found not to have kept a pause."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.committees.selectors import charter_value
from apps.funding.models import Assessment, Period
from apps.funding.rules.arrears import CENT
from apps.funding.rules.charter import SURCHARGE as SURCHARGE_PER_CENT
from apps.funding.rules.charter import by
from apps.funding.selectors.rights import zone_here
from apps.funding.services.issuing import give_surcharge_back, issue_surcharge
from apps.funding.states import Books, Why
from apps.kernel.money import money
from apps.pauses.models import ComplianceCase
from apps.pauses.rules.consequences import CONSEQUENCES, PUBLIC_NOTICE, SURCHARGE, Consequence

BY_CHARTER = Portal("the charter's consequences")
HUNDRED = Decimal(100)


def surcharge_of(contribution: Decimal, per_cent: int) -> Decimal:
    """So many per cent of a contribution, in whole cents, half a cent up."""
    return (contribution * per_cent / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def take(case: ComplianceCase, now: datetime) -> str:
    """Ask the lab for the charter's share of its contribution for the running period, where there is one."""
    lab = case.binding.organisation
    period = _running(now)
    contribution = _contribution(lab, period) if period else None
    if period is None or contribution is None:
        return f"No surcharge: nothing was assessed yet for this period {by(SURCHARGE_PER_CENT)}."
    per_cent = charter_value(SURCHARGE_PER_CENT, now)
    amount = surcharge_of(contribution, per_cent)
    if amount <= 0:
        return f"No surcharge: it comes to nothing {by(SURCHARGE_PER_CENT)}."
    if period.state == Books.CLOSED:
        return f"No surcharge: the books of {period.name} are closed {by(SURCHARGE_PER_CENT)}."
    row = issue_surcharge(
        actor=BY_CHARTER,
        now=now,
        organisation=lab,
        period=period,
        amount=amount,
        because=f"{case.ref}: {per_cent} per cent of the contribution for {period.name}, for a pause that was not kept.",
    )
    return f"{lab.name} pays {money(amount, period.currency)} on top ({row.ref}) {by(SURCHARGE_PER_CENT)}."


def undo(case: ComplianceCase, now: datetime) -> None:
    """Give back what the case has cost, as credit, whether it was paid or not; once."""
    rows = list(_of(case).select_related("organisation", "period"))
    if sum((row.amount for row in rows), Decimal()) <= 0:
        return
    for row in rows:
        period = row.period if row.period.state == Books.OPEN else _open_period()
        if period is not None:
            because = f"{case.ref}: the surcharge {row.ref} is given back."
            give_surcharge_back(actor=BY_CHARTER, now=now, surcharge=row, period=period, because=because)


def _of(case: ComplianceCase) -> QuerySet[Assessment]:
    """What the case has cost, and what of it was given back."""
    rows = Assessment.objects.filter(organisation=case.binding.organisation, why=Why.SURCHARGE)
    return rows.filter(because__startswith=f"{case.ref}:").order_by("pk")


def _open_period() -> Period | None:
    return Period.objects.filter(state=Books.OPEN).order_by("first").last()


def _running(now: datetime) -> Period | None:
    today = now.astimezone(ZoneInfo(zone_here())).date()
    return Period.objects.filter(first__lte=today, last__gte=today).first()


def _contribution(lab: Organisation, period: Period) -> Decimal | None:
    """What it was assessed for the period, as adjusted; None where it was not."""
    rows = Assessment.objects.filter(organisation=lab, period=period)
    if not rows.filter(why=Why.CONTRIBUTION).exists():
        return None
    return rows.filter(why__in=[Why.CONTRIBUTION, Why.ADJUSTMENT]).aggregate(sum=Sum("amount"))["sum"]


def register() -> None:
    """Fill the registry of consequences."""
    CONSEQUENCES.register(
        SURCHARGE,
        Consequence(
            SURCHARGE,
            "Surcharge",
            "The lab pays a part of its contribution for the period on top, as the charter says.",
            take,
            (PUBLIC_NOTICE,),
            undo,
        ),
    )
