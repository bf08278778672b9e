"""What labs declare of their computation: the custodian's page, and a lab's own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.flop import in_words
from apps.kernel.forms_ui import attempt
from apps.pauses.forms.compute import ComputeForm
from apps.pauses.rules.declaring import may_keep_figures, understood
from apps.pauses.selectors.declared import figures_for, lab_for, waiting_orders
from apps.pauses.services.declaring import declare


@require_safe
def compute(request: Any, slug: str) -> HttpResponse:
    """Every lab's figures with their history for the custodian; for a lab's people their own."""
    found = figures_for(request.viewer, clock.now())
    keeps = bool(may_keep_figures(request.viewer))
    if not found and not keeps:
        raise Http404
    labs = [(one, in_words(int(one.current.flop)) if one.current else "", _history(one)) for one in found]
    return render(request, "pauses/compute.html", {"labs": labs, "keeps": keeps})


def _history(one: Any) -> list[tuple[Any, str]]:
    return [(row, in_words(int(row.flop))) for row in one.rows]


@require_http_methods(["GET", "HEAD", "POST"])
def declare_compute(request: Any, slug: str, lab: str) -> HttpResponse:
    """Enter a figure; what was understood is shown first, for it can put a pause into force that does not wait again."""
    if not may_keep_figures(request.viewer):
        raise Http404
    now = clock.now()
    organisation = lab_for(lab, now)
    form = ComputeForm(request.POST or None)
    context = {"form": form, "lab": organisation}
    if request.method == "POST" and _is_understood(form):
        if "sure" in request.POST and attempt(form, declare, actor=request.viewer, now=now, lab=lab) is not None:
            messages.success(request, _("The figure of %(name)s is entered.") % {"name": organisation.name})
            return redirect("pauses:compute", slug)
        if not form.errors:
            amount, source = understood(form.cleaned_data["flop"], form.cleaned_data["source"])
            shown = {"amount": in_words(amount), "digits": str(amount), "source": source}
            waiting = waiting_orders(now, organisation)
            return render(request, "pauses/compute_check.html", context | shown | {"waiting": waiting})
    return render(request, "pauses/compute_declare.html", context, status=422 if form.errors else 200)


def _is_understood(form: ComputeForm) -> bool:
    if not form.is_valid():
        return False
    try:
        understood(form.cleaned_data["flop"], form.cleaned_data["source"])
    except Invalid as invalid:
        for field, text in invalid.errors.items():
            form.add_error(field, text)
    return not form.errors
