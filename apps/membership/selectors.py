"""What the pages of membership show."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.committees.models import ApiToken, Committee, Invitation, Office, OperatorSession, Organisation, Seat
from apps.committees.rules.charter import SECTIONS, Value, value_of
from apps.committees.rules.standing import Standing
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_at, seats_at, standings
from apps.committees.states import OfficeKind, Role
from apps.kernel.tenancy.context import tenant
from apps.membership.rules.tokens import digest_of
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
    """Organisations with standing and present seats; `words` searches names of organisations and holders."""
    seats = seats_at(now)
    found = Organisation.objects.filter(Q(left_at=None) | Q(left_at__gt=now))
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


def invitations(now: datetime) -> tuple[list[Invitation], list[Invitation]]:
    """Invitations still open, and the newest of the others."""
    rows = Invitation.objects.select_related("organisation", "seat__person").order_by("-created_at", "-id")
    is_open = Q(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    return list(rows.filter(is_open)), list(rows.exclude(is_open)[:50])


def invitation_by_secret(secret: str) -> Invitation | None:
    """The active committee's invitation with this secret in its link, if any."""
    rows = Invitation.objects.select_related("organisation", "committee", "seat")
    return rows.filter(digest=digest_of(secret)).first()


def token_seats(viewer: Viewer, now: datetime) -> QuerySet[Seat]:
    """The seats that the viewer may have tokens for: their own, and their organisation's machines."""
    mine = Q(pk=viewer.seat_id) | Q(organisation=viewer.organisation_id, role=Role.SERVICE)
    return seats_at(now).filter(mine)


def tokens(viewer: Viewer, now: datetime) -> tuple[list[ApiToken], list[ApiToken]]:
    """The viewer's tokens and those of their organisation's machines: live ones, and the newest of the others."""
    rows = ApiToken.objects.select_related("seat__organisation", "seat__person").order_by("-created_at", "-id")
    rows = rows.filter(Q(seat=viewer.seat_id) | Q(seat__organisation=viewer.organisation_id, seat__role=Role.SERVICE))
    live = Q(revoked_at=None, expires_at__gt=now) & (Q(seat__ends_at=None) | Q(seat__ends_at__gt=now))
    return list(rows.filter(live)), list(rows.exclude(live)[:50])


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article with its value in a charter version."""

    key: str
    number: str
    title: str
    words: str
    in_full: str
    kind: str
    value: Value
    unit: str


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter version in words."""

    number: int
    preset: str
    in_force_at: datetime
    adopted_by: str
    sections: list[tuple[str, list[ArticleLine]]]


def charter(now: datetime, number: int | None = None) -> Charter:
    """The charter in force, or one version; raises CharterVersion.DoesNotExist."""
    version = charter_at(now)
    if number is not None and number != version.number:
        version = type(version).objects.get(number=number)
    sections = []
    for _key, section in SECTIONS:
        lines = []
        for article in section.articles:
            value = value_of(version.values, version.preset, article.key)
            lines.append(
                ArticleLine(
                    article.key,
                    article.number,
                    article.title,
                    article.words(value),
                    article.in_full(value),
                    article.kind,
                    value,
                    article.unit,
                )
            )
        sections.append((section.title, lines))
    sections.sort(key=lambda pair: int(pair[1][0].number.partition(".")[0]) if pair[1] else 0)
    return Charter(version.number, version.preset, version.in_force_at, version.adopted_by, sections)


def operator_sessions() -> QuerySet[OperatorSession]:
    """All looks of operators into the active committee, newest first."""
    return OperatorSession.objects.select_related("person").order_by("-starts_at", "-id")


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """A committee as the operator's page shows it: name only, and their own running session."""

    committee: Committee
    session: OperatorSession | None


def operator_lines(operator_id: int, now: datetime) -> list[OperatorLine]:
    """All committees, each with the operator's running session there."""
    lines = []
    for committee in Committee.objects.order_by("name"):
        with tenant(committee.pk):
            session = OperatorSession.objects.at(now).filter(person_id=operator_id).first()
        lines.append(OperatorLine(committee, session))
    return lines
