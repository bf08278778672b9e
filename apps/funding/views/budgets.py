"""Budgets: the list, one budget, and its draft line by line."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.funding.forms.shares import BudgetForm, LineForm, NewBudgetForm
from apps.funding.models import Budget, Period
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors.shares import contributions_by, scale_in_force, text_for, texts_by_period, to_be_assessed
from apps.funding.services import budgets as services
from apps.funding.states import TEXT_LABELS, Books, Text
from apps.kernel import clock
from apps.kernel.charts import Bar, bars
from apps.kernel.exports import CSV, Table, give
from apps.kernel.forms_ui import attempt
from apps.kernel.money import money
from apps.votes.selectors.asks import asks_of

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def budgets(request: Any, slug: str) -> HttpResponse:
    """The budgets of each period, the newest first."""
    found = texts_by_period(request.viewer, Budget)
    context = {"found": found, "labels": TEXT_LABELS, "writes": bool(may_keep_the_books(request.viewer))}
    return render(request, "funding/budgets.html", context)


@require_http_methods(GET_OR_POST)
def new_budget(request: Any, slug: str) -> HttpResponse:
    """Begin a budget."""
    if not may_keep_the_books(request.viewer):
        raise Http404
    open_ones = Period.objects.visible_to(request.viewer).filter(state=Books.OPEN).order_by("-first")
    form = NewBudgetForm(request.POST or None, periods=list(open_ones))
    if request.method == "POST":
        row = attempt(form, services.draft_budget, actor=request.viewer, now=clock.now())
        if row is not None:
            return redirect("funding:budget", slug, row.ref)
    return render(request, "funding/budget_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def budget(request: Any, slug: str, ref: str) -> HttpResponse:
    """One budget: its lines, its total, and what each member pays of it."""
    return _page(request, text_for(request.viewer, Budget, ref))


def _page(request: Any, row: Budget, status: int = 200, **more: Any) -> HttpResponse:
    lines = list(row.lines.select_related("account").order_by("number"))
    scale = scale_in_force(row.period)
    whole = to_be_assessed(row)
    writes = bool(may_keep_the_books(request.viewer)) and row.state == Text.DRAFT
    drawn = bars(
        [Bar(line.label, float(line.amount), "", money(line.amount)) for line in lines], ident="lines", title=_("Lines")
    )
    context = {
        "row": row,
        "state": TEXT_LABELS[Text(row.state)],
        "lines": lines,
        "total": sum(line.amount for line in lines),
        "whole": whole,
        "drawn": drawn,
        "scale": scale,
        "parts": contributions_by(scale, whole) if scale else [],
        "writes": writes,
        "form": BudgetForm(initial=BudgetForm.initial_of(row)) if writes else None,
        "line_form": LineForm() if writes else None,
        "missing": services.what_is_missing(row) if row.state == Text.DRAFT else "",
        "asks": asks_of(request.viewer, ("budget.adopt",), row.draft_ref, clock.now())
        if row.state == Text.DRAFT
        else [],
    }
    return render(request, "funding/budget.html", context | more, status=status)


@require_POST
def change_budget(request: Any, slug: str, ref: str) -> HttpResponse:
    """Change a draft's words and other income."""
    row = text_for(request.viewer, Budget, ref)
    form = BudgetForm(request.POST)
    if attempt(form, services.change_budget, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return _page(request, row, 422, form=form)
    messages.success(request, _("The budget is changed."))
    return redirect("funding:budget", slug, ref)


@require_POST
def add_line(request: Any, slug: str, ref: str) -> HttpResponse:
    """Enter a line."""
    row = text_for(request.viewer, Budget, ref)
    form = LineForm(request.POST)
    if attempt(form, services.put_line, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return _page(request, row, 422, line_form=form)
    return redirect("funding:budget", slug, ref)


@require_http_methods(GET_OR_POST)
def change_line(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """Change a line of a draft."""
    row = text_for(request.viewer, Budget, ref)
    line = row.lines.filter(number=number).first()
    if line is None or not may_keep_the_books(request.viewer):
        raise Http404(str(number))
    form = LineForm(request.POST or None, initial=LineForm.initial_of(line))
    if request.method == "POST":
        given = {"actor": request.viewer, "now": clock.now(), "ref": ref, "number": number}
        if attempt(form, services.put_line, **given) is not None:
            return redirect("funding:budget", slug, ref)
    context = {"form": form, "row": row, "line": line}
    return render(request, "funding/budget_line.html", context, status=422 if form.errors else 200)


@require_POST
def drop_line(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """Take a line out of a draft."""
    services.drop_line(actor=request.viewer, now=clock.now(), ref=ref, number=number)
    messages.success(request, _("Line %(number)d is taken out.") % {"number": number})
    return redirect("funding:budget", slug, ref)


@require_POST
def discard_budget(request: Any, slug: str, ref: str) -> HttpResponse:
    """Throw a draft away."""
    services.discard_budget(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("The draft is thrown away."))
    return redirect("funding:budgets", slug)


@require_safe
def budget_file(request: Any, slug: str, ref: str, kind: str = CSV) -> HttpResponse:
    """The lines as a table."""
    row = text_for(request.viewer, Budget, ref)
    lines = [
        [line.number, line.account.number, line.label, line.purpose, line.amount, row.period.currency]
        for line in row.lines.select_related("account").order_by("number")
    ]
    columns = ("No.", "Account", "Line", "Explanation", "Amount", "Currency")
    return give(request, Table(row.ref, f"{row.title}, {row.period.name}", columns, lines), kind)
