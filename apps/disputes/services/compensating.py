"""A compensation is a surcharge on the respondent; what goes to the complainant is credited against what it owes."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from apps.committees.rules.viewer import Portal
from apps.disputes.models import Case, Remedy
from apps.disputes.rules.charter import REMEDIES, by
from apps.disputes.rules.remedies import To
from apps.funding.models import Assessment, Period
from apps.funding.selectors.rights import zone_here
from apps.funding.services.issuing import issue_adjustment, issue_surcharge
from apps.funding.states import Books
from apps.kernel.decisions import Invalid

ORDER = Portal("the order of a panel")


def period_for(row: Remedy, to: str, now: datetime) -> Period:
    """The period for which it is charged: the one that runs, or the next whose books are open. The money is held.

    Raises Invalid where no books are open, or the complainant was not assessed and so has nothing to set it against.
    """
    today = now.astimezone(ZoneInfo(zone_here())).date()
    period = Period.objects.filter(state=Books.OPEN, last__gte=today).order_by("first").first()
    if period is None:
        raise Invalid({"amount": f"No period's books are open, so nobody can be asked to pay {by(REMEDIES)}."})
    theirs = Assessment.objects.filter(period=period, organisation=row.asked_by)
    if to == To.COMPLAINANT and not theirs.exists():
        said = f"{row.asked_by.name} was not assessed for {period.name}: let the compensation go to the common fund."
        raise Invalid({"to": said})
    return period


def charge(case: Case, row: Remedy, period: Period, order: str, now: datetime) -> Assessment:
    """Ask the respondent for the amount, and credit the complainant with it where it goes there."""
    amount = Decimal(row.terms["amount"])
    because = f"{case.ref}: compensation, by order {order}."
    given: dict[str, Any] = {"actor": ORDER, "now": now, "period": period, "because": because}
    asked = issue_surcharge(**given, organisation=row.against, amount=amount)
    if row.terms["to"] == To.COMPLAINANT:
        issue_adjustment(**given, organisation=row.asked_by, amount=-amount)
    return asked
