"""An organisation's people: who manages them, who speaks for it, and who did on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.committees.models import Administrator, Cover, Invitation, Organisation, Seat
from apps.committees.models.seat import not_for_another
from apps.committees.rules.matters import STAKES
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import membership_at
from apps.committees.states import VOTING_ROLES, OrganisationKind, Role
from apps.membership.rules.membership import may_speak
from apps.membership.rules.voice import Covered, Held, voice, voices
from apps.record.rules import SUBJECTS


def administrator_of(organisation_id: int, at: datetime) -> int | None:
    """The seat that manages the organisation at the instant, or None."""
    return Administrator.objects.at(at).filter(organisation=organisation_id).values_list("seat", flat=True).first()


def people_in(organisation: Organisation, at: datetime) -> QuerySet[User]:
    """The people who hold a seat of the organisation at the instant, by name; not who is there for one matter."""
    seats = Seat.objects.at(at).filter(not_for_another(), organisation=organisation, person__isnull=False)
    return User.objects.filter(pk__in=seats.values("person")).order_by("name", "pk")


def matters_seen(viewer: Viewer, rows: Iterable[Seat | Invitation]) -> set[str]:
    """The references of the single matters that these seats or offers are for, as far as the viewer may see them.

    No query where none is for a single matter, else one for each kind of matter.
    """
    refs = {row.matter for row in rows} - {""}
    kinds = [SUBJECTS[key].visible(viewer).filter(ref__in=refs) for key, _stake in STAKES] if refs else []
    return {ref for rows in kinds for ref in rows.values_list("ref", flat=True)}


def representing(organisation_id: int, at: datetime) -> Seat | None:
    """The seat that speaks and votes for the organisation at the instant, an alternate who takes over considered.

    None when its seat is vacant, or it has none that votes, or it is suspended and so has no voice.
    """
    found = voice(*_dated(organisation_id, at, at + timedelta(microseconds=1)), at)
    if found is None:
        return None
    seat = Seat.objects.select_related("organisation", "person").get(pk=found.seat)
    change = membership_at(seat.organisation, at)
    return seat if change and may_speak(seat.organisation.name, change.state) else None


@dataclass(frozen=True, slots=True)
class Spoke:
    """Who spoke for an organisation from an instant on: a seat, perhaps instead of another, or nobody."""

    since: datetime
    seat: Seat | None
    instead_of: Seat | None = None


def spoke_on(organisation: Organisation, day: date) -> list[Spoke]:
    """Who represented the organisation on a day of its own zone: as the day began, then each change in it."""
    zone = ZoneInfo(organisation.zone)
    since, until = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    found = voices(*_dated(organisation.pk, since, until), since, until)
    ids = {pk for _since, one in found if one for pk in (one.seat, one.instead_of)}
    seats = Seat.objects.select_related("person", "organisation").in_bulk(ids - {None})
    return [
        Spoke(moment, seats[one.seat] if one else None, seats.get(one.instead_of or 0) if one else None)
        for moment, one in found
    ]


def _dated(organisation_id: int, since: datetime, until: datetime) -> tuple[list[Held], list[Covered]]:
    """The organisation's voting seats and covers that touch the time between two instants."""
    touches = Q(ends_at=None) | Q(ends_at__gt=since)
    seats = Seat.objects.filter(touches, organisation=organisation_id, role__in=VOTING_ROLES, starts_at__lt=until)
    covers = Cover.objects.filter(absent__organisation=organisation_id, ends_at__gt=since, starts_at__lt=until)
    return (
        [Held(*row) for row in seats.values_list("pk", "starts_at", "ends_at")],
        [Covered(*row) for row in covers.values_list("seat", "starts_at", "ends_at", "absent")],
    )


@dataclass(frozen=True, slots=True)
class People:
    """What the organisation's page says of its people beside the seats that hold now."""

    vacant: bool
    coming: list[Seat]
    covers: list[Cover]


def people_of(organisation: Organisation, seats: list[Seat], now: datetime) -> People:
    """Whether the one voice of a lab is vacant, seats that begin later, and covers now and to come."""
    coming = organisation.seats.filter(starts_at__gt=now).select_related("person", "organisation")
    covers = Cover.objects.filter(absent__organisation=organisation, ends_at__gt=now)
    return People(
        organisation.kind == OrganisationKind.LAB and not any(seat.role == Role.REPRESENTATIVE for seat in seats),
        list(coming.order_by("starts_at", "id")),
        list(covers.select_related("absent__person", "seat__person").order_by("starts_at")),
    )
