"""Organisations and their seats, as the members pages show them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.committees.models import Office, Organisation, Seat
from apps.committees.rules.standing import Standing
from apps.committees.selectors import members_at, seats_at, standings
from apps.committees.states import OfficeKind, Role
from apps.record.models import Act
from apps.record.rules import CATALOGUE
from apps.record.selectors import Entry

TIMELINE_LENGTH = 100
ROLE_ORDER = {role: place for place, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation as the members page shows it."""

    organisation: Organisation
    standing: Standing
    seats: list[Seat] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Members:
    """The organisations found, and which seats hold and deputise the chair."""

    rows: list[Member]
    chair: int | None
    deputy: int | None


def members(now: datetime, words: str = "", kind: str = "") -> Members:
    """The members at an instant with their standing and seats then; `words` searches organisations and holders."""
    seats = seats_at(now)
    found = members_at(now)
    if kind:
        found = found.filter(kind=kind)
    if words:
        held = seats.filter(Q(person__name__icontains=words) | Q(name__icontains=words))
        found = found.filter(
            Q(name__icontains=words) | Q(jurisdiction__iexact=words) | Q(pk__in=held.order_by().values("organisation"))
        )
    of_organisation = defaultdict(list)
    for seat in sorted(seats, key=lambda seat: (ROLE_ORDER[Role(seat.role)], seat.pk)):
        of_organisation[seat.organisation_id].append(seat)
    standing_of = standings(now)
    chair = Office.objects.at(now).filter(kind=OfficeKind.CHAIR).order_by("-starts_at").first()
    return Members(
        [Member(row, standing_of[row.pk], of_organisation[row.pk]) for row in found.order_by("name")],
        chair.seat_id if chair else None,
        chair.deputy_id if chair else None,
    )


def former_seats(organisation: Organisation, now: datetime) -> QuerySet[Seat]:
    """The organisation's seats that have ended, newest first."""
    return organisation.seats.filter(ends_at__lte=now).select_related("person", "organisation").order_by("-ends_at")


def organisation_timeline(organisation: Organisation) -> list[Entry]:
    """The newest acts on an organisation and its seats, newest first."""
    seats = organisation.seats.values("pk")
    acts = Act.objects.filter(
        Q(subject_kind="organisation", subject_id=organisation.pk) | Q(subject_kind="seat", subject_id__in=seats)
    ).order_by("-id")[:TIMELINE_LENGTH]
    return [Entry(act, CATALOGUE[act.kind].label, CATALOGUE[act.kind].icon) for act in acts]


def terms_of(seat: Seat) -> QuerySet[Office]:
    """The offices the seat has held, newest first."""
    return seat.offices.order_by("-starts_at")
