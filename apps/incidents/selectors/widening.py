"""Requests that more people see a report, and who may agree to one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Incident, IncidentWidening, seats_that_may_see_widening
from apps.incidents.rules.audience import Change
from apps.incidents.rules.widening_verbs import SECONDS
from apps.incidents.selectors.reports import recipients_of
from apps.kernel.canonical import dumps, sha256

WHO = ("asked_by__person", "asked_by__organisation", "decided_by__person", "decided_by__organisation")


def pending_on(incident: Incident) -> IncidentWidening | None:
    """The request that waits for an answer, for its organisation's own pages; others ask by `widening_for`."""
    return IncidentWidening.objects.filter(incident=incident).pending().select_related(*WHO).first()


def widenings_of(viewer: Viewer, incident: Incident) -> list[IncidentWidening]:
    """The requests on a report that the viewer may read, newest first."""
    rows = IncidentWidening.objects.visible_to(viewer).filter(incident=incident)
    return list(rows.select_related(*WHO).order_by("-id"))


def widening_for(viewer: Viewer, ref: str, uid: UUID, *, lock: bool = False) -> IncidentWidening:
    """A request on the report with this reference; Http404 alike for absent and hidden ones."""
    rows = IncidentWidening.objects.visible_to(viewer).filter(uid=uid, ref=ref)
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related(*WHO)
    found = rows.first()
    if found is None:
        raise Http404(uid)
    return found


def asked_for(row: IncidentWidening, incident: Incident) -> tuple[str, list[Organisation]]:
    """The label and the organisations, by name, that the report would have if the request were agreed to now."""
    if row.recipients is None:
        return row.tlp or incident.tlp, recipients_of(incident)
    return row.tlp or incident.tlp, list(Organisation.objects.filter(key__in=row.recipients))


def is_same_person(viewer: Viewer, row: IncidentWidening) -> bool:
    """Whether the viewer is the person who asked, perhaps in another seat."""
    return viewer.user_id is not None and viewer.user_id == row.asked_by.person_id


def has_second(organisation_id: int, viewer: Viewer, at: datetime) -> bool:
    """Whether somebody else of the organisation may agree to what this viewer asks."""
    rows = Seat.objects.at(at).filter(organisation=organisation_id, role__in=SECONDS, person__is_active=True)
    rows = rows.exclude(pk=viewer.seat_id)
    return (rows.exclude(person=viewer.user_id) if viewer.user_id else rows).exists()


def seconds_of(row: IncidentWidening, at: datetime) -> Sequence[Seat]:
    """Whoever may agree to a request, by role."""
    own = Q(organisation=row.incident.organisation_id, role__in=SECONDS)
    if row.outside:
        own |= ~Q(organisation=row.incident.organisation_id)
    rows = seats_that_may_see_widening(row.pk, at).filter(own).exclude(pk=row.asked_by_id)
    if row.asked_by.person_id is not None:
        rows = rows.exclude(person=row.asked_by.person_id)
    return list(rows.select_related("person", "organisation").order_by("role", "pk"))


def mark_of(change: Change) -> str:
    """A short mark of who sees a report before and after: what a page showed is what is then done."""
    return sha256(dumps(list(change.mark)))[:16]
