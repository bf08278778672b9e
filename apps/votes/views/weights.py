"""What members weigh, and by which decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.votes.forms.members import WeightsForm
from apps.votes.rules.charter import TABLE, WEIGHT_WORDS, WEIGHTS
from apps.votes.selectors.ruling import charter
from apps.votes.selectors.weights import weights_at
from apps.votes.services.weighing import set_weights


@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: Any, slug: str) -> HttpResponse:
    """The table of weights; POST records a decision of the committee."""
    if not (request.viewer.is_clerk or request.viewer.is_operator):
        raise Http404
    now = clock.now()
    rows, counted = weights_at(now, TABLE), charter(now)[1](WEIGHTS)
    form = WeightsForm(request.POST or None, weights=rows)
    if request.method == "POST" and form.is_valid() and _set(request, form):
        messages.success(request, _("The weights are set. Open votes keep the weights they began with."))
        return redirect("votes:weights", slug)
    context = {
        "form": form,
        "rows": [(row, form[row.organisation.key]) for row in rows],
        "scale": WEIGHT_WORDS[counted],
        "is_table": counted == TABLE,
    }
    return render(request, "votes/weights.html", context, status=422 if form.errors else 200)


def _set(request: Any, form: WeightsForm) -> bool:
    changes = form.changes()
    if not changes:
        form.add_error(None, _("Nothing differs from what is set already."))
        return False
    decision = form.cleaned_data["decision"]
    try:
        set_weights(actor=request.viewer, now=clock.now(), scale=TABLE, values=changes, decision=decision)
    except Invalid as error:
        for field, text in error.errors.items():
            form.add_error(field if field in form.fields else None, text)
        return False
    return True
