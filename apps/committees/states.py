"""The field's words for organisations, seats and offices."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is in the committee."""

    LAB = "lab"
    REGULATOR = "regulator"
    AUDITOR = "auditor"
    PROVIDER = "provider"
    CIVIL = "civil"
    SECRETARIAT = "secretariat"


class Role(StrEnum):
    """What a seat may do."""

    REPRESENTATIVE = "representative"
    ALTERNATE = "alternate"
    LIAISON = "liaison"
    INDEPENDENT = "independent"
    AUDITOR = "auditor"
    CLERK = "clerk"
    OBSERVER = "observer"
    COUNSEL = "counsel"
    PANELLIST = "panellist"
    SERVICE = "service"


class OfficeKind(StrEnum):
    """An office held for a term, beside seats."""

    CHAIR = "chair"
    TREASURER = "treasurer"
    CUSTODIAN = "custodian"


KIND_LABELS = {
    OrganisationKind.LAB: "Lab",
    OrganisationKind.REGULATOR: "Regulator",
    OrganisationKind.AUDITOR: "Audit body",
    OrganisationKind.PROVIDER: "Compute provider",
    OrganisationKind.CIVIL: "Civil society or research",
    OrganisationKind.SECRETARIAT: "Secretariat",
}

VOTING_ROLES = frozenset({Role.REPRESENTATIVE, Role.INDEPENDENT})
MEMBER_ROLES = frozenset({Role.REPRESENTATIVE, Role.ALTERNATE, Role.INDEPENDENT})
STRONG_ROLES = frozenset({Role.REPRESENTATIVE, Role.ALTERNATE, Role.INDEPENDENT, Role.CLERK, Role.OBSERVER})
"""Seats that can vote, chair, clerk or observe: a second factor is required of whoever holds one."""

SPEAKING_ROLES = frozenset({Role.REPRESENTATIVE, Role.INDEPENDENT, Role.CLERK, Role.AUDITOR, Role.OBSERVER})
"""Seats that answer for their organisation: its representative, or whoever sits for one that has none."""

FILING_ROLES = frozenset({Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON, Role.SERVICE})

ROLE_LABELS = {
    Role.REPRESENTATIVE: "Representative",
    Role.ALTERNATE: "Alternate",
    Role.LIAISON: "Liaison",
    Role.INDEPENDENT: "Independent member",
    Role.AUDITOR: "Auditor",
    Role.CLERK: "Clerk",
    Role.OBSERVER: "Observer",
    Role.COUNSEL: "Counsel",
    Role.PANELLIST: "Panellist",
    Role.SERVICE: "Service",
}

ROLES_OF_KIND = {
    OrganisationKind.LAB: frozenset({Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON, Role.SERVICE, Role.COUNSEL}),
    OrganisationKind.REGULATOR: frozenset({Role.OBSERVER, Role.SERVICE}),
    OrganisationKind.AUDITOR: frozenset({Role.AUDITOR, Role.SERVICE}),
    OrganisationKind.PROVIDER: frozenset({Role.LIAISON, Role.SERVICE}),
    OrganisationKind.CIVIL: frozenset({Role.INDEPENDENT, Role.PANELLIST, Role.SERVICE}),
    OrganisationKind.SECRETARIAT: frozenset({Role.CLERK, Role.SERVICE}),
}
