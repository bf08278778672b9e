"""What the pages of the money draw; the same figures stand in a table beside each drawing."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.funding.selectors.course import Year
from apps.kernel.charts import Bar, bars
from apps.kernel.courses import MOST, Course, course_chart
from apps.kernel.money import money


def drawn_course(years: Sequence[Year], currency: str) -> str:
    """Income, expenditure, result and what members owed, over the periods; nothing for a single one."""
    if len(years) < 2:
        return ""
    courses = [
        Course(_("Income"), [year.income for year in years]),
        Course(_("Expenditure"), [year.expense for year in years]),
        Course(_("Result"), [year.result for year in years]),
        Course(_("Contributions receivable"), [year.receivable for year in years]),
    ]
    title = _("Income, expenditure, result and contributions receivable")
    names = [year.name for year in years]
    return course_chart(names, courses, ident="years", title=title, say=lambda amount: money(amount, currency))


def drawn_shares_course(periods: Sequence[str], rows: Sequence[tuple[str, Sequence[Decimal | None]]]) -> str:
    """Each member's share over the periods; nothing where there are more members than can be told apart."""
    if len(periods) < 2 or len(rows) > MOST:
        return ""
    courses = [Course(name, list(shares)) for name, shares in rows]
    title = _("Shares in per cent over the periods")
    return course_chart(periods, courses, ident="shares-years", title=title, say=lambda share: f"{share} %")


def drawn_against_budget(budget: Decimal | None, income: Decimal, spent: Decimal, currency: str) -> str:
    """What was planned, what came in and what was spent."""
    rows = [(_("Income"), income, "ok"), (_("Spent"), spent, "")]
    if budget is not None:
        rows.insert(0, (_("Budget"), budget, "neutral"))
    drawn = [Bar(label, float(amount), tone, money(amount, currency)) for label, amount, tone in rows]
    return bars(drawn, ident="money", title=_("Budget, income and spending"))


def drawn_ages(labels: Sequence[str], amounts: Sequence[Decimal], currency: str) -> str:
    """What members owe by age; what is not yet due comes first, in another colour than what is overdue."""
    drawn = [
        Bar(label, float(amount), "stop" if place else "", money(amount, currency))
        for place, (label, amount) in enumerate(zip(labels, amounts, strict=True))
    ]
    return bars(drawn, ident="ages", title=_("What members owe, by age"))
