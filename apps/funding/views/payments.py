"""Payments: all of them, one with what it settled, booking by hand, matching, reversing."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.funding.forms.contributions import PaymentForm, WhoseForm, WhyForm
from apps.funding.models import PAYMENT, Journal, Payment, keeps_the_money
from apps.funding.rules.paying import may_match, may_reverse
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors.contributing import currency_of_the_committee, payment_for, payments_for
from apps.funding.selectors.whose import payers
from apps.funding.services.paying import book_payment, match_payment, reverse_payment
from apps.funding.states import PaymentState, Source
from apps.funding.views.words import SOURCE_LABELS, payment_tag
from apps.kernel import clock
from apps.kernel.exports import CSV, Table, give
from apps.kernel.forms_ui import attempt
from apps.kernel.keyset import address_of, count_words, page_of
from apps.notices.selectors import receipts_of
from apps.record.selectors import timeline
from apps.record.services import note_sighting

COLUMNS = (
    "reference",
    "lab",
    "state",
    "source",
    "day",
    "amount",
    "currency",
    "payment reference",
    "note",
    "reversed because",
)
EXPORTED = 10_000


def _chosen(request: Any) -> Any:
    if request.viewer.is_for_one_matter:
        raise Http404
    rows = payments_for(request.viewer)
    if lab := request.GET.get("lab", "").replace("\0", ""):
        rows = rows.filter(organisation__key=lab)
    if request.GET.get("state") == PaymentState.UNKNOWN:
        rows = rows.filter(state=PaymentState.UNKNOWN)
    return rows


@require_safe
def listing(request: Any, slug: str) -> HttpResponse:
    """All payments, newest first; a lab or those not matched by the address."""
    found = _chosen(request)
    page = page_of(found, request.GET.get("page", ""), field="")
    context = {
        "rows": [(row, payment_tag(row.state)) for row in page.rows],
        "count": count_words(found),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "labs": payers(),
        "lab": request.GET.get("lab", ""),
        "state": request.GET.get("state", ""),
        "query": request.GET.urlencode(),
        "currency": currency_of_the_committee(),
        "keeps": may_keep_the_books(request.viewer),
        "reads_bank": keeps_the_money(request.viewer),
    }
    return render(request, "funding/payments.html", context)


@require_safe
def export(request: Any, slug: str, kind: str = CSV) -> HttpResponse:
    """The same as a table to take away, up to ten thousand rows."""
    money = currency_of_the_committee()
    rows = (
        (
            row.ref, row.organisation.key if row.organisation else "", row.state, row.source, row.on, row.amount, money,
            row.reference, row.note, row.because,
        )
        for row in _chosen(request)[:EXPORTED]
    )  # fmt: skip
    return give(request, Table(f"payments-{slug}", "Payments, the newest first", COLUMNS, rows), kind)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, slug: str) -> HttpResponse:
    """Book a payment by hand."""
    if request.viewer.is_for_one_matter:
        raise Http404
    may_keep_the_books(request.viewer).require()
    now = clock.now()
    initial = {"organisation": request.GET.get("lab", ""), "on": now.date()}
    form = PaymentForm(request.POST if request.method == "POST" else None, labs=payers(), initial=initial)
    if request.method == "POST":
        payment = attempt(form, book_payment, actor=request.viewer, now=now)
        if payment is not None:
            messages.success(request, _("%(ref)s is booked.") % {"ref": payment.ref})
            return redirect("funding:payment", slug, payment.ref)
    context = {"form": form, "currency": currency_of_the_committee()}
    return render(request, "funding/payment_new.html", context, status=422 if form.errors else 200)


@require_safe
def payment(request: Any, slug: str, ref: str) -> HttpResponse:
    """One payment."""
    found = payment_for(request.viewer, ref)
    note_sighting(PAYMENT, found.pk, viewer=request.viewer, now=clock.now())
    return payment_page(request, found)


def payment_page(request: Any, found: Payment, **forms: Form) -> HttpResponse:
    """The page; `forms` came back with errors."""
    viewer = request.viewer
    settled = found.settlements.select_related("instalment__assessment").order_by("pk")
    acts = timeline(PAYMENT, found.pk)
    context = {
        "payment": found,
        "tag": payment_tag(found.state),
        "source": SOURCE_LABELS[Source(found.source)],
        "settled": settled,
        "journals": Journal.objects.filter(about=found.ref).order_by("pk"),
        "line": found.line if keeps_the_money(viewer) else None,
        "may": {"match": may_match(viewer, found.state), "reverse": may_reverse(viewer, found.state)},
        "match_form": WhoseForm(auto_id="id_match_%s", labs=payers()),
        "reverse_form": WhyForm(auto_id="id_reverse_%s"),
        "timeline": acts,
        "receipts": receipts_of(viewer, PAYMENT, found.pk),
        "currency": currency_of_the_committee(),
        "now": clock.now(),
        "failed": next(iter(forms.values()), None),
    }
    return render(request, "funding/payment.html", context | forms, status=422 if forms else 200)


@require_POST
def match(request: Any, slug: str, ref: str) -> HttpResponse:
    """Say whose it is."""
    found = payment_for(request.viewer, ref)
    may_match(request.viewer, found.state).require()
    form = WhoseForm(request.POST, auto_id="id_match_%s", labs=payers())
    if attempt(form, match_payment, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return payment_page(request, found, match_form=form)
    messages.success(request, _("It is matched, and has settled the oldest that is owed."))
    return redirect("funding:payment", slug, ref)


@require_POST
def reverse(request: Any, slug: str, ref: str) -> HttpResponse:
    """Undo it."""
    found = payment_for(request.viewer, ref)
    may_reverse(request.viewer, found.state).require()
    form = WhyForm(request.POST, auto_id="id_reverse_%s")
    if attempt(form, reverse_payment, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return payment_page(request, found, reverse_form=form)
    messages.success(request, _("The payment is reversed. What it had settled is open again."))
    return redirect("funding:payment", slug, ref)
