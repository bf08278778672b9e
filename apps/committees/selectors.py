"""Who is who: seats of a person, the viewer behind a request, offices, the charter in force."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.committees.models import (
    ActingChair,
    CharterVersion,
    Committee,
    MembershipChange,
    Office,
    Organisation,
    Seat,
    StandingFact,
    Tie,
)
from apps.committees.rules.charter import value_of
from apps.committees.rules.presiding import ACTING, offices_in
from apps.committees.rules.standing import (
    NOT_YET,
    OUTSIDE,
    Change,
    Fact,
    Standing,
    change_at,
    membership_facts,
    standing,
)
from apps.committees.rules.viewer import Viewer
from apps.committees.states import ROLE_LABELS, TIE_LABELS, MembershipState, OfficeKind, Role, TieKind
from apps.kernel.tenancy.context import NoTenant, active_committee, tenant


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
    matter: str
    administers: bool
    offices: list[tuple[str, bool]]

    @property
    def label(self) -> str:
        """Such as “Representative of Aster”, for the person who holds it: with the one matter that it is for."""
        return f"{self._title}, {self.matter}" if self.matter else self._title

    @property
    def _title(self) -> str:
        return f"{ROLE_LABELS[Role(self.role)]} of {self.organisation}"

    @property
    def viewer(self) -> Viewer:
        """The seat as viewer."""
        held = offices_in(self.offices)
        return Viewer(
            committee_id=self.committee_id,
            seat_id=self.seat_id,
            organisation_id=self.organisation_id,
            role=Role(self.role),
            user_id=self.person_id,
            offices=held.offices,
            chairs_office=held.chairs_office,
            administers=self.administers,
            acting_for=held.acting_for,
            stands_back=held.stands_back,
            matter=self.matter,
            label=f"{self.holder}, {self._title}",
        )


def _seat_line(row: Sequence[Any]) -> SeatLine:
    return SeatLine(*[*row[:-1], json.loads(row[-1])])


def seats_of(user_id: int, now: datetime) -> list[SeatLine]:
    """All seats a person holds at the instant, in every committee, by committee and then seat."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM seats_of(%s, %s)", [user_id, now])
        return [_seat_line(row) for row in cursor.fetchall()]


def last_seat_of(person_id: int, now: datetime) -> Seat | None:
    """The seat of the active committee that a person held last and holds no more; None for whoever never sat there."""
    seats = Seat.objects.filter(person=person_id, ends_at__lte=now).select_related("organisation")
    return seats.order_by("-ends_at", "-id").first()


def committees_left(person_id: int, now: datetime) -> list[Committee]:
    """Where a person sat once, by name; one query for each committee, so ask it only of whoever sits nowhere."""
    left = []
    for committee in Committee.objects.order_by("name"):
        with tenant(committee.pk):
            if last_seat_of(person_id, now) is not None:
                left.append(committee)
    return left


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

HELD = """
SELECT kind, seat_id, deputy_id FROM committees_office
WHERE committee_id = %(committee)s AND starts_at <= %(now)s AND (ends_at IS NULL OR ends_at > %(now)s)
  AND (seat_id = ANY(%(ids)s) OR deputy_id = ANY(%(ids)s))
UNION ALL
SELECT %(manages)s, seat_id, NULL FROM committees_administrator
WHERE committee_id = %(committee)s AND starts_at <= %(now)s AND (ends_at IS NULL OR ends_at > %(now)s)
  AND seat_id = ANY(%(ids)s)
UNION ALL
SELECT %(acting)s || subject_kind || ':' || subject_id, seat_id, instead_of_id FROM committees_actingchair
WHERE committee_id = %(committee)s AND starts_at <= %(now)s AND ends_at IS NULL
  AND (seat_id = ANY(%(ids)s) OR instead_of_id = ANY(%(ids)s))
"""
"""In SQL, because it is asked for every actor of every act, and writing it took longer than answering it."""


def viewer_of(seat: Seat, now: datetime) -> Viewer:
    """The seat as viewer, with the offices it holds or deputises at the instant (one query)."""
    return viewers_of([seat], now)[seat.pk]


def viewers_of(seats: Collection[Seat], now: datetime) -> dict[int, Viewer]:
    """Each of the seats as viewer at the instant, by id (one query for all of them)."""
    ids = [seat.pk for seat in seats]
    committee_id = active_committee()
    if committee_id is None:
        raise NoTenant("offices are read inside their committee's transaction")
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"committee": committee_id, "ids": ids, "now": now, "manages": MANAGES, "acting": ACTING})
        rows = cursor.fetchall()
    return {seat.pk: _viewer(seat, rows) for seat in seats}


def _viewer(seat: Seat, rows: Iterable[tuple[str, int, int | None]]) -> Viewer:
    """The seat as viewer; rows are a kind of office (, MANAGES, or a matter), who holds it, and who deputises or stands back."""
    words = [(kind, holder == seat.pk) for kind, holder, other in rows if seat.pk in {holder, other}]
    held = offices_in((kind, in_person) for kind, in_person in words if kind != MANAGES)
    return Viewer(
        committee_id=cast(int, seat.committee_id),
        seat_id=seat.pk,
        organisation_id=seat.organisation_id,
        role=Role(seat.role),
        user_id=seat.person_id,
        offices=held.offices,
        chairs_office=held.chairs_office,
        administers=(MANAGES, True) in words,
        acting_for=held.acting_for,
        stands_back=held.stands_back,
        matter=seat.matter,
        label=str(seat),
    )


