"""The standing cast of the tests: committee Frontier with everybody in it, and Pacific with Eve.

Every secrecy test uses Eve, the rival lab and the wrong observer, with data that could leak.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from apps.accounts.models import User
from apps.committees.models import CharterVersion, Committee, Office, Organisation, Seat
from apps.committees.rules.charter import preset_values
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import viewer_of
from apps.committees.states import OfficeKind, OrganisationKind, Role
from apps.kernel.tenancy.context import tenant

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
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
        with tenant(seat.committee_id):
            return viewer_of(seat, at)

    @property
    def in_frontier(self) -> list[str]:
        """The names of all who sit in Frontier."""
        return [name for name, seat in self.seats.items() if seat.committee_id == self.frontier.pk]


def _organisation(key: str, kind: OrganisationKind, jurisdiction: str = "") -> Organisation:
    return Organisation.objects.create(
        key=key,
        name=key.replace("-", " ").title(),
        kind=kind,
        jurisdiction=jurisdiction,
        admitted_at=BEGINNING,
    )


def _seat(organisation: Organisation, role: Role, email: str) -> Seat:
    person = User.objects.create_user(email, PASSWORD, name=email.split("@")[0].title())
    return Seat.objects.create(organisation=organisation, person=person, role=role, starts_at=BEGINNING)


def _charter() -> None:
    CharterVersion.objects.create(
        number=1,
        preset="standard",
        values=preset_values("standard"),
        in_force_at=BEGINNING,
        adopted_by="The founders",
    )


def assemble() -> Cast:
    """Create both committees and everybody in them."""
    cast = Cast(
        Committee.objects.create(slug="frontier", name="Frontier", zone="Europe/Brussels", created_at=BEGINNING),
        Committee.objects.create(slug="pacific", name="Pacific", created_at=BEGINNING),
    )
    with tenant(cast.frontier.pk):
        _frontier(cast)
    with tenant(cast.pacific.pk):
        _charter()
        pelagos = _organisation("pelagos", OrganisationKind.LAB)
        harbour = _organisation("harbour", OrganisationKind.SECRETARIAT)
        cast.seats["eve"] = _seat(pelagos, Role.REPRESENTATIVE, "eve@pacific.example")
        cast.seats["pacific.clerk"] = _seat(harbour, Role.CLERK, "clerk@pacific.example")
    return cast


def _frontier(cast: Cast) -> None:
    _charter()
    for key in LABS:
        lab = _organisation(key, OrganisationKind.LAB)
        for role in LAB_ROLES:
            cast.seats[f"{key}.{role}"] = _seat(lab, role, f"{role}@{key}.example")
    others = (
        ("clerk", "secretariat", OrganisationKind.SECRETARIAT, "", Role.CLERK),
        ("independent", "independent", OrganisationKind.CIVIL, "", Role.INDEPENDENT),
        ("auditor", "veritas", OrganisationKind.AUDITOR, "", Role.AUDITOR),
        ("observer.eu", "eu-office", OrganisationKind.REGULATOR, "EU", Role.OBSERVER),
        ("observer.california", "california", OrganisationKind.REGULATOR, "US-CA", Role.OBSERVER),
    )
    for name, key, kind, jurisdiction, role in others:
        cast.seats[name] = _seat(_organisation(key, kind, jurisdiction), role, f"{name}@{key}.example")
    Office.objects.create(
        kind=OfficeKind.CHAIR,
        seat=cast["aster.representative"],
        deputy=cast["aster.alternate"],
        starts_at=BEGINNING,
    )
