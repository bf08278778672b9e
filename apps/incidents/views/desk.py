"""An authority's desk: the list of what was sent to it; and an organisation's list of what it owes and has sent."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.incidents.forms.desk import DeskFilterForm, OwedFilterForm
from apps.incidents.rules.desk import has_desk
from apps.incidents.selectors.desk import DeskFilters, OnDesk, desk_of, shown
from apps.incidents.selectors.owed import OwedFilters, OwedRow, owed_for, shown_owed
from apps.incidents.selectors.reports import organisation_names
from apps.kernel import clock
from apps.kernel.keyset import address_of, count_words, dressed, page_of

PAGE = 50


@require_safe
def desk(request: Any, slug: str) -> HttpResponse:
    """What was sent to the viewer's authority, newest first; filters stand in the address."""
    if not has_desk(request.viewer):
        raise Http404("desk")
    form = DeskFilterForm(request.GET or None, organisations=organisation_names())
    filters = (
        DeskFilters(**form.cleaned_data, zone=timezone.get_current_timezone()) if form.is_valid() else DeskFilters()
    )
    found = desk_of(request.viewer, filters)
    page = dressed(page_of(found, request.GET.get("page", ""), field="sent_at", size=PAGE), shown(found))
    context = {
        "form": form,
        "filters": filters,
        "rows": [OnDesk(row) for row in page.rows],
        "count": count_words(found),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "now": clock.now(),
    }
    return render(request, "incidents/desk.html", context)


@require_safe
def owed(request: Any, slug: str) -> HttpResponse:
    """What the viewer's organisation owes over all its reports, what is due first on top."""
    if not request.viewer.may_file:
        raise Http404("owed")
    form, now = OwedFilterForm(request.GET or None), clock.now()
    filters = OwedFilters(**form.cleaned_data) if form.is_valid() else OwedFilters()
    found = owed_for(request.viewer, filters, now)
    order: dict[str, Any] = {"field": "first_hour", "ascending": True, "nullable": True}
    if filters.is_of_the_past:
        order = {"field": "met_at"}
    page = dressed(page_of(found, request.GET.get("page", ""), size=PAGE, **order), shown_owed(found))
    context = {
        "form": form,
        "filters": filters,
        "rows": [OwedRow(row, now) for row in page.rows],
        "count": count_words(found),
        "before": address_of(request.GET, page.previous),
        "after": address_of(request.GET, page.next),
        "now": now,
    }
    return render(request, "incidents/owed.html", context)
