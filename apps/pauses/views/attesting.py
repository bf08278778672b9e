"""A lab says that an order has reached it, and attests."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.pauses.forms.compliance import AttestForm, rows_wanted
from apps.pauses.rules import compliance, verbs
from apps.pauses.selectors.compliance import binding_for
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.permits import measures_for
from apps.pauses.services import attesting, serving


@require_POST
def acknowledge(request: Any, slug: str, ref: str, lab: str) -> HttpResponse:
    """The lab says that the order has reached it."""
    order = order_for(request.viewer, ref)
    binding = binding_for(order, lab)
    verbs.may_acknowledge(
        request.viewer,
        order,
        is_own=request.viewer.organisation_id == binding.organisation_id,
        was_served=binding.served_at is not None,
        has_said=binding.acknowledged_at is not None,
    ).require()
    serving.acknowledge(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("It is on the record. Members are told."))
    return redirect("pauses:lab", slug, ref, lab)


@require_http_methods(["GET", "HEAD", "POST"])
def attest(request: Any, slug: str, ref: str, lab: str) -> HttpResponse:
    """The lab attests; “Add another run” comes back with one more row and what was typed."""
    order = order_for(request.viewer, ref)
    binding = binding_for(order, lab)
    compliance.may_attest(request.viewer, order, binding).require()
    last = binding.attestations.order_by("-number").first()
    data = request.POST if request.method == "POST" else None
    rows = rows_wanted(data, last)
    if data is not None and "add" in data:
        form = AttestForm(rows=rows + 1, last=None, initial=None)
        _refill(form, data)
    else:
        form = AttestForm(data, request.FILES or None, rows=rows, last=last)
        if data is not None and form.is_valid() and _attest(request, form, ref):
            messages.success(request, _("Your attestation is on the record. Members are told that you have attested."))
            return redirect("pauses:lab", slug, ref, lab)
    context = {
        "order": order,
        "binding": binding,
        "form": form,
        "last": last,
        "measures": measures_for(binding, clock.now()),
    }
    return render(request, "pauses/attest.html", context, status=422 if form.errors else 200)


def _attest(request: Any, form: AttestForm, ref: str) -> bool:
    given = form.given()
    if form.errors:
        return False
    try:
        attesting.attest(actor=request.viewer, now=clock.now(), ref=ref, **given)
    except Invalid as invalid:
        form.blame(invalid.errors)
        return False
    return True


def _refill(form: AttestForm, data: Any) -> None:
    """Show what was typed without judging it yet."""
    for name, field in form.fields.items():
        widget: Any = field.widget
        value = widget.value_from_datadict(data, {}, name)
        form.initial[name] = value
