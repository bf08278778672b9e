"""The figures of incidents: what the viewer may see, counted by time, organisation, kind, severity and regime."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.incidents.forms.statistics import PeriodForm
from apps.incidents.models import WAITS
from apps.incidents.selectors.reports import organisation_names
from apps.incidents.selectors.statistics import Figures, Statistics, statistics_for
from apps.incidents.states import KIND_LABELS, SEVERITY_LABELS, Kind, Severity
from apps.kernel import clock
from apps.kernel.charts import Bar, Point, bars, line_chart
from apps.kernel.exports import Table, give

Rows = list[tuple[str, Figures]]

MONTHS_DRAWN = 36
"""So many months are drawn; the table beside the drawing has all."""
COLUMNS = ("by", "what", "reports", "acknowledged", "mean hours to acknowledge", "closed", "withdrawn", "still open")
OF_REGIMES = ("by", "what", "met in time", "met late", "overdue", "not yet due", "possible")


@require_safe
def statistics(request: Any, slug: str) -> HttpResponse:
    """The figures of the reports that the viewer may see; what narrows them stands in the address."""
    form = _form(request)
    period = form.period()
    found = statistics_for(request.viewer, period, clock.now())
    parts = list(_parts(found))
    context = {
        "form": form,
        "period": period,
        "found": found,
        "parts": [(part, name, rows) for part, name, rows in parts if part != "month"],
        "months": next(rows for part, _name, rows in parts if part == "month"),
        "drawn_months": _drawn_months(found),
        "drawn_waits": _drawn_waits(found.total),
        "waits": list(zip(_waits(), found.total.waits, strict=True)),
        "drawn_severities": _drawn(next(rows for part, _name, rows in parts if part == "severity"), "severities"),
        "query": f"?{request.GET.urlencode()}",
        "of_regimes": f"?{_with(request, of='regimes')}",
    }
    return render(request, "incidents/statistics.html", context, status=422 if form.errors else 200)


@require_safe
def export(request: Any, slug: str, kind: str) -> HttpResponse:
    """The same figures as a file: one table of reports, or with `?of=regimes` the one of duties."""
    period = _form(request).period()
    found = statistics_for(request.viewer, period, clock.now())
    if request.GET.get("of") == "regimes":
        rows: Iterable[tuple[Any, ...]] = (
            ("regime", one.name, one.in_time, one.late, one.overdue, one.waiting, one.possible) for one in found.regimes
        )
        return give(request, Table(f"duties-in-time-{slug}", _("Duties to report, by regime"), OF_REGIMES, rows), kind)
    counted = (_cells(part, name, one) for part, _title, each in _parts(found) for name, one in each)
    rows = [_cells("all", "", found.total), *counted]
    title = _("Figures of the incident reports that the reader may see")
    return give(request, Table(f"incident-figures-{slug}", title, COLUMNS, rows), kind)


def _form(request: Any) -> PeriodForm:
    return PeriodForm(request.GET or None, organisations=organisation_names())


def _with(request: Any, **more: str) -> str:
    asked = request.GET.copy()
    for name, value in more.items():
        asked[name] = value
    return str(asked.urlencode())


def _cells(part: str, name: str, one: Figures) -> tuple[Any, ...]:
    mean = round(one.hours, 2) if one.hours is not None else None
    return part, name, one.reports, one.acknowledged, mean, one.closed, one.withdrawn, one.still_open


def _parts(found: Statistics) -> Iterator[tuple[str, str, Rows]]:
    """By what the figures are told apart, what that is called, and the rows of each."""
    yield "year", _("By year"), [(str(year), one) for year, one in found.years.items()]
    yield "month", _("By month"), [(f"{MONTHS[day.month]} {day.year}", one) for day, one in found.months.items()]
    yield "organisation", _("By organisation"), list(found.organisations.items())
    yield "kind", _("By kind"), [(str(KIND_LABELS[Kind(kind)]), one) for kind, one in found.kinds.items()]
    yield "severity", _("By severity"), [(_severity(step), one) for step, one in found.severities.items()]
    yield "label", _("By label"), list(found.labels.items())


def _severity(step: int) -> str:
    return str(SEVERITY_LABELS[Severity(step)]) if step else _("Not rated")


def _waits() -> list[str]:
    return [*(_within(hours) for hours in WAITS), _("later")]


def _within(hours: int) -> str:
    if hours == 1:
        return _("within the hour")
    return (
        _("within %(days)s days") % {"days": hours // 24}
        if hours > 48
        else _("within %(hours)s hours") % {"hours": hours}
    )


def _drawn_months(found: Statistics) -> SafeString:
    newest = list(found.months.items())[-MONTHS_DRAWN:]
    if len(newest) < 2:
        return SafeString("")
    points = [Point(f"{day:%Y-%m}", one.reports) for day, one in newest]
    return line_chart(points, ident="months", title=_("Reports filed, by month"))


def _drawn_waits(total: Figures) -> SafeString:
    if not total.acknowledged:
        return SafeString("")
    rows = [Bar(name, number) for name, number in zip(_waits(), total.waits, strict=True)]
    return bars(rows, ident="waits", title=_("How soon reports were acknowledged"))


def _drawn(rows: Rows, ident: str) -> SafeString:
    return (
        bars([Bar(name, one.reports) for name, one in rows], ident=ident, title=_("Reports by severity"))
        if rows
        else SafeString("")
    )
