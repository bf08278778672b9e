"""Frontier: who joined and left, which authorities watch, who holds an office, and what ties members to each other."""

from apps.committees.states import AccessScope, OfficeKind, OrganisationKind, Role, TieKind
from apps.desk.demo.evidence import note, page
from apps.desk.demo.people import (
    AUDITOR,
    BRITAIN,
    BRITISH_OFFICE,
    CALIFORNIA,
    CALIFORNIAN_AUTHORITY,
    CALIFORNIAN_REGISTRY,
    CLERK,
    COUNSEL,
    ELARA,
    FORMER,
    INDEPENDENT,
    NAMES,
    REGISTRY,
    of_lab,
)
from apps.desk.demo.story.frontier_open import INSIDER
from apps.desk.demo.story.parts import Admitted, Event, Invited, days, hours
from apps.desk.demo.story.parts_of_members import (
    AccessGranted,
    AdministrationHandedOn,
    Applied,
    ComputeDeclared,
    Covered,
    NoticeGiven,
    OfficeFilled,
    Recognised,
    SeatEnded,
    TieDeclared,
    Verdict,
)

AUTHORITIES: tuple[Event, ...] = (
    AccessGranted(days(159.2), "eu-office", AccessScope.COMMUNITY, 730),
    Admitted(days(141.6), BRITISH_OFFICE),
    AccessGranted(days(141.5), "britain", AccessScope.COMMUNITY, 60),
    Invited(days(141.4), "britain", Role.OBSERVER, BRITAIN, NAMES[BRITAIN], accepted_after=days(2)),
    Admitted(days(98.7), CALIFORNIAN_AUTHORITY),
    AccessGranted(days(98.6), "california", AccessScope.ADDRESSED, 112),
    Invited(days(95.4), "california", Role.OBSERVER, CALIFORNIA, NAMES[CALIFORNIA], accepted_after=days(4)),
    Admitted(days(44.7), CALIFORNIAN_REGISTRY),
    AccessGranted(days(44.6), "registry", AccessScope.ADDRESSED, 365),
    Invited(days(44.5), "registry", Role.OBSERVER, REGISTRY, NAMES[REGISTRY], accepted_after=days(1)),
)
"""One ended long ago, one ends within weeks; the two Californian ones do not see each other's papers."""

PEOPLE: tuple[Event, ...] = (
    SeatEnded(days(118.6), FORMER, "Ulla Berg retires. Thank you for the first weeks."),
    Invited(
        days(118.5),
        "borealis",
        Role.REPRESENTATIVE,
        of_lab("borealis", Role.REPRESENTATIVE),
        NAMES[of_lab("borealis", Role.REPRESENTATIVE)],
        accepted_after=hours(20),
    ),
    AdministrationHandedOn(days(71.3), of_lab("cygnus", Role.REPRESENTATIVE), of_lab("cygnus", Role.LIAISON)),
    Covered(days(52.4), of_lab("dione", Role.REPRESENTATIVE), days(12), "On leave."),
    Covered(days(2.3), of_lab("cygnus", Role.REPRESENTATIVE), days(11), "Travelling without a secure connection."),
    Invited(
        days(2.9),
        "borealis",
        Role.COUNSEL,
        COUNSEL,
        NAMES[COUNSEL],
        accepted_after=hours(5),
        by=of_lab("borealis", Role.REPRESENTATIVE),
        about=INSIDER,
        lasts=days(180),
    ),
    OfficeFilled(
        days(133.2),
        OfficeKind.TREASURER,
        INDEPENDENT,
        of_lab("cygnus", Role.ALTERNATE),
        days(365),
        "Decision 2 of the first meeting",
    ),
    OfficeFilled(days(133.1), OfficeKind.CUSTODIAN, AUDITOR, CLERK, days(365), "Decision 2 of the first meeting"),
)

