"""The demo's people and committees, as data. Everybody and everything here is invented."""

from dataclasses import dataclass

from apps.committees.states import OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in."""

    email: str
    name: str
    zone: str
    is_operator: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of a committee, with who sits for it: address and role."""

    key: str
    name: str
    kind: OrganisationKind
    zone: str
    seats: tuple[tuple[str, Role], ...]
    jurisdiction: str = ""
    tier: int = 0


@dataclass(frozen=True, slots=True)
class Founding:
    """A committee as it was founded: by whom its papers are kept, and which bodies joined."""

    slug: str
    name: str
    zone: str
    clerk: str
    bodies: tuple[Body, ...]


OPERATOR = "operator@concord.example"
CLERK = "clerk@frontier.example"
PACIFIC_CLERK = "clerk@pacific.example"
INDEPENDENT = "member@independent.example"
AUDITOR = "auditor@veritas.example"
EU = "observer@eu.example"
CALIFORNIA = "observer@california.example"
REGISTRY = "observer@registry.example"
BRITAIN = "observer@britain.example"
FORMER = "ulla.berg@borealis.example"
COUNSEL = "counsel@fjord-law.example"
FORNAX = "representative@fornax.example"
ELARA = "representative@elara.example"
EVE = "eve@pacific.example"


def of_lab(lab: str, role: Role) -> str:
    """The address of somebody at a lab."""
    return f"{role}@{lab}.example"


LAB_ROLES = (Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON)
LABS: dict[str, tuple[str, str, tuple[str, str, str]]] = {
    "aster": ("US-CA", "America/Los_Angeles", ("Miriam Okafor", "Tomás Reyes", "Priya Venkatesan")),
    "borealis": ("EU", "Europe/Stockholm", ("Henrik Lindqvist", "Aino Saarinen", "Jonas Falk")),
    "cygnus": ("UK", "Europe/London", ("Eleanor Whitby", "Kwame Mensah", "Rhiannon Price")),
    "dione": ("SG", "Asia/Singapore", ("Tan Wei Ling", "Arjun Nair", "Mei Hayashi")),
}
"""Frontier's labs: jurisdiction, zone, and the names of representative, alternate and liaison."""

PEOPLE: tuple[Person, ...] = (
    *(
        Person(of_lab(lab, role), name, zone)
        for lab, (_jurisdiction, zone, names) in LABS.items()
        for role, name in zip(LAB_ROLES, names, strict=True)
    ),
    Person(CLERK, "Beatrix Claes", "Europe/Brussels"),
    Person(INDEPENDENT, "Samuel Adeyemi", "Europe/Paris"),
    Person(AUDITOR, "Ingrid Solheim", "Europe/Oslo"),
    Person(EU, "Chiara Bellini", "Europe/Brussels"),
    Person(CALIFORNIA, "Dana Whitfield", "America/Los_Angeles"),
    Person(REGISTRY, "Marcus Hale", "America/Los_Angeles"),
    Person(BRITAIN, "Imogen Clarke", "Europe/London"),
    Person(FORMER, "Ulla Berg", "Europe/Stockholm"),
    Person(COUNSEL, "Tuva Eklund", "Europe/Stockholm"),
    Person(FORNAX, "Renske Vos", "Europe/Amsterdam"),
    Person(ELARA, "Paulo Antunes", "Europe/Lisbon"),
    Person(OPERATOR, "Olek Nowak", "Europe/Warsaw", is_operator=True),
    Person(PACIFIC_CLERK, "Tāne Rangihuna", "Pacific/Auckland"),
    Person(EVE, "Eve Marlowe", "Australia/Sydney"),
    Person("liaison@pelagos.example", "Noah Tupou", "Australia/Sydney"),
    Person("representative@halcyon.example", "Sora Kimura", "Asia/Tokyo"),
    Person("liaison@halcyon.example", "Grace Lim", "Asia/Tokyo"),
)

PAST = frozenset({BRITAIN, FORMER})
"""Those whose seat has ended since; they still sign in, and read when it ended."""

NAMES = {person.email: person.name for person in PEOPLE}

FIRST_SEATED = {of_lab("borealis", Role.REPRESENTATIVE): FORMER}
"""Who sat at the founding where somebody else does today."""

FRONTIER = Founding(
    "frontier",
    "Frontier",
    "Europe/Brussels",
    CLERK,
    (
        *(
            Body(
                lab,
                lab.title(),
                OrganisationKind.LAB,
                zone,
                tuple((FIRST_SEATED.get(of_lab(lab, role), of_lab(lab, role)), role) for role in LAB_ROLES),
                jurisdiction=jurisdiction,
                tier=1,
            )
            for lab, (jurisdiction, zone, _names) in LABS.items()
        ),
        Body(
            "fornax",
            "Fornax",
            OrganisationKind.LAB,
            "Europe/Amsterdam",
            ((FORNAX, Role.REPRESENTATIVE),),
            jurisdiction="NL",
        ),
        Body(
            "independent",
            "Civic Compute Forum",
            OrganisationKind.CIVIL,
            "Europe/Paris",
            ((INDEPENDENT, Role.INDEPENDENT),),
        ),
        Body("veritas", "Veritas Assurance", OrganisationKind.AUDITOR, "Europe/Oslo", ((AUDITOR, Role.AUDITOR),)),
        Body(
            "eu-office",
            "European AI Authority",
            OrganisationKind.REGULATOR,
            "Europe/Brussels",
            ((EU, Role.OBSERVER),),
            jurisdiction="EU",
        ),
    ),
)

# The authorities below are admitted later (story/frontier_members.py).
CALIFORNIAN_AUTHORITY = Body(
    "california",
    "Californian AI Authority",
    OrganisationKind.REGULATOR,
    "America/Los_Angeles",
    (),
    jurisdiction="US-CA",
)
CALIFORNIAN_REGISTRY = Body(
    "registry",
    "Californian Compute Registry",
    OrganisationKind.REGULATOR,
    "America/Los_Angeles",
    (),
    jurisdiction="US-CA",
)
BRITISH_OFFICE = Body(
    "britain",
    "British AI Assurance Office",
    OrganisationKind.REGULATOR,
    "Europe/London",
    (),
    jurisdiction="UK",
)

PACIFIC = Founding(
    "pacific",
    "Pacific",
    "Pacific/Auckland",
    PACIFIC_CLERK,
    (
        Body(
            "pelagos",
            "Pelagos",
            OrganisationKind.LAB,
            "Australia/Sydney",
            ((EVE, Role.REPRESENTATIVE), ("liaison@pelagos.example", Role.LIAISON)),
        ),
        Body(
            "halcyon",
            "Halcyon",
            OrganisationKind.LAB,
            "Asia/Tokyo",
            (("representative@halcyon.example", Role.REPRESENTATIVE), ("liaison@halcyon.example", Role.LIAISON)),
            jurisdiction="JP",
        ),
        Body("tidewatch", "Tidewatch", OrganisationKind.CIVIL, "Europe/Paris", ((INDEPENDENT, Role.INDEPENDENT),)),
    ),
)
