"""The list of reports, and its export."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.incidents.forms.reports import FilterForm
from apps.incidents.rules import verbs, working_verbs
from apps.incidents.selectors.reports import LISTED, Filters, drafts_of, incidents_for, organisation_names
from apps.incidents.states import SEVERITY_LABELS, STATE_LABELS, Severity, State
from apps.kernel import times
from apps.kernel.exports import XLSX, Table, give
from apps.kernel.keyset import address_of, count_words, page_of
from apps.kernel.marks import tag, tlp
from apps.kernel.tlp import TLP

PAGE = 50
LABELS = {
    "organisation": _("Organisation"),
    "severity": _("Severity"),
    "state": _("State"),
    "label": _("Label"),
    "filed": _("Filed"),
}
EXPORTED, XLSX_ROWS = 10_000, 5_000
"""So many rows one file holds; writing a workbook takes longer."""
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
REVIEWED_TAGS = {
    int(step): tag(
        _("Committee: %(severity)s") % {"severity": SEVERITY_LABELS[step]}, "stop" if step >= Severity.MAJOR else "info"
    )
    for step in Severity
}

TLP_TAGS = {label.value: tlp(label.value) for label in TLP}


def _filters(form: FilterForm) -> Filters:
    data = form.cleaned_data if form.is_valid() else {}
    return Filters(
        words=data.get("q", ""),
        state=data.get("state", ""),
        severity=data.get("severity", ""),
        organisation=data.get("organisation", ""),
        assignee=data.get("assignee", ""),
        since=data.get("since"),
        until=data.get("until"),
        zone=timezone.get_current_timezone(),
    )


def listing(request: Any, slug: str) -> HttpResponse:
    """The reports that the viewer may see, newest first; filters stand in the address."""
    form = FilterForm(request.GET or None, organisations=organisation_names())
    filters = _filters(form)
    found = incidents_for(request.viewer, filters)
    rows = found.values_list(*LISTED, named=True)
    page = page_of(rows, request.GET.get("page", ""), field="listed_at", size=PAGE)
    labels = {name: str(label) for name, label in LABELS.items()}
    context = {
        "form": form,
        "filters": filters,
        "labels": labels,
        "rows": _body(page.rows, reverse("incidents:listing", args=[slug]), labels),
        "count": count_words(found),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "query": f"?{request.GET.urlencode()}",
        "may_triage": working_verbs.may_triage(request.viewer),
        "may_start": verbs.may_start(request.viewer),
        "drafts": drafts_of(request.viewer) if request.viewer.may_file and not filters.any else [],
    }
    return render(request, "incidents/listing.html", context)


ROW = (
    '<tr><th scope="row"><a href="{prefix}{ref}/">{title}</a><span class="d-block c-hint">{ref}</span></th>'
    '<td data-label="{labels[organisation]}">{organisation}</td><td data-label="{labels[severity]}">{severity}</td>'
    '<td data-label="{labels[state]}">{state}</td><td data-label="{labels[label]}">{tlp}</td>'
    '<td data-label="{labels[filed]}">{when}</td></tr>'
)


def _body(rows: Sequence[Any], prefix: str, labels: dict[str, str]) -> SafeString:
    """The rows of the table; made here and not in the template, which would take three times as long."""
    shown = {name: escape(label) for name, label in labels.items()}
    return mark_safe("\n".join(_row(row, prefix, shown) for row in rows))  # noqa: S308 - every part is escaped in _row


def _row(row: Any, prefix: str, labels: dict[str, str]) -> str:
    return ROW.format(
        prefix=prefix,
        ref=row.ref,
        title=escape(row.title or "–"),
        organisation=escape(row.organisation__name),
        severity=_severity(row),
        state=STATE_TAGS[row.state],
        tlp=TLP_TAGS.get(row.tlp, ""),
        when=times.when(row.listed_at, named=False),
        labels=labels,
    )


def _severity(row: Any) -> str:
    """What the organisation says, and the committee's view where there is one."""
    said = SEVERITY_TAGS.get(row.severity, "")
    if row.reviewed_severity is None:
        return said
    return f"{said} {REVIEWED_TAGS[row.reviewed_severity]}"


COLUMNS = (
    "reference",
    "title",
    "organisation",
    "kind",
    "severity",
    "severity by the committee",
    "state",
    "label",
    "filed (UTC)",
)


@require_safe
def export(request: Any, slug: str, kind: str) -> HttpResponse:
    """The same list as a file of the kind; the newest, where there are more than one file holds."""
    rows = incidents_for(request.viewer, _filters(FilterForm(request.GET or None, organisations=organisation_names())))
    most = XLSX_ROWS if kind == XLSX else EXPORTED
    newest = list(rows.order_by("-listed_at", "-pk").values_list(*LISTED, named=True)[: most + 1])
    left_out = _("Only the newest %(most)s reports are in this file; narrow the list to take the others away.")
    table = Table(
        f"incidents-{slug}",
        _("Incident reports that the reader may see, newest first"),
        COLUMNS,
        [_cells(one) for one in newest[:most]],
        note=left_out % {"most": most} if len(newest) > most else "",
    )
    return give(request, table, kind)


def _cells(one: Any) -> tuple[Any, ...]:
    return (
        one.ref,
        one.title,
        one.organisation__name,
        one.kind,
        one.severity,
        one.reviewed_severity,
        one.state,
        one.tlp,
        times.iso(one.listed_at),
    )
