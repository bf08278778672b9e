"""Assessments: what each member is asked to pay for a period, what changes it afterwards, and surcharges."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor, Viewer
from apps.committees.selectors import charter_values
from apps.funding.acts.contributions import ISSUED
from apps.funding.models import ASSESSMENT, Assessment, Instalment, Period
from apps.funding.rules import periods
from apps.funding.rules.bank import cents
from apps.funding.rules.chart import CONTRIBUTIONS, CREDIT, RECEIVABLE, SURCHARGES
from apps.funding.rules.charter import DUE_DAYS, INSTALMENTS, RULE, refuse
from apps.funding.rules.instalments import Part, instalments
from apps.funding.rules.reference import reference_of
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors.contributing import details_in_force
from apps.funding.selectors.shares import budget_in_force, contributions, scale_in_force
from apps.funding.services.posting import Post
from apps.funding.services.posting_many import Planned, post_all, put_next_numbers, seat_of
from apps.funding.services.settling import hold_the_money, open_now, tell_instalments, use_credit
from apps.funding.states import Books, Why
from apps.kernel.decisions import Invalid
from apps.record.services import Entry, record_all

WITHOUT_DETAILS = "without_details"


def issue_contributions(
    *, actor: Viewer, now: datetime, period: str, without_details: bool = False
) -> list[Assessment]:
    """Assess every member by the scale and the budget in force, with call letters; credit is used at once.

    Who was assessed for the period already is left alone, so that a newcomer can be assessed later; where nobody is
    left it is refused. Letters without bank details only where `without_details`. Raises Http404, Refused or Invalid.
    """
    may_keep_the_books(actor).require()
    hold_the_money()
    row = _period(period)
    scale, budget = scale_in_force(row), budget_in_force(row)
    if scale is None or budget is None:
        what = "scale of assessment" if scale is None else "budget"
        refuse(RULE, f"No {what} is adopted for {row.name} yet.").require()
    done = set(Assessment.objects.filter(period=row, why=Why.CONTRIBUTION).values_list("organisation", flat=True))
    asked = [one for one in contributions(row) if one.amount > 0 and one.organisation.pk not in done]
    if not asked:
        said = "were issued already" if done else "come to nothing"
        refuse(DUE_DAYS, f"The contributions for {row.name} {said}.").require()
    if details_in_force() is None and not without_details:
        raise Invalid({WITHOUT_DETAILS: "No bank details are approved, so the letters would not say where to pay."})
    made = [
        Assessment(
            period=row, organisation=one.organisation, why=Why.CONTRIBUTION, budget=budget, scale=scale,
            share=one.share, amount=one.amount,
        )
        for one in sorted(asked, key=lambda one: one.organisation.name)
    ]  # fmt: skip
    return _issue(made, row, actor=actor, now=now)


def issue_adjustment(
    *, actor: Actor, now: datetime, organisation: Organisation, period: Period, amount: Decimal, because: str
) -> Assessment:
    """Change what a member pays for a period: above nothing it pays more, below it something is given back as credit.

    What is given back settles at once whatever else it owes. Raises Refused, or Invalid by field.
    """
    _check(actor, amount, because)
    hold_the_money()
    row = _period(period.name)
    if not Assessment.objects.filter(period=row, organisation=organisation).exists():
        refuse(DUE_DAYS, f"{organisation.name} was not assessed for {row.name}, so nothing can be adjusted.").require()
    made = Assessment(
        period=row, organisation=organisation, why=Why.ADJUSTMENT, because=_words(because), amount=cents(amount)
    )
    return _issue([made], row, actor=actor, now=now)[0]


def issue_surcharge(
    *, actor: Actor, now: datetime, organisation: Organisation, period: Period, amount: Decimal, because: str
) -> Assessment:
    """Ask a lab for a surcharge, an assessment of its own. Raises Refused, or Invalid by field."""
    _check(actor, amount, because)
    if amount < 0:
        raise Invalid({"amount": "A surcharge is more than nothing."})
    hold_the_money()
    row = _period(period.name)
    made = Assessment(
        period=row, organisation=organisation, why=Why.SURCHARGE, because=_words(because), amount=cents(amount)
    )
    return _issue([made], row, actor=actor, now=now)[0]


def give_surcharge_back(
    *, actor: Actor, now: datetime, surcharge: Assessment, period: Period, because: str
) -> Assessment:
    """Take a surcharge back by one below nothing, dated in an open period: it is credit, whether it was paid or not.

    Raises Refused where the books are closed, or Invalid by field.
    """
    _check(actor, -surcharge.amount, because)
    hold_the_money()
    row = _period(period.name)
    made = Assessment(
        period=row,
        organisation=surcharge.organisation,
        why=Why.SURCHARGE,
        because=_words(because),
        amount=-surcharge.amount,
    )
    return _issue([made], row, actor=actor, now=now)[0]


def _words(because: str) -> str:
    return " ".join(because.replace("\0", "").split())[:300]


def _check(actor: Actor, amount: Decimal, because: str) -> None:
    if isinstance(actor, Viewer):
        may_keep_the_books(actor).require()
    errors: dict[str, str] = {}
    try:
        if not cents(amount):
            errors["amount"] = "Give an amount above or below nothing."
    except ValueError as error:
        errors["amount"] = str(error)
    if not _words(because):
        errors["because"] = "Say why."
    if errors:
        raise Invalid(errors)


def _period(name: str) -> Period:
    """The period, locked, so that its books are not closed meanwhile; raises Http404, or Refused where they are."""
    row = Period.objects.select_for_update().filter(name=name).first()
    if row is None:
        raise Http404(name)
    if row.state == Books.CLOSED:
        refuse(RULE, f"The books of {row.name} are closed.").require()
    return row


def _issue(rows: Sequence[Assessment], period: Period, *, actor: Actor, now: datetime) -> list[Assessment]:
    """Number and book assessments, ask for their instalments, use credit."""
    today = now.date()
    day = min(max(today, period.first), period.last)
    ids = {row.organisation.pk for row in rows}
    before, by = open_now(ids), seat_of(actor)
    put_next_numbers(rows, "ASM", [day.year] * len(rows))
    for row in rows:
        row.reference, row.issued_by, row.issued_at = reference_of(row.ref), by, now
    journals = post_all([_journal(row, day) for row in rows], actor=actor, now=now)
    for row, journal in zip(rows, journals, strict=True):
        row.journal = journal
    Assessment.objects.bulk_create(rows)
    parts = {row.ref: _parts(row, period, today, now) for row in rows}
    Instalment.objects.bulk_create(
        Instalment(assessment=row, number=part.number, due=part.due, amount=part.amount)
        for row in rows
        for part in parts[row.ref]
    )
    record_all([_issued(row, parts[row.ref], actor) for row in rows], now=now)
    use_credit(ids, actor=actor, now=now, today=today)
    tell_instalments(before, ids, actor=actor, now=now)
    return list(rows)


def _journal(row: Assessment, day: date) -> Planned:
    whose = row.organisation.pk
    income = SURCHARGES if row.why == Why.SURCHARGE else CONTRIBUTIONS
    owed = RECEIVABLE if row.amount > 0 else CREDIT
    memo = f"{row.organisation.name}: {row.ref}"
    return Planned(day, memo, row.ref, (Post(owed, row.amount, whose), Post(income, -row.amount, whose)))


def _parts(row: Assessment, period: Period, today: date, now: datetime) -> tuple[Part, ...]:
    """A contribution is paid in the charter's instalments, anything else at once."""
    if row.amount < 0:
        return ()
    values = charter_values(now)
    count = values(INSTALMENTS) if row.why == Why.CONTRIBUTION else 1
    days = periods.Period(period.first, period.last)
    return instalments(row.amount, days, letter=today, days=values(DUE_DAYS), count=count)


def _issued(row: Assessment, parts: Sequence[Part], actor: Actor) -> Entry:
    facts = {
        "organisation": row.organisation.key,
        "period": row.period.name,
        "why": str(row.why),
        "because": row.because,
        "amount": f"{row.amount:f}",
        "currency": row.period.currency,
        "share": "" if row.share is None else f"{row.share:f}",
        "reference": row.reference,
        "instalments": [[part.due.isoformat(), f"{part.amount:f}"] for part in parts],
    }
    return Entry(ISSUED, actor, (ASSESSMENT, row.pk, row.ref), facts)
