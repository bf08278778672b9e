"""The books: periods, what their accounts say at a day, their journals."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.funding.forms.books import DayForm, OpeningForm, PeriodForm
from apps.funding.forms.contributions import WhyForm
from apps.funding.models import Period
from apps.funding.rules.settling import AGES
from apps.funding.rules.treasury import may_enter_opening, may_keep_the_books, may_undo_opening
from apps.funding.selectors.books import (
    StatementAt,
    default_day,
    journal_for,
    journals_of,
    opening_balances_of,
    period_for,
    statement_at,
)
from apps.funding.services.opening_balances import enter_opening_balances, undo_opening_balances
from apps.funding.services.periods import close_books, open_period
from apps.funding.services.stating import publish_statement
from apps.funding.states import Books
from apps.funding.views.drawings import drawn_against_budget, drawn_ages
from apps.kernel import clock
from apps.kernel.charts import Bar, bars
from apps.kernel.decisions import Invalid
from apps.kernel.forms_ui import attempt
from apps.kernel.keyset import address_of, page_of

GET_OR_POST = ["GET", "HEAD", "POST"]
PAGE = 50


@require_safe
def periods(request: Any, slug: str) -> HttpResponse:
    """The periods, the latest first."""
    found = Period.objects.visible_to(request.viewer).order_by("-first")
    return render(request, "funding/periods.html", {"found": found, "keeps": bool(may_keep_the_books(request.viewer))})


@require_http_methods(GET_OR_POST)
def new_period(request: Any, slug: str) -> HttpResponse:
    """Open a period."""
    if not may_keep_the_books(request.viewer):
        raise Http404
    form = PeriodForm(request.POST or None, is_first=not Period.objects.exists())
    if request.method == "POST":
        row = attempt(form, open_period, actor=request.viewer, now=clock.now())
        if row is not None:
            messages.success(request, _("%(name)s is open. Labs declare for it.") % {"name": row.name})
            return redirect("funding:period", slug, row.name)
    return render(request, "funding/period_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def period(request: Any, slug: str, name: str) -> HttpResponse:
    """What the period's accounts say at the end of a day."""
    return _page(request, period_for(request.viewer, name))


def _page(request: Any, row: Period, status: int = 200, **more: Any) -> HttpResponse:
    form, found = statement_of(request, row)
    keeps = bool(may_keep_the_books(request.viewer))
    context = {
        "row": row,
        "form": form,
        "found": found,
        "keeps": keeps,
        "is_open": row.state == Books.OPEN,
        "may_close": keeps and row.state == Books.OPEN and row.last < clock.now().date(),
        **_opening(request, row),
        "age_labels": _age_labels(),
        "drawn_spending": _drawn_spending(found),
        "drawn_ages": _drawn_ages(found, row.currency),
        "drawn_money": _drawn_money(found, row.currency),
    }
    return render(request, "funding/period.html", context | more, status=status)


def _opening(request: Any, row: Period) -> dict[str, Any]:
    """A form for the opening balances where they may be entered; what undoes those that stand."""
    there = opening_balances_of(row)
    stands = there.journal is not None
    enters = may_enter_opening(
        request.viewer, stands=stands, were_undone=there.were_undone, anything_booked=there.anything_booked
    )
    undoes = may_undo_opening(request.viewer, stands=stands, is_open=row.state == Books.OPEN)
    return {
        "opening": OpeningForm() if enters and row.state == Books.OPEN else None,
        "opened_by": there.journal if undoes else None,
        "why_form": WhyForm(),
    }


def statement_of(request: Any, row: Period) -> tuple[DayForm, StatementAt]:
    """The statement of the day that the address asks for, or else of the usual one, with the form that asks."""
    default = default_day(row, clock.now().date())
    form = DayForm(
        request.GET if "at" in request.GET else None, first=row.first, last=row.last, initial={"at": default}
    )
    on = form.cleaned_data["at"] if form.is_bound and form.is_valid() else default
    return form, statement_at(row, on)


