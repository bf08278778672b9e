"""What a viewer may see of reports: checked getters, lists and their filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.models import Incident, IncidentRecipient, IncidentUpdate
from apps.incidents.rules.facts import FACTS
from apps.incidents.rules.merging import flat
from apps.incidents.rules.report import INSTANTS, TEXTS, Content, Recipient
from apps.incidents.states import State
from apps.kernel import canonical

LISTED = (
    "pk", "ref", "title", "state", "kind", "severity", "reviewed_severity", "tlp", "listed_at", "organisation__name", "organisation__key",
)  # fmt: skip
JOINED = ("organisation", "reporter__person", "assignee__person", "assignee__organisation")
SAME = 5
"""So many reports are shown that may be the same incident."""
MINE = "mine"
"""Those that the viewer has, as a filter; anything else asks for those that nobody has."""


def incident_for(viewer: Viewer, ref: str, *, lock: bool = False) -> Incident:
    """The report with this reference; Http404 alike for absent and hidden ones. `lock` holds it for a change."""
    rows = Incident.objects.visible_to(viewer)
    # No joins under a lock: after waiting, the database would compare the changed row with the old joined ones.
    rows = rows.select_for_update() if lock else rows.select_related(*JOINED)
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
    assignee: str = ""
    since: date | datetime | None = None
    until: date | datetime | None = None
    zone: tzinfo = UTC

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        chosen = (self.words, self.state, self.severity, self.organisation, self.assignee, self.since, self.until)
        return any(chosen)


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
        rows = rows.filter(weighed_severity=int(filters.severity))
    if filters.organisation:
        rows = rows.filter(organisation__key=filters.organisation)
    if filters.assignee:
        rows = rows.filter(assignee=viewer.seat_id if filters.assignee == MINE else None)
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


def answers_by_question(incident: Incident) -> dict[str, Any]:
    """What the report says, question by question, as forms ask."""
    plain = ("title", "kind", "severity", "tlp", "narrative", "zone", "jurisdictions", "harms", "training_run")
    names = (*plain, "own_reference", "evidence_in_disputes", *INSTANTS, *TEXTS)
    answers = {name: getattr(incident, name) for name in names}
    facts = {name: incident.facts.get(name) for name in FACTS}
    return flat(answers | {"facts": facts, "recipients": [one.key for one in recipients_of(incident)]})


def same_incident(viewer: Viewer, incident: Incident) -> list[Incident]:
    """Reports of the viewer's own organisation that may be about the same: its reference, or start and model."""
    alike = Q(pk=None)
    if incident.own_reference:
        alike |= Q(own_reference__iexact=incident.own_reference.strip())
    if incident.started_at and incident.model.strip():
        minute = incident.started_at.replace(second=0, microsecond=0)
        same_start = Q(started_at__gte=minute, started_at__lt=minute + timedelta(minutes=1))
        alike |= same_start & Q(model__iexact=incident.model.strip())
    rows = Incident.objects.visible_to(viewer).filter(alike, organisation=viewer.organisation_id)
    rows = rows.exclude(pk=incident.pk).exclude(state=State.WITHDRAWN)
    return list(rows.order_by("-listed_at", "-pk")[:SAME])


def own_by_reference(viewer: Viewer, own_reference: str) -> Incident | None:
    """The report that the viewer's organisation calls so."""
    mine = Incident.objects.visible_to(viewer).filter(organisation=viewer.organisation_id)
    return mine.filter(own_reference=own_reference).first()


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
