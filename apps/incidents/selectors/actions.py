"""Corrective actions as a viewer may see them, and who can own one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import FILING_ROLES
from apps.incidents.models import Incident, IncidentAction, IncidentRecipient, seats_that_may_see
from apps.incidents.rules import action_verbs
from apps.incidents.rules.action_verbs import OWNING_ROLES
from apps.incidents.rules.verbs import stands_for_the_committee


@dataclass(slots=True)
class Possible:
    """An organisation that can own an action: as a whole where it has people who file, and those who can by name."""

    organisation: Organisation
    as_a_whole: bool = False
    seats: list[Seat] = field(default_factory=list)


def actions_of(incident: Incident) -> list[IncidentAction]:
    """A report's corrective actions in their order; the caller has found the report through its `visible_to`."""
    rows = IncidentAction.objects.filter(incident=incident).select_related("owner", "owner_seat__person")
    return list(rows.order_by("number"))


def is_late(action: IncidentAction, now: datetime) -> bool:
    """Whether its day has passed where its owner is, and it is still open."""
    return action_verbs.is_late(action, now.astimezone(ZoneInfo(action.owner.zone)).date())


def action_for(viewer: Viewer, incident_ref: str, number: int, *, lock: bool = False) -> IncidentAction:
    """The action with this number of the report; Http404 alike for absent and hidden ones."""
    rows = IncidentAction.objects.visible_to(viewer).filter(incident__ref=incident_ref, number=number)
    linked = ("incident__organisation", "owner", "owner_seat__person", "added_by__person", "settled_by__person")
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related(*linked)
    action = rows.first()
    if action is None:
        raise Http404(incident_ref)
    return action


def possible_owners(viewer: Viewer, incident: Incident, now: datetime) -> list[Possible]:
    """Who can own an action on this report: none who may not see it, nobody's rival.

    The reporting organisation gives work to its own people; a clerk also to those whom the report names, and to clerks.
    """
    found: dict[int, Possible] = {}
    for seat in _able(viewer, incident, now).select_related("organisation", "person"):
        one = found.setdefault(seat.organisation_id, Possible(seat.organisation))
        one.seats.append(seat)
        one.as_a_whole |= seat.role in FILING_ROLES
    return sorted(found.values(), key=lambda one: one.organisation.name)


def _able(viewer: Viewer, incident: Incident, now: datetime) -> QuerySet[Seat]:
    seats = seats_that_may_see(incident.pk, now).filter(role__in=sorted(OWNING_ROLES), person__is_active=True)
    organisations: Iterable[int] = [incident.organisation_id]
    if stands_for_the_committee(viewer, incident):
        named = IncidentRecipient.objects.filter(incident=incident).values_list("organisation", flat=True)
        organisations = [incident.organisation_id, viewer.organisation_id, *named]
    return seats.filter(organisation__in=organisations).order_by("pk")