MEMBERS: tuple[Event, ...] = (
    ComputeDeclared(days(128.4), of_lab("aster", Role.REPRESENTATIVE), "2.6e26"),
    ComputeDeclared(days(127.7), of_lab("cygnus", Role.REPRESENTATIVE), "4.1e25"),
    ComputeDeclared(days(126.3), of_lab("dione", Role.REPRESENTATIVE), "8.8e24"),
    TieDeclared(
        days(82.6),
        of_lab("dione", Role.REPRESENTATIVE),
        TieKind.CUSTOMER,
        "Veritas checks Dione's accounts; it stands back from what is audited there for the committee.",
        other="veritas",
    ),
    TieDeclared(
        days(79.1),
        of_lab("borealis", Role.REPRESENTATIVE),
        TieKind.SUPPLIER,
        "Half of Borealis's compute is rented from Northlight Cloud.",
        outside="Northlight Cloud",
    ),
    TieDeclared(
        days(58.2),
        of_lab("cygnus", Role.REPRESENTATIVE),
        TieKind.AFFILIATE,
        "Aster and Cygnus own the test site at Harbour Point together.",
        other="aster",
    ),
    TieDeclared(
        days(131.5),
        FORMER,
        TieKind.OTHER,
        "A director of Dione sits on the board of Borealis for another fortnight.",
        other="dione",
        ended_after=days(11),
    ),
    NoticeGiven(
        days(9.3),
        of_lab("dione", Role.REPRESENTATIVE),
        "Dione stops training frontier models and keeps to services that others' models run.",
    ),
)

APPLICANTS: tuple[Event, ...] = (
    Applied(
        days(64.2),
        "Quickstep AI",
        OrganisationKind.LAB,
        "America/New_York",
        "",
        "We would like to be listed as a member on our web site.",
        ("Dex Harlan", "dex@quickstep.example"),
        (
            ("registration", page("extract.pdf", "Extract of the register", "Quickstep AI, founded this year")),
            ("policy", note("policy.txt", "We take safety very seriously.")),
        ),
        verdict=Verdict(
            days(15),
            "Decision 5 of the fourth meeting",
            "The policy names no limit, no test and nobody who answers for it. You may apply again with one that does.",
        ),
    ),
    Applied(
        days(33.4),
        "Elara",
        OrganisationKind.LAB,
        "Europe/Lisbon",
        "1.9e25",
        "We train at the scale of your members, and want the same rules to hold for us before others ask for it.",
        (NAMES[ELARA], ELARA),
        (
            ("registration", page("registration.pdf", "Certificate of registration", "Elara, Lisbon")),
            ("policy", page("policy.pdf", "Safety policy", "Limits by capability", "Tests before each run")),
        ),
        jurisdiction="XR",
        verdict=Verdict(
            days(19),
            "Decision 8 of the fifth meeting",
            "Its papers are complete and its policy goes beyond ours.",
            "elara",
        ),
    ),
    Applied(
        days(2.2),
        "Fulgur Labs",
        OrganisationKind.LAB,
        "Asia/Seoul",
        "6e25",
        "Our next model would fall under your thresholds. We ask to join before the run begins.",
        ("Han Ji-woo", "ji-woo@fulgur.example"),
        (
            ("registration", page("registration.pdf", "Certificate of registration", "Fulgur Labs, Seoul")),
            ("policy", page("safety-policy.pdf", "Safety policy", "Version 3", "Signed by the board")),
        ),
    ),
)
"""One was turned down, one admitted, and one waits for the committee's decision."""

GOVERNMENTS: tuple[Event, ...] = (
    Recognised(
        days(130.4),
        "XU",
        "Utopia (invented)",
        "Act on Joint Oversight, article 4 (invented)",
        "What a member tells the committee in confidence cannot be used against it in Utopia's courts.",
        since=days(200),
    ),
    Recognised(
        days(101.8),
        "XR",
        "Ruritania (invented)",
        "Exchange of letters between the minister and the committee (invented)",
        "Members may coordinate a pause without breaking competition law, while the committee's record is public.",
        since=days(3),
    ),
    Recognised(
        days(130.3),
        "XF",
        "Freedonia (invented)",
        "Decree 12 (invented)",
        "None.",
        since=days(90),
        ended_after=days(76),
    ),
)
"""No government recognises an invented committee, so these are invented too, under codes that ISO 3166 gives to none."""

MEMBERSHIP = (*AUTHORITIES, *PEOPLE, *MEMBERS, *APPLICANTS, *GOVERNMENTS)
