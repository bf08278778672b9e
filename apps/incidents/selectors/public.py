"""What the public is told of a report, in its versions, as a viewer may read them here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Incident, IncidentUpdate, PublicVersion
from apps.incidents.rules.public_text import facts_shown, repeated_runs
from apps.incidents.rules.report import TEXTS
from apps.incidents.states import IN_WORK, PublicState

WHO = (
    "incident__organisation",
    "written_by__person",
    "written_by__organisation",
    "agreed_by__person",
    "agreed_by__organisation",
    "given_back_by__person",
    "given_back_by__organisation",
    "published_by__person",
    "published_by__organisation",
)


def versions_of(viewer: Viewer, ref: str) -> list[PublicVersion]:
    """The versions that the viewer may read, newest first, without those thrown away."""
    rows = PublicVersion.objects.visible_to(viewer).filter(ref=ref).exclude(state=PublicState.DISCARDED)
    return list(rows.select_related(*WHO).order_by("-number"))


def has_versions(viewer: Viewer, ref: str) -> bool:
    """Whether there is a version that the viewer may read."""
    rows = PublicVersion.objects.visible_to(viewer).filter(ref=ref)
    return rows.exclude(state=PublicState.DISCARDED).exists()


def has_hidden(viewer: Viewer, incident: Incident) -> bool:
    """Whether a version is in work that the viewer does not read."""
    rows = PublicVersion.objects.filter(incident=incident, state__in=IN_WORK)
    return rows.exclude(pk__in=PublicVersion.objects.visible_to(viewer).values("pk")).exists()


def version_for(viewer: Viewer, ref: str, uid: UUID, *, lock: bool = False) -> PublicVersion:
    """A version of the report with this reference; Http404 alike for absent and hidden ones."""
    rows = PublicVersion.objects.visible_to(viewer).filter(ref=ref, uid=uid)
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related(*WHO)
    found = rows.first()
    if found is None:
        raise Http404(uid)
    return found


def in_work(versions: list[PublicVersion]) -> PublicVersion | None:
    """The one that is being written or waits to be published."""
    return next((one for one in versions if one.state in IN_WORK), None)


def began(incident: Incident) -> datetime | None:
    """The instant whose month the public may be told."""
    return incident.started_at or incident.aware_at


def body_of(incident: Incident, shown: list[str]) -> list[dict[str, Any]]:
    """The chosen facts as the public would read them now; of a protected report never whose it is.

    It is filed for the custodian's organisation, which is not the one concerned.
    """
    return facts_shown(
        shown,
        organisation="" if incident.protected else incident.organisation.name,
        kind=incident.kind,
        severity=incident.severity,
        began=began(incident),
        zone=incident.zone,
        jurisdictions=incident.jurisdictions,
    )


def repeats_of(incident: Incident, title: str, text: str) -> list[str]:
    """The parts of a public text that repeat the report's confidential words."""
    updates = IncidentUpdate.objects.filter(incident=incident).values_list("text", flat=True)
    own = (incident.title, incident.narrative, incident.outcome, *(getattr(incident, name) for name in TEXTS), *updates)
    return [run for one in (title, text) for run in repeated_runs(one, own)]
