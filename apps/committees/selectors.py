"""Who is who: seats of a person, the viewer behind a request, offices, the charter in force."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, Func, JSONField, OuterRef, Q, QuerySet

from apps.committees.models import CharterVersion, Committee, Office, Organisation, Seat, StandingFact
from apps.committees.rules.charter import value_of
from apps.committees.rules.standing import Fact, Standing, standing
from apps.committees.rules.viewer import Viewer
from apps.committees.states import ROLE_LABELS, OfficeKind, Role


class JSONBArray(Func):
    """PostgreSQL's `jsonb_build_array`."""

    function = "jsonb_build_array"
    output_field = JSONField()


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat as the switcher shows it, found before any committee's context is open."""

    committee_id: int
    slug: str
    committee: str
    seat_id: int
    organisation: str
    role: str

    @property
    def label(self) -> str:
        """Such as “Representative of Aster”."""
        return f"{ROLE_LABELS[Role(self.role)]} of {self.organisation}"


def seats_of(user_id: int, now: datetime) -> list[SeatLine]:
    """All seats a person holds at the instant, in every committee, by committee and then seat."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM seats_of(%s, %s)", [user_id, now])
        return [SeatLine(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A live token's owner, found by digest before any committee's context is open."""

    committee_id: int
    slug: str
    token_id: int
    seat_id: int
    scopes: list[str]
    last_used_at: datetime | None


def token_owner(digest: str, now: datetime) -> TokenLine | None:
    """The seat behind a live token of a live seat and an active person, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM token_owner(%s, %s)", [digest, now])
        row = cursor.fetchone()
    if row is None:
        return None
    return TokenLine(*row)


def _held(now: datetime, seat: Any) -> QuerySet[Office]:
    return Office.objects.at(now).filter(Q(seat=seat) | Q(deputy=seat))


def viewer_of(seat: Seat, now: datetime) -> Viewer:
    """The seat as viewer, with the offices it holds or deputises at the instant (a query, unless `seat_for` found it)."""
    held = getattr(seat, "held", None)
    if held is None:
        held = list(_held(now, seat).values_list("kind", "seat_id"))
    offices = [(OfficeKind(kind), int(holder) == seat.pk) for kind, holder in held]
    return Viewer(
        committee_id=cast(int, seat.committee_id),
        seat_id=seat.pk,
        organisation_id=seat.organisation_id,
        role=Role(seat.role),
        user_id=seat.person_id,
        offices=frozenset(kind for kind, in_person in offices if in_person),
        chairs_office=any(kind == OfficeKind.CHAIR for kind, _in_person in offices),
        label=str(seat),
    )


def seat_for(seat_id: int, now: datetime) -> Seat | None:
    """A seat of the active committee that holds at the instant, with committee, organisation, person and offices.

    One query: every request of a committee asks it.
    """
    held = _held(now, OuterRef("pk")).values_list(JSONBArray(F("kind"), F("seat_id")))
    seats = Seat.objects.at(now).select_related("committee", "organisation", "person")
    return seats.filter(pk=seat_id).annotate(held=ArraySubquery(held)).first()


def chair_at(moment: datetime) -> Office | None:
    """The chair's office at the instant, with seat and deputy."""
    offices = Office.objects.at(moment).filter(kind=OfficeKind.CHAIR)
    return offices.select_related("seat__organisation", "seat__person", "deputy").order_by("-starts_at").first()


def seats_at(moment: datetime) -> QuerySet[Seat]:
    """All seats of the active committee that hold at the instant, with organisation and person."""
    seats = Seat.objects.at(moment).select_related("organisation", "person")
    return seats.order_by("organisation__name", "role", "id")


def charter_at(moment: datetime) -> CharterVersion:
    """The charter version in force at the instant; raises CharterVersion.DoesNotExist before the first."""
    return CharterVersion.objects.filter(in_force_at__lte=moment).order_by("-number")[:1].get()


def charter_value(key: str, moment: datetime) -> Any:
    """One value of the charter in force, by its dotted key; raises KeyError for an unknown key."""
    version = charter_at(moment)
    return value_of(version.values, version.preset, key)


def organisations() -> QuerySet[Organisation]:
    """All organisations of the active committee, by name."""
    return Organisation.objects.all()


def standings(moment: datetime) -> dict[int, Standing]:
    """Each organisation's standing at the instant, by id (two queries)."""
    facts: dict[int, list[Fact]] = {organisation.pk: [] for organisation in organisations()}
    for row in StandingFact.objects.all():
        facts[row.organisation_id].append(Fact(row.kind, row.since, row.until, row.because, row.restored_by))
    return {pk: standing(of_one, moment) for pk, of_one in facts.items()}


def committee_by_slug(slug: str) -> Committee | None:
    """The committee with this address, if any."""
    return Committee.objects.filter(slug=slug).first()
