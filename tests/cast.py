"""The standing cast of the tests: committee Frontier with everybody in it, and Pacific with Eve.

Every secrecy test uses Eve, the rival lab and the wrong observer, with data that could leak.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from apps.accounts.models import User
from apps.committees.models import CharterVersion, Committee, Office, Organisation, Seat
from apps.committees.rules.charter import preset_values
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import viewer_of
from apps.committees.states import OfficeKind, OrganisationKind, Role
from apps.kernel.tenancy.context import active_committee, tenant
from tests.twins import Twins

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ENDING = datetime(2027, 12, 31, tzinfo=UTC)
"""When the seat ends that is for one matter."""
MATTER = "INC-2026-NONE"
"""The matter that counsel sits for until a test says which: one that is not there."""
PASSWORD = "correct horse battery"

LABS = ("aster", "borealis", "cygnus")
LAB_ROLES = (Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON)


@dataclass
class Cast:
    """Committees, and seats by a short name such as `aster.liaison` or `clerk`."""

    frontier: Committee
    pacific: Committee
    seats: dict[str, Seat] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Seat:
        return self.seats[name]

    def viewer(self, name: str, at: datetime = NOW) -> Viewer:
        """The seat as viewer; opens its committee's context when none is open."""
        seat = self.seats[name]
        if active_committee() == seat.committee_id:
            return viewer_of(seat, at)
        with tenant(seat.committee_id):
            return viewer_of(seat, at)

    def retain(self, ref: str) -> None:
        """Let Borealis' counsel sit for this matter; Frontier's context must be open."""
        self["counsel"].matter = ref
        self["counsel"].save(update_fields=["matter"])

    @property
    def in_frontier(self) -> list[str]:
        """The names of all who sit in Frontier."""
        return [name for name, seat in self.seats.items() if seat.committee_id == self.frontier.pk]


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


@dataclass(frozen=True)
class Sits:
    """Who sits where: the seat's name in the cast, the organisation's key and kind, its jurisdiction, the role."""

    name: str
    key: str
    kind: OrganisationKind
    role: Role
    jurisdiction: str = ""
    email: str = ""
    matter: str = ""


def _seat_all(cast: Cast, *sitting: Sits) -> list[Model]:
    """Organisations, people and seats: nearly every test begins with them."""
    kinds = {each.key: (each.kind, each.jurisdiction) for each in sitting}
    organisations = Organisation.objects.bulk_create(
        Organisation(
            key=key,
            name=key.replace("-", " ").title(),
            kind=kind,
            jurisdiction=jurisdiction,
            admitted_at=BEGINNING,
        )
        for key, (kind, jurisdiction) in kinds.items()
    )
    by_key = {organisation.key: organisation for organisation in organisations}
    emails = [each.email or f"{each.name}@{each.key}.example" for each in sitting]
    people = User.objects.bulk_create(
        User(email=email, name=email.split("@")[0].title(), password=_hashed()) for email in emails
    )
    seats = Seat.objects.bulk_create(
        Seat(
            organisation=by_key[each.key],
            person=person,
            role=each.role,
            matter=each.matter,
            starts_at=BEGINNING,
            ends_at=ENDING if each.matter else None,
        )
        for each, person in zip(sitting, people, strict=True)
    )
    cast.seats |= {each.name: seat for each, seat in zip(sitting, seats, strict=True)}
    return [*organisations, *people, *seats]


def _charter() -> CharterVersion:
    return CharterVersion.objects.create(
        number=1,
        preset="standard",
        values=preset_values("standard"),
        in_force_at=BEGINNING,
        adopted_by="The founders",
    )


_pattern: list[tuple[Twins, dict[str, int]]] = []
"""The first cast of the process, to be written again, and the place of each seat among its rows."""


def assemble() -> Cast:
    """Create both committees and everybody in them."""
    if not _pattern:
        cast, rows = _assemble()
        place = {id(row): number for number, row in enumerate(rows)}
        _pattern.append((Twins(rows), {name: place[id(seat)] for name, seat in cast.seats.items()}))
        return cast
    twins, places = _pattern[0]
    rows = twins.write()
    return Cast(rows[0], rows[1], {name: rows[number] for name, number in places.items()})


def _assemble() -> tuple[Cast, list[Model]]:
    cast = Cast(
        Committee.objects.create(slug="frontier", name="Frontier", zone="Europe/Brussels", created_at=BEGINNING),
        Committee.objects.create(slug="pacific", name="Pacific", created_at=BEGINNING),
    )
    rows: list[Model] = [cast.frontier, cast.pacific]
    with tenant(cast.frontier.pk):
        rows += _frontier(cast)
    with tenant(cast.pacific.pk):
        rows.append(_charter())
        rows += _seat_all(
            cast,
            Sits("eve", "pelagos", OrganisationKind.LAB, Role.REPRESENTATIVE, email="eve@pacific.example"),
            Sits(
                "pacific.clerk",
                "harbour",
                OrganisationKind.SECRETARIAT,
                Role.CLERK,
                email="clerk@pacific.example",
            ),
        )
    return cast, rows


def _frontier(cast: Cast) -> list[Model]:
    charter = _charter()
    seated = _seat_all(
        cast,
        *(
            Sits(f"{key}.{role}", key, OrganisationKind.LAB, role, email=f"{role}@{key}.example")
            for key in LABS
            for role in LAB_ROLES
        ),
        Sits("counsel", "borealis", OrganisationKind.LAB, Role.COUNSEL, email="counsel@law.example", matter=MATTER),
        Sits("clerk", "secretariat", OrganisationKind.SECRETARIAT, Role.CLERK),
        Sits("independent", "independent", OrganisationKind.CIVIL, Role.INDEPENDENT),
        Sits("auditor", "veritas", OrganisationKind.AUDITOR, Role.AUDITOR),
        Sits("observer.eu", "eu-office", OrganisationKind.REGULATOR, Role.OBSERVER, "EU"),
        Sits("observer.california", "california", OrganisationKind.REGULATOR, Role.OBSERVER, "US-CA"),
    )
    chair = Office.objects.create(
        kind=OfficeKind.CHAIR,
        seat=cast["aster.representative"],
        deputy=cast["aster.alternate"],
        starts_at=BEGINNING,
    )
    return [charter, *seated, chair]
