"""What members were asked for, have paid and still owe, by period and by member."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.funding.models import Assessment, BankDetails, Entry, Instalment, Payment, Period
from apps.funding.rules.chart import CREDIT
from apps.funding.selectors.owing import open_instalments
from apps.funding.states import Details, PaymentState, Why

ALWAYS = date.max
"""A day after all others: what is booked for a day to come counts too."""


@dataclass(frozen=True, slots=True)
class Row:
    """A member's part in a period: amounts of money; `due` and `next_amount` are of what it pays next."""

    organisation: Organisation
    share: Decimal | None
    assessed: Decimal
    given_back: Decimal
    paid: Decimal
    open: Decimal
    overdue: Decimal
    credit: Decimal
    due: date | None
    next_amount: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a period's rows."""

    assessed: Decimal
    paid: Decimal
    open: Decimal
    overdue: Decimal


def period_for(viewer: Viewer, name: str) -> Period:
    """The period of that name; raises Http404."""
    row = Period.objects.visible_to(viewer).filter(name=name).first()
    if row is None:
        raise Http404(name)
    return row


def latest_period(viewer: Viewer, today: date) -> Period | None:
    """The period that has the day, else the last one before it, else the first."""
    rows = list(Period.objects.visible_to(viewer).order_by("first"))
    begun = [row for row in rows if row.first <= today]
    return begun[-1] if begun else next(iter(rows), None)


def credit_of(organisations: Collection[int] | None = None) -> dict[int, Decimal]:
    """Each organisation's credit, what is booked for days to come included; those without any are left out (one query)."""
    rows = Entry.objects.filter(account__number=CREDIT).exclude(organisation=None)
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    sums = rows.values_list("organisation").annotate(sum=Sum("amount")).order_by()
    return {organisation: -amount for organisation, amount in sums if amount}


def assessments_for(viewer: Viewer) -> QuerySet[Assessment]:
    """All assessments that the viewer may read, newest first."""
    return Assessment.objects.visible_to(viewer).select_related("organisation", "period").order_by("-pk")


def assessment_for(viewer: Viewer, ref: str) -> Assessment:
    """One of them by its reference number; raises Http404."""
    row = (
        assessments_for(viewer)
        .select_related("budget", "scale", "issued_by__person", "issued_by__organisation", "journal")
        .filter(ref=ref)
        .first()
    )
    if row is None:
        raise Http404(ref)
    return row


def member_for(viewer: Viewer, key: str) -> Organisation:
    """An organisation that was assessed or has paid; raises Http404."""
    row = Organisation.objects.filter(key=key).first()
    known = row is not None and (
        Assessment.objects.visible_to(viewer).filter(organisation=row).exists()
        or Payment.objects.visible_to(viewer).filter(organisation=row).exists()
    )
    if row is None or not known:
        raise Http404(key)
    return row


def rows_of(period: Period, today: date) -> list[Row]:
    """Every member that was assessed in the period, by name (four queries)."""
    assessments = list(Assessment.objects.filter(period=period).select_related("organisation").order_by("pk"))
    ids = {row.organisation_id for row in assessments}
    left: dict[int, list[Instalment]] = {pk: [] for pk in ids}
    for part in open_instalments(ALWAYS).filter(assessment__period=period):
        left[part.assessment.organisation_id].append(part)
    credit = credit_of(ids)
    by_member: dict[int, list[Assessment]] = {}
    for row in assessments:
        by_member.setdefault(row.organisation_id, []).append(row)
    found = [_row(rows, left[pk], credit.get(pk, Decimal()), today) for pk, rows in by_member.items()]
    return sorted(found, key=lambda row: row.organisation.name)


def _row(rows: list[Assessment], left: list[Instalment], credit: Decimal, today: date) -> Row:
    asked = sum((row.amount for row in rows if row.amount > 0), Decimal())
    still = sum((_left(one) for one in left), Decimal())
    first = min(left, key=lambda one: (one.due, one.pk), default=None)
    return Row(
        organisation=rows[0].organisation,
        share=next((row.share for row in rows if row.why == Why.CONTRIBUTION), None),
        assessed=asked,
        given_back=-sum((row.amount for row in rows if row.amount < 0), Decimal()),
        paid=asked - still,
        open=still,
        overdue=sum((_left(one) for one in left if one.due < today), Decimal()),
        credit=credit,
        due=first.due if first else None,
        next_amount=_left(first) if first else Decimal(),
    )


def _left(part: Instalment) -> Decimal:
    amount: Decimal = part.left  # type: ignore[attr-defined]
    return amount


def totals(rows: Iterable[Row]) -> Totals:
    """What the rows come to."""
    rows = list(rows)
    return Totals(*(sum((getattr(row, name) for row in rows), Decimal()) for name in Totals.__slots__))


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment with what is paid of it."""

    row: Instalment
    paid: Decimal
    left: Decimal
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """An assessment with its instalments."""

    row: Assessment
    parts: tuple[Part, ...]
    paid: Decimal
    left: Decimal


def asked_of(rows: Iterable[Assessment], today: date) -> list[Asked]:
    """These assessments with their instalments (one query)."""
    rows = list(rows)
    money: dict[int, list[Part]] = {row.pk: [] for row in rows}
    parts = Instalment.objects.filter(assessment__in=rows).annotate(settled=Sum("settlements__amount"))
    for part in parts.order_by("number"):
        paid = part.settled or Decimal()
        left = part.amount - paid
        money[part.assessment_id].append(Part(part, paid, left, bool(left) and part.due < today))
    return [
        Asked(
            row,
            tuple(money[row.pk]),
            sum((part.paid for part in money[row.pk]), Decimal()),
            sum((part.left for part in money[row.pk]), Decimal()),
        )
        for row in rows
    ]


def payments_for(viewer: Viewer) -> QuerySet[Payment]:
    """All payments that the viewer may read, newest first."""
    return Payment.objects.visible_to(viewer).select_related("organisation").order_by("-pk")


def payment_for(viewer: Viewer, ref: str) -> Payment:
    """One of them by its reference number; raises Http404."""
    row = (
        payments_for(viewer).select_related("line__statement", "by__person", "by__organisation").filter(ref=ref).first()
    )
    if row is None:
        raise Http404(ref)
    return row


def unknown_payments(viewer: Viewer) -> QuerySet[Payment]:
    """Those of which nobody knows yet whose they are."""
    return payments_for(viewer).filter(state=PaymentState.UNKNOWN)


def details_in_force() -> BankDetails | None:
    """Where members pay to; None where no bank details are approved."""
    row: BankDetails | None = BankDetails.objects.filter(state=Details.APPROVED).first()
    return row


def known_accounts() -> set[str]:
    """The accounts that are or were the committee's own, without blanks."""
    rows = BankDetails.objects.filter(state__in=[Details.APPROVED, Details.SUPERSEDED])
    return {"".join(iban.split()).upper() for iban in rows.values_list("iban", flat=True)}


def currency_of_the_committee() -> str:
    """The committee's one currency; empty before its first period."""
    return str(Period.objects.values_list("currency", flat=True).first() or "")
