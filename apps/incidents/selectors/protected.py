"""What may be read around protected reporters: one's own letters, and requests for a name."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.models import Office, Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind
from apps.incidents.models import IdentityRequest, Incident, ProtectedIdentity
from apps.incidents.rules.protecting import KEEPING
from apps.incidents.states import Release

WHOLE = ("incident", "asked_by__person", "asked_by__organisation", "decided_by__person", "decided_by__organisation")


def custodian(now: datetime) -> Seat | None:
    """The seat that keeps the names; None where nobody fit for it holds the office."""
    offices = Office.objects.at(now).filter(kind=OfficeKind.CUSTODIAN).values("seat")
    seats = Seat.objects.at(now).filter(pk__in=offices, role__in=sorted(KEEPING), person__isnull=False)
    return seats.select_related("organisation").first()


def nameable_by_protected(viewer: Viewer, keeper: Seat) -> QuerySet[Organisation]:
    """Whom a protected report may name: everybody but the reporter's own organisation and the custodian's."""
    return Organisation.objects.exclude(pk__in=[viewer.organisation_id, keeper.organisation_id])


def letters_of(viewer: Viewer) -> QuerySet[ProtectedIdentity]:
    """The viewer's own protected reports, newest first."""
    return ProtectedIdentity.objects.visible_to(viewer).select_related("incident").order_by("-pk")


def letter_for(viewer: Viewer, uid: UUID) -> ProtectedIdentity:
    """One of the viewer's own; Http404 for anybody else's."""
    found = letters_of(viewer).filter(uid=uid).first()
    if found is None:
        raise Http404(uid)
    return found


def requests_for(viewer: Viewer) -> QuerySet[IdentityRequest]:
    """The requests that the viewer may read, whole, in no order yet."""
    return IdentityRequest.objects.visible_to(viewer).select_related(*WHOLE)


def request_for(viewer: Viewer, uid: UUID) -> IdentityRequest:
    """A request by its id; raises Http404."""
    found = requests_for(viewer).filter(uid=uid).first()
    if found is None:
        raise Http404(uid)
    return found


def is_asked(incident: Incident) -> bool:
    """Whether a request for the name is open."""
    return IdentityRequest.objects.filter(incident=incident, state=Release.ASKED).exists()
