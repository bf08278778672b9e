"""The field's words for organisations, seats and offices."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


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


class MembershipState(StrEnum):
    """What an organisation's membership is."""

    ADMITTED = "admitted"
    SUSPENDED = "suspended"
    LEFT = "left"
    EXPELLED = "expelled"


class ApplicationState(StrEnum):
    """Where an organisation's application stands."""

    UNCONFIRMED = "unconfirmed"
    RECEIVED = "received"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class TieKind(StrEnum):
    """What ties two organisations."""

    AFFILIATE = "affiliate"
    OWNER = "owner"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    OTHER = "other"


class AccessScope(StrEnum):
    """What an authority's observers may see."""

    ADDRESSED = "addressed"
    COMMUNITY = "community"


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

ONE_MATTER_ROLES = frozenset({Role.COUNSEL, Role.PANELLIST})
"""Seats that are there for one case: of all matters they see that one alone.

A panellist's seat without a case says that somebody is on the roster from which panels are composed.
"""

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
    OrganisationKind.LAB: frozenset(
        {Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON, Role.SERVICE, Role.COUNSEL, Role.PANELLIST}
    ),
    OrganisationKind.REGULATOR: frozenset({Role.OBSERVER, Role.SERVICE}),
    OrganisationKind.AUDITOR: frozenset({Role.AUDITOR, Role.PANELLIST, Role.SERVICE}),
    OrganisationKind.PROVIDER: frozenset({Role.LIAISON, Role.SERVICE}),
    OrganisationKind.CIVIL: frozenset({Role.INDEPENDENT, Role.PANELLIST, Role.SERVICE}),
    OrganisationKind.SECRETARIAT: frozenset({Role.CLERK, Role.SERVICE}),
}

MEMBERSHIP = Transitions(
    Move("suspend", (MembershipState.ADMITTED,), MembershipState.SUSPENDED, "the committee's decision"),
    Move("reinstate", (MembershipState.SUSPENDED,), MembershipState.ADMITTED, "the committee's decision"),
    Move(
        "leave",
        (MembershipState.ADMITTED, MembershipState.SUSPENDED),
        MembershipState.LEFT,
        "the portal, when the organisation's notice has run",
    ),
    Move(
        "expel",
        (MembershipState.ADMITTED, MembershipState.SUSPENDED),
        MembershipState.EXPELLED,
        "the committee's decision",
    ),
    Move(
        "admit_again",
        (MembershipState.LEFT, MembershipState.EXPELLED),
        MembershipState.ADMITTED,
        "the committee's decision on a new application",
    ),
)
"""Notice to leave is no state of its own: a member that has given it keeps every duty until the day it leaves."""

APPLICATION = Transitions(
    Move("confirm", (ApplicationState.UNCONFIRMED,), ApplicationState.RECEIVED, "the applicant, by the link mailed"),
    Move("admit", (ApplicationState.RECEIVED,), ApplicationState.ADMITTED, "the committee's decision"),
    Move("refuse", (ApplicationState.RECEIVED,), ApplicationState.REFUSED, "the committee's decision"),
    Move(
        "withdraw",
        (ApplicationState.UNCONFIRMED, ApplicationState.RECEIVED),
        ApplicationState.WITHDRAWN,
        "the applicant",
    ),
)

TIE_LABELS = {
    TieKind.AFFILIATE: "Affiliate (same group)",
    TieKind.OWNER: "Owner or holder of shares",
    TieKind.SUPPLIER: "Supplier",
    TieKind.CUSTOMER: "Customer",
    TieKind.OTHER: "Another tie",
}

SCOPE_LABELS = {
    AccessScope.ADDRESSED: "Papers addressed to it",
    AccessScope.COMMUNITY: "Papers addressed to it, and those open to the whole committee",
}