def _age_labels() -> list[str]:
    overdue = [_("up to %(days)d days") % {"days": days} for days in AGES]
    return [_("Not yet due"), *overdue, _("Longer")]


def _drawn_spending(found: StatementAt) -> str:
    rows = [(one.label, one) for one in found.spending if one.planned is not None]
    shown = [Bar(label, round(float(one.spent / one.planned * 100), 1)) for label, one in rows if one.planned]
    return bars(shown, ident="spending", title=_("Spent of each line"), unit=" %", whole=100) if shown else ""


def _drawn_ages(found: StatementAt, currency: str) -> str:
    sums = [sum((one.amounts[place] for one in found.ages), Decimal()) for place in range(len(AGES) + 2)]
    return drawn_ages(_age_labels(), sums, currency) if found.ages else ""


def _drawn_money(found: StatementAt, currency: str) -> str:
    """Nothing before there is a budget, income or spending."""
    planned = [one.planned for one in found.spending if one.planned is not None]
    if not found.income and not found.spending:
        return ""
    income = sum((one.amount for one in found.income), Decimal())
    spent = sum((one.spent for one in found.spending), Decimal())
    return drawn_against_budget(sum(planned, Decimal()) if planned else None, income, spent, currency)


@require_POST
def open_books(request: Any, slug: str, name: str) -> HttpResponse:
    """Enter the opening balances."""
    row = period_for(request.viewer, name)
    may_keep_the_books(request.viewer).require()
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, opening=form)
    try:
        given = {"actor": request.viewer, "now": clock.now(), "period": name}
        enter_opening_balances(**given, balances=form.balances())
    except Invalid as invalid:
        for text in invalid.errors.values():
            form.add_error(None, text)
        return _page(request, row, 422, opening=form)
    messages.success(request, _("The opening balances are entered."))
    return redirect("funding:period", slug, name)


@require_POST
def undo_opening(request: Any, slug: str, name: str) -> HttpResponse:
    """Undo the opening balances."""
    row = period_for(request.viewer, name)
    may_keep_the_books(request.viewer).require()
    form = WhyForm(request.POST)
    if attempt(form, undo_opening_balances, actor=request.viewer, now=clock.now(), period=name) is None:
        return _page(request, row, 422, why_form=form)
    messages.success(request, _("The opening balances are undone. Others can be entered."))
    return redirect("funding:period", slug, name)


@require_POST
def publish(request: Any, slug: str, name: str) -> HttpResponse:
    """Publish the statement of a day."""
    row = period_for(request.viewer, name)
    may_keep_the_books(request.viewer).require()
    form = DayForm(request.POST, first=row.first, last=row.last)
    if not form.is_valid():
        return _page(request, row, 422, form=form)
    publish_statement(actor=request.viewer, now=clock.now(), period=name, until=form.cleaned_data["at"])
    messages.success(request, _("The statement is published."))
    return redirect("funding:period", slug, name)


@require_POST
def close(request: Any, slug: str, name: str) -> HttpResponse:
    """Close the books for good."""
    close_books(actor=request.viewer, now=clock.now(), name=name)
    messages.success(request, _("The books of %(name)s are closed.") % {"name": name})
    return redirect("funding:period", slug, name)


@require_safe
def journals(request: Any, slug: str, name: str) -> HttpResponse:
    """The journals of a period, the newest first."""
    row = period_for(request.viewer, name)
    page = page_of(journals_of(request.viewer, row), request.GET.get("page", ""), field="posted_at", size=PAGE)
    context = {
        "row": row,
        "page": page,
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
    }
    return render(request, "funding/journals.html", context)


@require_safe
def journal(request: Any, slug: str, ref: str) -> HttpResponse:
    """One journal with its entries."""
    row = journal_for(request.viewer, ref)
    entries = row.entries.select_related("account", "organisation").order_by("pk")
    return render(request, "funding/journal.html", {"row": row, "entries": entries})
