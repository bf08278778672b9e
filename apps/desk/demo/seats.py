"""What happens to seats and inboxes in a story; each function takes its event and the instant, inside the tenant."""

from datetime import datetime, time

from django.conf import settings

from apps.accounts.selectors import person_by_address
from apps.chairs.services import appoint_chair
from apps.committees.models import Invitation, Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import viewer_of
from apps.committees.states import Role
from apps.desk.demo.people import of_lab
from apps.desk.demo.story.parts import Admitted, Chaired, EndpointsAdded, InboxRead, Invited, MachineAdded, QuietNights
from apps.incidents.models import Incident
from apps.membership.services import (
    accept_invitation,
    add_organisation,
    add_service_seat,
    invite,
    make_token,
)
from apps.notices.models import Endpoint
from apps.notices.services import mark_all_read, set_preferences, set_quiet_hours
from apps.notices.services.endpoints import add_pager, add_webhook, remove
from apps.notices.states import Mode

TOKEN_DAYS = 180
PAGER = "On call"
ADDRESSES = {"Incident desk": "/demo/webhooks/in/", PAGER: "/demo/webhooks/pager/"}
"""The endpoints by their labels; each leads to the demo's own receiver."""


def seat_of(who: str, at: datetime) -> Seat:
    """The seat that the person with this address, or the machine of this name, holds at the instant."""
    seats = Seat.objects.at(at).select_related("organisation", "person")
    return seats.get(person__email=who) if "@" in who else seats.get(name=who, role=Role.SERVICE)


def viewer(who: str, at: datetime) -> Viewer:
    """The same as a viewer."""
    return viewer_of(seat_of(who, at), at)


def admit(event: Admitted, clerk: str, at: datetime) -> None:
    """Add the organisation."""
    body = event.body
    add_organisation(
        actor=viewer(clerk, at),
        now=at,
        key=body.key,
        name=body.name,
        kind=body.kind,
        jurisdiction=body.jurisdiction,
        tier=body.tier,
        zone=body.zone,
    )


def appoint(event: Chaired, clerk: str, at: datetime) -> None:
    """Record the new chair."""
    appoint_chair(actor=viewer(clerk, at), now=at, seat=seat_of(event.who, at))


def offer(event: Invited, clerk: str, at: datetime) -> None:
    """Invite."""
    organisation = Organisation.objects.get(key=event.organisation)
    invite(
        actor=viewer(event.by or clerk, at),
        now=at,
        organisation=organisation,
        role=event.role,
        email=event.email,
        name=event.name,
        matter=Incident.objects.get(title=event.about).ref if event.about else "",
        seat_ends_at=at + event.lasts if event.lasts else None,
    )


def accept(event: Invited, at: datetime) -> None:
    """Take the offered seat."""
    offered = Invitation.objects.get(email=event.email, accepted_at=None)
    accept_invitation(invitation=offered, now=at, person=person_by_address(event.email))


def add_machine(event: MachineAdded, at: datetime) -> None:
    """Add a service seat and make a token for it, whose secret nobody keeps."""
    organisation = Organisation.objects.get(key=event.organisation)
    representative = viewer(of_lab(event.organisation, Role.REPRESENTATIVE), at)
    seat = add_service_seat(actor=representative, now=at, organisation=organisation, name=event.name)
    liaison = viewer(of_lab(event.organisation, Role.LIAISON), at)
    make_token(actor=liaison, now=at, seat=seat, name=event.token, scopes=("read", "file"), days=TOKEN_DAYS)


def add_endpoints(event: EndpointsAdded, at: datetime) -> None:
    """Add a webhook and a pager that lead to the demo's own receiver; nobody keeps their secrets."""
    actor = viewer(event.who, at)
    for label in ADDRESSES:
        _add_endpoint(label, actor, at)


def move_endpoints(event: EndpointsAdded, at: datetime) -> None:
    """Put those that are still there at the portal's address of today: an endpoint's own never changes."""
    actor = viewer(event.who, at)
    for endpoint in Endpoint.objects.visible_to(actor).there().filter(label__in=ADDRESSES):
        remove(actor=actor, now=at, uid=endpoint.uid)
        _add_endpoint(endpoint.label, actor, at)


def _add_endpoint(label: str, actor: Viewer, at: datetime) -> None:
    url = settings.BASE_URL + ADDRESSES[label]
    if label == PAGER:
        add_pager(actor=actor, now=at, label=label, url=url, routing_key="R0DEMO")
    else:
        add_webhook(actor=actor, now=at, label=label, url=url)


def keep_nights_quiet(event: QuietNights, at: datetime) -> None:
    """Quiet from ten to seven, and the day's letter at eight."""
    actor = viewer(event.who, at)
    set_quiet_hours(actor=actor, starts=time(22), ends=time(7), digest_hour=8)
    set_preferences(actor=actor, modes={("email", ""): Mode.DAILY})


def read_inbox(event: InboxRead, at: datetime) -> None:
    """Read everything in one inbox, or in all."""
    readers = [seat_of(event.who, at)] if event.who else Seat.objects.at(at).select_related("organisation", "person")
    for seat in readers:
        mark_all_read(actor=viewer_of(seat, at), now=at)
