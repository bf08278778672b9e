"""A statement of the bank against the books: whether they agree, what differs and why, and the press that writes it down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.funding.forms.contributions import BalancesForm
from apps.funding.models import BankStatement
from apps.funding.rules.reconciling import may_reconcile, may_state_balances
from apps.funding.selectors import reconciling as selectors
from apps.funding.services.reconciling import reconcile as write_down
from apps.funding.services.reconciling import state_balances
from apps.kernel import clock
from apps.kernel.exports import CSV, Table, give
from apps.kernel.forms_ui import attempt

SHOWN = 100
"""So many items of a kind stand on the page; the table that one takes away has them all."""

COLUMNS = ("what", "reference", "day", "from or to", "words", "state", "amount", "currency")


@require_safe
def reconciliation(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Whether books and bank agree at the end of the statement's last day."""
    return _page(request, selectors.statement_for(request.viewer, uid))


def _page(request: Any, row: BankStatement, form: BalancesForm | None = None) -> HttpResponse:
    whole = selectors.reconciling(row)
    types = may_state_balances(request.viewer, says_itself=row.opening is not None and row.closing is not None)
    context = {
        "whole": whole,
        "statement": row,
        "found": whole.found,
        "not_booked": whole.not_booked[:SHOWN],
        "not_at_bank": whole.not_at_bank[:SHOWN],
        "more": max(len(whole.not_booked) - SHOWN, 0) + max(len(whole.not_at_bank) - SHOWN, 0),
        "may": may_reconcile(request.viewer, whole.found, is_overtaken=whole.is_overtaken, latest=whole.was),
        "form": (form or BalancesForm(initial=_typed(whole))) if types else None,
        "failed": form,
    }
    return render(request, "funding/bank_reconcile.html", context, status=422 if form else 200)


def _typed(whole: selectors.Reconciling) -> dict[str, Any]:
    balances = whole.balances
    return {"opening": balances.opening, "closing": balances.closing} if balances else {}


@require_POST
def balances(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Enter the balances that the file does not say."""
    row = selectors.statement_for(request.viewer, uid)
    may_state_balances(request.viewer, says_itself=row.opening is not None and row.closing is not None).require()
    form = BalancesForm(request.POST)
    if attempt(form, state_balances, actor=request.viewer, now=clock.now(), uid=uid) is None:
        return _page(request, row, form)
    messages.success(request, _("The balances are entered."))
    return redirect("funding:bank_reconcile", slug, uid)


@require_POST
def reconcile(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Write down that they agree."""
    done = write_down(actor=request.viewer, now=clock.now(), uid=uid)
    messages.success(
        request,
        _("Books and bank agree to the end of %(day)s. It is on the record.") % {"day": date_format(done.on, "j F Y")},
    )
    return redirect("funding:bank_reconcile", slug, uid)


@require_safe
def export(request: Any, slug: str, uid: UUID, kind: str = CSV) -> HttpResponse:
    """All of it as a table."""
    row = selectors.statement_for(request.viewer, uid)
    whole, money = selectors.reconciling(row), row.currency
    lines: list[list[Any]] = []
    if whole.found is not None:
        lines.append(["balance at the bank", "", row.last, "", "", "", whole.found.closing, money])
        lines.append(["balance in the books", "", row.last, "", "", "", whole.found.books, money])
    for item in whole.not_booked:
        line = item.line
        words = f"{line.reference} {line.text} {line.because}".strip()
        lines.append(["not booked", line.number, line.on, line.other_name, words, line.state, item.amount, money])
    for one in whole.not_at_bank:
        lines.append(["not at the bank", one.matter, one.journal.on, "", one.journal.memo, "", one.amount, money])
    if whole.found is not None:
        lines.append(["difference that no item explains", "", row.last, "", "", "", whole.found.difference, money])
    title = f"Books and bank at the end of {row.last:%d %B %Y}"
    return give(request, Table(f"reconciliation-{row.last.isoformat()}", title, COLUMNS, lines), kind)
