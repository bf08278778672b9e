"""The public's pages of contributions and money, and their twins for spreadsheets and machines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.committees.models import Committee
from apps.funding.rules.settling import AGES
from apps.funding.selectors import public as selectors
from apps.funding.selectors.course import YEARS, Year
from apps.funding.selectors.public import PublicContribution, PublicFunding, PublicStatement
from apps.funding.views.drawings import drawn_against_budget, drawn_ages, drawn_course, drawn_shares_course
from apps.kernel import clock
from apps.kernel.charts import Bar, bars
from apps.kernel.exports import CSV, Origin, Table, table_answer
from apps.transparency.answers import absolute, document, page, public


@public
def funding(request: HttpRequest, committee: Committee) -> HttpResponse:
    """Shares, budget, who has paid, what was spent, and what the accounts say; no account is needed."""
    found = selectors.public_funding()
    periods = _periods(found)
    period = periods[0] if periods else ""
    paid = [one.in_period(period) for one in found.contributions]
    context = {
        "found": found,
        "period": period,
        "scale": _first(found.scales, period),
        "budget": _first(found.budgets, period),
        "paid": [one for one in paid if one.assessed],
        "statement": found.statements[0] if found.statements else None,
        "spending": selectors.public_spending(),
        "most": selectors.MOST,
        "course": _course(found, periods[:YEARS]),
        "ages": _ages(found.contributions, clock.now().date()),
        "years": _years(found.statements),
        "parts": PARTS,
    }
    return page(request, "funding/public.html", committee, context | _drawings(context))


def _periods(found: PublicFunding) -> list[str]:
    return sorted({one.period for one in (*found.scales, *found.budgets)}, reverse=True)


def _first(rows: Sequence[Any], period: str) -> Any:
    """The text of the period that is in force, or else the last one that was."""
    of_period = [one for one in rows if one.period == period]
    return next((one for one in of_period if one.state == "Adopted"), of_period[0] if of_period else None)


@dataclass(frozen=True, slots=True)
class Course:
    """Shares over the years: the periods, and each member's share in them, None where it had none."""

    periods: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Decimal | None, ...]], ...]


def _course(found: PublicFunding, periods: Sequence[str]) -> Course:
    shares = {}
    for period in reversed(periods):
        scale = _first(found.scales, period)
        if scale is not None:
            shares[period] = {one.lab: one.share for one in scale.shares}
    labs = sorted({lab for by_lab in shares.values() for lab in by_lab})
    return Course(tuple(shares), tuple((lab, tuple(by_lab.get(lab) for by_lab in shares.values())) for lab in labs))


def _years(statements: Sequence[PublicStatement]) -> list[Year]:
    """The periods' last published statements, the earliest first."""
    latest = {one.period: one for one in sorted(statements, key=lambda one: one.day)}
    return [Year(one.period, one.income, one.expense, one.receivable) for one in latest.values()][-YEARS:]


@dataclass(frozen=True, slots=True)
class Age:
    """What all members owe of one age, in the currency."""

    label: str
    amount: Decimal


def _ages(contributions: Sequence[PublicContribution], on: date) -> list[Age]:
    sums = [Decimal() for _age in range(len(AGES) + 2)]
    for one in contributions:
        for place, amount in enumerate(one.ages(on)):
            sums[place] += amount
    labels = [
        _("not yet due"),
        *(_("overdue for up to %(days)d days") % {"days": days} for days in AGES),
        _("for longer"),
    ]
    return [Age(label, amount) for label, amount in zip(labels, sums, strict=True)]


def _drawings(context: dict[str, Any]) -> dict[str, Any]:
    scale, budget, statement = context["scale"], context["budget"], context["statement"]
    shares = [Bar(one.lab, float(one.share)) for one in scale.shares] if scale else []
    income = statement.income if statement else Decimal()
    spent = statement.expense if statement else Decimal()
    currency = statement.currency if statement else ""
    owed = context["paid"][0].currency if context["paid"] else ""
    course, years = context["course"], context["years"]
    return {
        "drawn_shares": bars(shares, ident="shares", title=_("Shares of the whole"), unit=" %") if shares else "",
        "drawn_money": drawn_against_budget(budget.total if budget else None, income, spent, currency)
        if statement
        else "",
        "drawn_ages": drawn_ages([one.label for one in context["ages"]], [one.amount for one in context["ages"]], owed)
        if context["paid"]
        else "",
        "drawn_years": drawn_course(years, currency),
        "drawn_course": drawn_shares_course(course.periods, course.rows),
        "spent": spent,
        "income": income,
    }


