"""What the bank itself took or gave: one fee or interest, and its reversal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.funding.forms.contributions import WhyForm
from apps.funding.models import BANK_ENTRY, BankEntry, Journal, keeps_the_money
from apps.funding.rules.outgoing import may_reverse_bank_entry
from apps.funding.selectors.outgoing import bank_entry_for
from apps.funding.services.bank_entries import reverse_bank_entry
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.record.selectors import timeline


@require_safe
def bank_entry(request: Any, slug: str, ref: str) -> HttpResponse:
    """One of them, with its journals."""
    return _page(request, bank_entry_for(request.viewer, ref))


def _page(request: Any, row: BankEntry, form: WhyForm | None = None) -> HttpResponse:
    context = {
        "row": row,
        "journals": Journal.objects.filter(about=row.ref).order_by("pk"),
        "line": row.line if keeps_the_money(request.viewer) else None,
        "may_reverse": may_reverse_bank_entry(request.viewer, row.state),
        "form": form or WhyForm(),
        "failed": form,
        "timeline": timeline(BANK_ENTRY, row.pk),
    }
    return render(request, "funding/bank_entry.html", context, status=422 if form else 200)


@require_POST
def reverse(request: Any, slug: str, ref: str) -> HttpResponse:
    """Undo it."""
    row = bank_entry_for(request.viewer, ref)
    may_reverse_bank_entry(request.viewer, row.state).require()
    form = WhyForm(request.POST)
    if attempt(form, reverse_bank_entry, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return _page(request, row, form)
    messages.success(request, _("It is reversed. Its line of the bank is to do again."))
    return redirect("funding:bank_entry", slug, ref)
