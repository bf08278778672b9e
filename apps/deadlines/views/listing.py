"""The list of deadlines, and its export."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.committees.selectors import organisations
from apps.deadlines import selectors
from apps.deadlines.forms import FilterForm
from apps.deadlines.selectors import Show
from apps.deadlines.views.tabs import tabs
from apps.kernel import clock, times
from apps.kernel.exports import csv_answer
from apps.kernel.keyset import address_of, count_words

EXPORTED = 10_000
NOTHING = {
    Show.OPEN: _("Nothing is owed"),
    Show.OVERDUE: _("Nothing is overdue"),
    Show.PAUSED: _("Nothing is paused"),
    Show.MET: _("Nothing has been met yet"),
    Show.CLOSED: _("Nothing was waived, has lapsed or fell away"),
    Show.ALL: _("There are no deadlines yet"),
}
COLUMNS = (
    "duty", "about", "title", "owed by", "due (UTC)", "zone", "state", "met (UTC)", "closed (UTC)", "because", "address",
)  # fmt: skip


def _organisations() -> list[tuple[str, str]]:
    return list(organisations().values_list("key", "name"))


@require_safe
def index(request: Any, slug: str) -> HttpResponse:
    """Deadlines by whose they are and how they stand; filters stand in the address."""
    now = clock.now()
    names = _organisations()
    filters = FilterForm(request.GET, organisations=names).filters(timezone.get_current_timezone())
    asked = request.GET.dict() | {"whose": filters.whose.value, "show": filters.show.value}
    page = selectors.page_of(request.viewer, now, filters, request.GET.get("page", ""))
    context = {
        "form": FilterForm(asked, organisations=names),
        "filters": filters,
        "is_set": filters.any or filters.show != Show.OPEN,
        "rows": page.rows,
        "count": count_words(selectors.listed(request.viewer, now, filters)),
        "before": address_of(request.GET, page.previous),
        "behind": address_of(request.GET, page.next),
        "by_due": filters.is_ascending,
        "clear": f"{reverse('deadlines:index', args=[slug])}?whose={filters.whose.value}",
        "export": f"{reverse('deadlines:export', args=[slug])}?{request.GET.urlencode()}",
        "nothing": NOTHING[filters.show],
        "tabs": tabs(request.GET, filters.whose),
        "now": now,
    }
    return render(request, "deadlines/index.html", context)


@require_safe
def export(request: Any, slug: str) -> HttpResponse:
    """The same list as CSV, by due time, up to ten thousand rows."""
    now = clock.now()
    filters = FilterForm(request.GET, organisations=_organisations()).filters(timezone.get_current_timezone())
    rows = selectors.export_of(request.viewer, now, filters, EXPORTED)
    root = request.build_absolute_uri(reverse("deadlines:index", args=[slug]))
    return csv_answer(f"deadlines-{slug}.csv", COLUMNS, (_cells(shown, root) for shown in rows))


def _cells(shown: selectors.Shown, root: str) -> tuple[str, ...]:
    row = shown.deadline
    return (
        row.name,
        row.subject_ref,
        shown.title,
        shown.owed_by,
        times.iso(row.due_at),
        row.zone,
        shown.label,
        times.iso(row.met_at) if row.met_at else "",
        times.iso(row.closed_at) if row.closed_at else "",
        row.because,
        f"{root}{row.uid}/",
    )