@dataclass(frozen=True, slots=True)
class Part:
    """A part that can be taken away as a table: its columns and its rows."""

    label: str
    columns: tuple[str, ...]
    rows: Callable[[], list[list[Any]]]


def _scale_rows() -> list[list[Any]]:
    return [
        [
            scale.ref,
            scale.period,
            scale.state,
            one.lab,
            one.key,
            one.band,
            one.base,
            one.discount,
            one.because,
            scale.floor,
            scale.ceiling,
            one.share,
        ]
        for scale in selectors.public_funding().scales
        for one in scale.shares
    ]


def _budget_rows() -> list[list[Any]]:
    return [
        [budget.ref, budget.period, budget.state, label, amount, budget.currency]
        for budget in selectors.public_funding().budgets
        for label, amount in (*budget.lines, ("Other income", -budget.other_income))
    ]


def _contribution_rows() -> list[list[Any]]:
    """Each instalment, and what was given back: it is due at no time, and settled at once."""
    return [
        [one.lab, period, due, amount, settled, amount - settled, one.currency, *_days(one, period)]
        for one in selectors.public_funding().contributions
        for period, due, amount, settled in (
            *((part.period, part.due, part.amount, part.settled) for part in one.instalments),
            *((period, "", amount, amount) for period, _ref, _why, amount in one.assessed if amount < 0),
        )
    ]


def _days(one: PublicContribution, period: str) -> tuple[str, str]:
    """The days of membership that it pays for, and the period's own; empty where it pays for the whole."""
    days = one.in_period(period).days
    runs = "; ".join(f"{run.first}/{run.last}" for run in days)
    return runs, f"{days[0].of_first}/{days[0].of_last}" if days else ""


def _spending_rows() -> list[list[Any]]:
    return [
        [
            one.ref,
            one.period,
            date.fromisoformat(one.day),
            one.line,
            one.purpose,
            one.payee or f"left out: {one.redacted}",
            one.amount,
            one.currency,
            one.state,
            date.fromisoformat(one.paid_on) if one.paid_on else "",
        ]
        for one in selectors.public_spending(most=None)
    ]


def _statement_rows() -> list[list[Any]]:
    return [
        [one.period, one.day, account.number, account.name, account.kind.value, account.amount, one.currency]
        for one in selectors.public_funding().statements
        for account in (*one.kept, *one.made)
    ]


PARTS = {
    "scale": Part(
        "Scale",
        (
            "Scale",
            "Period",
            "State",
            "Member",
            "Key",
            "Band in FLOP",
            "Counts as",
            "Discount in per cent",
            "Why",
            "Floor in per cent",
            "Ceiling in per cent",
            "Share in per cent",
        ),
        _scale_rows,
    ),
    "budget": Part("Budget", ("Budget", "Period", "State", "Line", "Amount", "Currency"), _budget_rows),
    "contributions": Part(
        "Contributions",
        (
            "Member",
            "Period",
            "Due",
            "Amount",
            "Paid",
            "Open",
            "Currency",
            "Days of membership",
            "Of the days",
        ),
        _contribution_rows,
    ),
    "spending": Part(
        "Spending",
        ("Reference", "Period", "Day", "Line", "Purpose", "To", "Amount", "Currency", "State", "Paid on"),
        _spending_rows,
    ),
    "statements": Part(
        "Statements", ("Period", "Day", "Account", "Name", "Kind", "Amount", "Currency"), _statement_rows
    ),
}


def _part(name: str) -> Part:
    if name not in PARTS:
        raise Http404(name)
    return PARTS[name]


@public
def funding_file(request: HttpRequest, committee: Committee, part: str, kind: str = CSV) -> HttpResponse:
    """One part as a table, as of the newest record that was published."""
    found = _part(part)
    table = Table(f"{committee.slug}-{part}", f"{found.label}, as published", found.columns, found.rows())
    at = selectors.published_until() or clock.now()
    return table_answer(table, kind, Origin(committee.name, at, absolute(request.path)))


@public
def funding_json(_request: HttpRequest, committee: Committee, part: str) -> HttpResponse:
    """The same for machines: rows under the table's columns, amounts and shares as text."""
    found = _part(part)
    rows = [
        dict(zip(found.columns, (value if isinstance(value, str) else str(value) for value in row), strict=True))
        for row in found.rows()
    ]
    records = absolute(reverse("public:index", args=[committee.slug]))
    return document(committee, {part: rows, "records": records})
