"""Silence, visible before the due time: who has not opened, not answered, not acted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.committees.selectors import organisations
from apps.desk import selectors
from apps.desk.forms import SilenceForm
from apps.desk.views import live
from apps.kernel import clock
from apps.kernel.keyset import address_of


@require_safe
def silent(request: Any, slug: str) -> HttpResponse:
    """What is owed, and how far those who owe it have come; the list alone for a poll."""
    now = clock.now()
    form = SilenceForm(request.GET, organisations=organisations().values_list("key", "name"))
    kind, organisation = form.kind_asked, form.organisation_asked
    page = selectors.silent_page(
        request.viewer, now, organisation=organisation, kind=kind, cursor=request.GET.get("page", "")
    )
    query = request.GET.copy()
    query.pop("seen", None)
    address = reverse("desk:silent", args=[slug])
    context = {
        "rows": page.rows,
        "later": address_of(query, page.next),
        "from_start": address if request.GET.get("page") else "",
        "narrowed": bool(kind or organisation),
        "kind": kind,
        "clear": address,
        "now": now,
    }
    html, stamp = live.part(request, "desk/partials/silence.html", context, ident="silence", address=address)
    if live.is_poll(request):
        return live.polled(request, html, stamp)
    shown = {"form": form, "list": html, "clear": address, "sees_all": request.viewer.is_clerk}
    return render(request, "desk/silent.html", shown)
