"""The ledger of one account in a period."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.funding.forms.books import DayForm
from apps.funding.models import Period
from apps.funding.selectors.accounts import AccountAt, account_at
from apps.funding.selectors.books import period_for
from apps.kernel.exports import CSV, Table, give
from apps.kernel.keyset import address_of, page_of

PAGE = 50
BATCH = 500
COLUMNS = ("Day", "Journal", "What", "About", "Member", "Debit", "Credit", "Balance", "Currency")


@require_safe
def account(request: Any, slug: str, name: str, number: str) -> HttpResponse:
    """What the account began with, each entry with the balance after it, and what it came to; the first day first."""
    period = period_for(request.viewer, name)
    form, on = _day(request, period)
    found = account_at(request.viewer, period, number, on)
    page = page_of(found.entries(), request.GET.get("page", ""), field="on", ascending=True, size=PAGE)
    context = {
        "row": period,
        "found": found,
        "form": form,
        "steps": list(found.steps(page.rows)),
        "is_first": not page.previous,
        "is_last": not page.next,
        "earlier": address_of(request.GET, page.previous),
        "later": address_of(request.GET, page.next),
        "at": f"?at={on.isoformat()}",
    }
    return render(request, "funding/account.html", context)


def _day(request: Any, period: Period) -> tuple[DayForm, date]:
    """The day that the address asks for, or else the period's last."""
    asked = request.GET if "at" in request.GET else None
    form = DayForm(asked, first=period.first, last=period.last, initial={"at": period.last})
    return form, form.cleaned_data["at"] if form.is_bound and form.is_valid() else period.last


@require_safe
def account_file(request: Any, slug: str, name: str, number: str, kind: str = CSV) -> HttpResponse:
    """The whole ledger of the account as a table, with its opening and its closing balance."""
    period = period_for(request.viewer, name)
    _form, on = _day(request, period)
    found = account_at(request.viewer, period, number, on)
    title = f"Account {found.account} in {period.name} up to the end of {on:%d %B %Y}, in {period.currency}"
    return give(request, Table(f"account-{number}-{period.name}", title, COLUMNS, _rows(found)), kind)


def _rows(found: AccountAt) -> Iterator[list[Any]]:
    currency = found.period.currency
    yield [found.period.first, "", "Opening balance", "", "", None, None, found.opening, currency]
    for step in found.steps(found.entries().order_by("on", "pk").iterator(BATCH)):
        journal, member = step.entry.journal, step.entry.organisation
        yield [
            journal.on, journal.ref, journal.memo, journal.about, member.name if member else "",
            step.debit, step.credit, step.balance, currency,
        ]  # fmt: skip
    yield [found.on, "", "Closing balance", "", "", None, None, found.closing, currency]
