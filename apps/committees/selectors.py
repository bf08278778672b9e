"""Who is who: seats of a person, the viewer behind a request, offices, the charter in force."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import connection
from django.db.models import BigIntegerField, CharField, Q, QuerySet, Value

from apps.committees.models import Administrator, CharterVersion, Committee, Office, Organisation, Seat, StandingFact
from apps.committees.rules.charter import value_of
from apps.committees.rules.standing import Fact, Standing, standing
from apps.committees.rules.viewer import Viewer
from apps.committees.states import ROLE_LABELS, OfficeKind, Role


@dataclass(frozen=True, slots=True)
class SeatLine:
    """All that a request needs to know of a seat, found before any committee's context is open."""

    committee_id: int
    slug: str
    committee: str
    zone: str
    seat_id: int
    holder: str
    person_id: int | None
    organisation_id: int
    organisation: str
    role: str
    administers: bool
    offices: list[tuple[str, bool]]

    @property
    def label(self) -> str:
        """Such as “Representative of Aster”."""
        return f"{ROLE_LABELS[Role(self.role)]} of {self.organisation}"

    @property
    def viewer(self) -> Viewer:
        """The seat as viewer."""
        return Viewer(
            committee_id=self.committee_id,
            seat_id=self.seat_id,
            organisation_id=self.organisation_id,
            role=Role(self.role),
            user_id=self.person_id,
            offices=frozenset(OfficeKind(kind) for kind, in_person in self.offices if in_person),
            chairs_office=any(kind == OfficeKind.CHAIR for kind, _in_person in self.offices),
            administers=self.administers,
            label=f"{self.holder}, {self.label}",
        )


def _seat_line(row: Sequence[Any]) -> SeatLine:
    return SeatLine(*[*row[:-1], json.loads(row[-1])])


def seats_of(user_id: int, now: datetime) -> list[SeatLine]:
    """All seats a person holds at the instant, in every committee, by committee and then seat."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM seats_of(%s, %s)", [user_id, now])
        return [_seat_line(row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A live token and the seat that owns it, found by digest before any committee's context is open."""

    token_id: int
    scopes: list[str]
    last_used_at: datetime | None
    seat: SeatLine


def token_owner(digest: str, now: datetime) -> TokenLine | None:
    """The seat behind a live token of a live seat and an active person, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM token_owner(%s, %s)", [digest, now])
        row = cursor.fetchone()
    if row is None:
        return None
    token_id, scopes, last_used_at, *seat = row
    return TokenLine(token_id, json.loads(scopes), last_used_at, _seat_line(seat))


MANAGES = "manages"
"""What stands beside the kinds of office in one list, for the seat that manages its organisation."""


def viewer_of(seat: Seat, now: datetime) -> Viewer:
    """The seat as viewer, with the offices it holds or deputises at the instant (one query)."""
    return viewers_of([seat], now)[seat.pk]


def viewers_of(seats: Collection[Seat], now: datetime) -> dict[int, Viewer]:
    """Each of the seats as viewer at the instant, by id (one query for all of them)."""
    ids = [seat.pk for seat in seats]
    offices = Office.objects.at(now).filter(Q(seat__in=ids) | Q(deputy__in=ids)).values_list("kind", "seat", "deputy")
    nobody: Value = Value(None, output_field=BigIntegerField())
    managing = Administrator.objects.at(now).filter(seat__in=ids)
    held = offices.union(managing.values_list(Value(MANAGES, output_field=CharField()), "seat", nobody), all=True)
    rows = list(held)
    return {seat.pk: _viewer(seat, rows) for seat in seats}


def _viewer(seat: Seat, rows: Iterable[tuple[str, int, int | None]]) -> Viewer:
    """The seat as viewer; rows are a kind of office (or MANAGES), who holds it and who deputises."""
    in_person = {kind for kind, holder, _deputy in rows if holder == seat.pk}
    deputised = {kind for kind, _holder, deputy in rows if deputy == seat.pk}
    return Viewer(
        committee_id=cast(int, seat.committee_id),
        seat_id=seat.pk,
        organisation_id=seat.organisation_id,
        role=Role(seat.role),
        user_id=seat.person_id,
        offices=frozenset(OfficeKind(kind) for kind in in_person - {MANAGES}),
        chairs_office=OfficeKind.CHAIR in in_person | deputised,
        administers=MANAGES in in_person,
        label=str(seat),
    )


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
