"""What a viewer may see of reports: checked getters, lists and their filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.models import Incident, IncidentRecipient, IncidentUpdate
from apps.incidents.rules.report import INSTANTS, TEXTS, Content, Recipient
from apps.incidents.states import State
from apps.kernel import canonical

LISTED = (
    "pk", "ref", "title", "state", "kind", "severity", "tlp", "listed_at", "organisation__name", "organisation__key",
)  # fmt: skip


def incident_for(viewer: Viewer, ref: str, *, lock: bool = False) -> Incident:
    """The report with this reference; Http404 alike for absent and hidden ones. `lock` holds it for a change."""
    rows = Incident.objects.visible_to(viewer)
    # No joins under a lock: after waiting, the database would compare the changed row with the old joined ones.
    rows = rows.select_for_update() if lock else rows.select_related("organisation", "reporter__person")
    incident = rows.filter(ref=ref).first()
    if incident is None:
        raise Http404(ref)
    return incident


@dataclass(frozen=True, slots=True)
class Filters:
    """How a list of reports is narrowed; empty means all."""

    words: str = ""
    state: str = ""
    severity: str = ""
    organisation: str = ""
    since: date | datetime | None = None
    until: date | datetime | None = None
    zone: tzinfo = UTC

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.words or self.state or self.severity or self.organisation or self.since or self.until)


def _instant(day: date | datetime, zone: tzinfo, *, end: bool) -> datetime:
    if isinstance(day, datetime):
        return day
    try:
        return datetime.combine(day + timedelta(days=1) if end else day, time.min, zone).astimezone(UTC)
    except OverflowError:
        return datetime(1 if day.year == 1 else 9999, 1, 1, tzinfo=UTC)


def incidents_for(viewer: Viewer, filters: Filters) -> QuerySet[Incident]:
    """The reports that the viewer may see, narrowed; drafts and discarded ones only when asked for by state.

    A list takes `.values(*LISTED)` of it: fifty rows need no fifty objects.
    """
    rows = Incident.objects.visible_to(viewer)
    if filters.state == "open":
        rows = rows.open()
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.state not in {State.DRAFT, State.WITHDRAWN}:
        rows = rows.filter(filed_at__isnull=False)
    if filters.severity:
        rows = rows.filter(severity=int(filters.severity))
    if filters.organisation:
        rows = rows.filter(organisation__key=filters.organisation)
    if filters.since:
        rows = rows.filter(listed_at__gte=_instant(filters.since, filters.zone, end=False))
    if filters.until:
        rows = rows.filter(listed_at__lt=_instant(filters.until, filters.zone, end=True))
    return rows.matching(filters.words) if filters.words.strip() else rows


def drafts_of(viewer: Viewer) -> list[Incident]:
    """The drafts that the viewer's organisation is writing, newest first."""
    rows = Incident.objects.visible_to(viewer).filter(state=State.DRAFT, organisation=viewer.organisation_id)
    return list(rows.select_related("reporter__person").order_by("-created_at"))


def updates_of(incident: Incident) -> list[IncidentUpdate]:
    """What was added to a report, newest first."""
    return list(incident.updates.select_related("seat__organisation", "seat__person").order_by("-id"))


def nameable_organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations that a report may name, by name."""
    return Organisation.objects.exclude(pk=viewer.organisation_id)


def organisation_names() -> list[tuple[str, str]]:
    """Key and name of every organisation, by name: the list's filter."""
    return list(Organisation.objects.values_list("key", "name"))


def recipients_of(incident: Incident) -> list[Organisation]:
    """The organisations that a report names, by name."""
    if incident.pk is None:
        return []
    named = IncidentRecipient.objects.filter(incident=incident).values("organisation")
    return list(Organisation.objects.filter(pk__in=named))


def _keeps_escalation(organisations: list[Organisation], now: datetime) -> set[int]:
    """Those with a clerk or an independent member who sits now and can sign in."""
    neutral = Seat.objects.at(now).filter(role__in=[Role.CLERK, Role.INDEPENDENT], person__is_active=True)
    neutral = neutral.filter(organisation__in=[organisation.pk for organisation in organisations])
    return set(neutral.values_list("organisation", flat=True)) if organisations else set()


def content_of(incident: Incident, recipients: list[Organisation], now: datetime) -> Content:
    """A report's content in plain values, for the rules."""
    keeping = _keeps_escalation(recipients, now)
    return Content(
        title=incident.title,
        kind=incident.kind,
        severity=incident.severity,
        tlp=incident.tlp,
        narrative=incident.narrative,
        zone=incident.zone,
        **{name: getattr(incident, name) for name in INSTANTS},
        jurisdictions=tuple(incident.jurisdictions),
        facts=incident.facts,
        harms=incident.harms,
        own_reference=incident.own_reference,
        recipients=tuple(Recipient(one.key, one.pk in keeping) for one in recipients),
    )


def sealed_content(incident: Incident, recipients: list[Organisation]) -> Mapping[str, Any]:
    """The whole report as canonical values: what the record commits to."""
    return {
        "title": incident.title,
        "kind": incident.kind,
        "severity": incident.severity,
        "narrative": incident.narrative,
        "zone": incident.zone,
        "jurisdictions": list(incident.jurisdictions),
        "facts": dict(incident.facts),
        "harms": None if incident.harms is None else dict(incident.harms),
        "training_run": incident.training_run,
        "evidence_in_disputes": incident.evidence_in_disputes,
        "assumed": list(incident.assumed),
        "own_reference": incident.own_reference,
        "recipients": [organisation.key for organisation in recipients],
        **{name: getattr(incident, name) for name in TEXTS},
        **{name: canonical.instant(getattr(incident, name)) for name in INSTANTS},
    }
