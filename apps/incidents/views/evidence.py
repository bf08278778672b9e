"""Who has downloaded the evidence of a report, for those who reported it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.committees.rules.viewer import Viewer
from apps.files.selectors import downloads_about
from apps.incidents import acts
from apps.incidents.models import Incident
from apps.incidents.rules.evidence import may_see_downloads
from apps.incidents.selectors.reports import incident_for
from apps.kernel.exports import Table, give
from apps.kernel.keyset import address_of, page_of

BESIDE = 5
"""So many stand beside the report itself."""
PAGE = 20


def downloads_shown(viewer: Viewer, incident: Incident) -> dict[str, Any]:
    """The latest downloads for the page of the report, and whether there are more; nothing for others than its people."""
    if not may_see_downloads(viewer, incident):
        return {"downloads": None}
    rows = list(downloads_about(acts.SUBJECT, incident.pk)[: BESIDE + 1])
    return {"downloads": rows[:BESIDE], "more_downloads": len(rows) > BESIDE}


@require_safe
def downloads(request: Any, slug: str, ref: str) -> HttpResponse:
    """All downloads, newest first."""
    incident = incident_for(request.viewer, ref)
    may_see_downloads(request.viewer, incident).require()
    page = page_of(downloads_about(acts.SUBJECT, incident.pk), request.GET.get("page", ""), field="", size=PAGE)
    context = {
        "incident": incident,
        "rows": page.rows,
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
    }
    return render(request, "incidents/downloads.html", context)


@require_safe
def export(request: Any, slug: str, ref: str, kind: str) -> HttpResponse:
    """All downloads as a file."""
    incident = incident_for(request.viewer, ref)
    may_see_downloads(request.viewer, incident).require()
    rows = [
        (row.at, row.by, row.seat.organisation.name if row.seat else _("Operator"), row.file.name, row.file.sha256)
        for row in downloads_about(acts.SUBJECT, incident.pk)
    ]
    table = Table(
        f"{incident.ref}-downloads",
        _("Downloads of evidence, %(ref)s") % {"ref": incident.ref},
        [_("At"), _("By"), _("Organisation"), _("File"), "SHA-256"],
        rows,
    )
    return give(request, table, kind)