def chair_at(moment: datetime) -> Office | None:
    """The chair's office at the instant, with seat and deputy."""
    offices = Office.objects.at(moment).filter(kind=OfficeKind.CHAIR)
    return offices.select_related("seat__organisation", "seat__person", "deputy").order_by("-starts_at").first()


@dataclass(frozen=True, slots=True)
class Presides:
    """Who presides over a matter: the seat, or None where only the clerks keep it; instead of whom, and why."""

    seat: Seat | None
    instead_of: Seat | None = None
    because: str = ""


def presiding(moment: datetime, kind: str = "", subject_id: int = 0) -> Presides:
    """Who presides at the instant: over one matter, or (without one) over everything (at most two queries)."""
    rows = ActingChair.objects.at(moment).filter(Q(subject_kind="") | Q(subject_kind=kind, subject_id=subject_id))
    people = ("seat__organisation", "seat__person", "instead_of__organisation", "instead_of__person")
    acting = rows.select_related(*people).order_by("-subject_kind").first()
    if acting is not None:
        return Presides(acting.seat, acting.instead_of, acting.because)
    office = chair_at(moment)
    return Presides(office.seat if office else None)


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


def charter_values(moment: datetime) -> Callable[[str], Any]:
    """The values of the charter in force, asked for by their dotted keys (one query)."""
    version = charter_at(moment)
    return lambda key: value_of(version.values, version.preset, key)


def organisations() -> QuerySet[Organisation]:
    """All organisations of the active committee, by name."""
    return Organisation.objects.all()


def changes_of(organisation_ids: Collection[int] | None = None) -> dict[int, list[Change]]:
    """The changes of each membership in their order, by organisation: of these, or of all (one query)."""
    rows = MembershipChange.objects.order_by("since", "id")
    if organisation_ids is not None:
        rows = rows.filter(organisation__in=organisation_ids)
    found: dict[int, list[Change]] = {}
    for row in rows:
        change = Change(MembershipState(row.state), row.since, row.decision, row.because)
        found.setdefault(row.organisation_id, []).append(change)
    return found


def standings(moment: datetime) -> dict[int, Standing]:
    """Each organisation's standing at the instant, by id (three queries)."""
    rows = list(organisations())
    changes = changes_of()
    facts: dict[int, list[Fact]] = {
        row.pk: membership_facts(changes.get(row.pk, []), admitted_at=row.admitted_at, leaves_at=row.left_at)
        for row in rows
    }
    for fact in StandingFact.objects.all():
        facts[fact.organisation_id].append(Fact(fact.kind, fact.since, fact.until, fact.because, fact.restored_by))
    return {row.pk: standing(facts[row.pk], moment) if row.admitted_at <= moment else Standing(NOT_YET) for row in rows}


def membership_at(organisation: Organisation, moment: datetime) -> Change | None:
    """What the organisation is in the committee at the instant, since when and why; None before it was admitted."""
    changes = changes_of([organisation.pk]).get(organisation.pk, [])
    return change_at(changes, moment, admitted_at=organisation.admitted_at, leaves_at=organisation.left_at)


def members_at(moment: datetime) -> QuerySet[Organisation]:
    """The organisations that are members at the instant, suspended ones too."""
    latest = MembershipChange.objects.filter(organisation=OuterRef("pk"), since__lte=moment).order_by("-since", "-id")
    rows = organisations().annotate(state_then=Subquery(latest.values("state")[:1]))
    inside = Q(state_then=None) | ~Q(state_then__in=[state.value for state in OUTSIDE])
    stays = Q(left_at=None) | Q(left_at__gt=moment) | Q(state__in=[state.value for state in OUTSIDE])
    return rows.filter(inside, stays, admitted_at__lte=moment)


@dataclass(frozen=True, slots=True)
class Tied:
    """That a tie binds an organisation: how and to whom, and whether it has declared that itself."""

    says: str
    by_itself: bool


def tied(organisation_ids: Collection[int], at: datetime) -> dict[int, Tied]:
    """The organisations that a declared tie binds to one of these at the instant, by id.

    Ties bind both ways; what an organisation has declared itself goes before what another says of it. The organisations
    asked about are left out. One query. For recusal.
    """
    asked = set(organisation_ids)
    rows = Tie.objects.at(at).filter(Q(organisation__in=asked) | Q(other__in=asked)).exclude(other=None)
    found: dict[int, Tied] = {}
    for tie in rows.select_related("organisation", "other").order_by("pk"):
        for one, another, by_itself in ((tie.organisation, tie.other, True), (tie.other, tie.organisation, False)):
            if another.pk not in asked or one.pk in asked or (one.pk in found and not by_itself):
                continue
            kind = TIE_LABELS[TieKind(tie.kind)].lower()
            said = f"{tie.organisation.name} has declared a tie with {tie.other.name}: {kind}."  # type: ignore[union-attr]
            if one.pk not in found or not found[one.pk].by_itself:
                found[one.pk] = Tied(said, by_itself)
    return found


def committee_by_slug(slug: str) -> Committee | None:
    """The committee with this address, if any."""
    return Committee.objects.filter(slug=slug).first()
