"""The list of reports, and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.incidents.forms import FilterForm
from apps.incidents.rules import verbs
from apps.incidents.selectors import Filters, drafts_of, incidents_for
from apps.incidents.states import SEVERITY_LABELS, STATE_LABELS, Severity, State
from apps.kernel import times
from apps.kernel.exports import csv_answer
from apps.kernel.keyset import count_words, page_of
from apps.kernel.marks import tag, tlp

PAGE = 50
LABELS = {
    "organisation": _("Organisation"),
    "severity": _("Severity"),
    "state": _("State"),
    "label": _("Label"),
    "filed": _("Filed"),
}
EXPORTED = 10_000
STATE_TONES = {
    State.DRAFT: "neutral",
    State.FILED: "warn",
    State.ACKNOWLEDGED: "info",
    State.ASSESSING: "info",
    State.CLOSED: "ok",
    State.WITHDRAWN: "neutral",
}
# Made once: a list of fifty rows renders each of them fifty times.
STATE_TAGS = {state.value: tag(STATE_LABELS[state], STATE_TONES[state]) for state in State}
SEVERITY_TAGS = {
    int(step): tag(SEVERITY_LABELS[step], "stop" if step >= Severity.MAJOR else "neutral") for step in Severity
}


def _filters(form: FilterForm) -> Filters:
    data = form.cleaned_data if form.is_valid() else {}
    organisation = data.get("organisation")
    return Filters(
        words=data.get("q", ""),
        state=data.get("state", ""),
        severity=data.get("severity", ""),
        organisation=organisation.key if organisation else "",
        since=data.get("since"),
        until=data.get("until"),
        zone=timezone.get_current_timezone(),
    )


def _address_with(request: HttpRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = request.GET.copy()
    query["page"] = cursor
    return f"?{query.urlencode()}"


def listing(request: Any, slug: str) -> HttpResponse:
    """The reports that the viewer may see, newest first; filters stand in the address."""
    form = FilterForm(request.GET or None)
    filters = _filters(form)
    rows = incidents_for(request.viewer, filters)
    page = page_of(rows, request.GET.get("page", ""), field="listed_at", size=PAGE)
    prefix = reverse("incidents:listing", args=[slug])
    context = {
        "form": form,
        "filters": filters,
        "rows": [_row(incident, prefix) for incident in page.rows],
        "labels": LABELS,
        "count": count_words(rows),
        "newer": _address_with(request, page.newer),
        "older": _address_with(request, page.older),
        "export": f"{reverse('incidents:export', args=[slug])}?{request.GET.urlencode()}",
        "may_start": verbs.may_start(request.viewer),
        "drafts": drafts_of(request.viewer) if request.viewer.may_file and not filters.any else [],
    }
    return render(request, "incidents/listing.html", context)


def _row(incident: Any, prefix: str) -> dict[str, Any]:
    return {
        "ref": incident.ref,
        "address": f"{prefix}{incident.ref}/",
        "title": incident.title or "–",
        "organisation": incident.organisation.name,
        "state": STATE_TAGS[incident.state],
        "severity": SEVERITY_TAGS.get(incident.severity, ""),
        "tlp": tlp(incident.tlp) if incident.tlp else "",
        "when": times.when(incident.listed_at, named=False),
    }


COLUMNS = ("reference", "title", "organisation", "kind", "severity", "state", "label", "filed (UTC)")


def export(request: Any, slug: str) -> HttpResponse:
    """The same list as CSV, up to ten thousand rows."""
    rows = incidents_for(request.viewer, _filters(FilterForm(request.GET or None)))
    rows = rows.order_by("-listed_at", "-pk")[:EXPORTED]
    return csv_answer(
        f"incidents-{slug}.csv",
        COLUMNS,
        (
            (
                one.ref,
                one.title,
                one.organisation.name,
                one.kind,
                one.severity,
                one.state,
                one.tlp,
                times.iso(one.listed_at),
            )
            for one in rows
        ),
    )
