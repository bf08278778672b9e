"""Frontier's money: one quarter closed, one being paid with a lab that is late, one whose budget is voted on."""

from apps.committees.states import Role
from apps.desk.demo.evidence import note, page
from apps.desk.demo.people import AUDITOR, CLERK, ELARA, FORNAX, INDEPENDENT, of_lab
from apps.desk.demo.story.parts import AmendmentDrafted, Event, days, hours
from apps.desk.demo.story.parts_of_funding import (
    Appealed,
    BankLine,
    BooksClosed,
    BudgetDrafted,
    ContributionsIssued,
    Declared,
    DetailsEntered,
    FileBroughtIn,
    OfFunding,
    OpeningAsked,
    PeriodOpened,
    ScaleDrafted,
    SpendingEntered,
)
from apps.funding.rules.declaring import Said

ASTER, BOREALIS, CYGNUS, DIONE = (of_lab(lab, Role.REPRESENTATIVE) for lab in ("aster", "borealis", "cygnus", "dione"))
LIAISONS = {lab: of_lab(lab, Role.LIAISON) for lab in ("aster", "borealis", "cygnus", "dione")}
CLOSED, RUNNING, COMING = 0, 1, 2

ACCOUNTS = {
    "aster": "GB29NWBK60161331926819",
    "borealis": "SE4550000000058398257466",
    "cygnus": "GB33BUKB20201555555555",
    "dione": "DE89370400440532013000",
    "fornax": "NL91ABNA0417164300",
    "halden": "NO9386011117947",
    "rooms": "FR1420041010050500013M02606",
}
"""The examples that banks print for the form of an IBAN: nobody's accounts."""

FLEETS = {
    "aster": (Said("NVIDIA H100 SXM", "61000"), Said("Google TPU v5p", "18000")),
    "borealis": (Said("NVIDIA H100 SXM", "44000"),),
    "cygnus": (Said("AMD Instinct MI300X", "12500"),),
    "dione": (Said("NVIDIA A100", "9600"),),
    "fornax": (Said("Google TPU v4", "7000"),),
    "elara": (Said("NVIDIA A100", "14000"),),
}

CEILING: tuple[Event, ...] = (
    AmendmentDrafted(
        days(132.6),
        CYGNUS,
        "A ceiling of forty per cent",
        "Below it, five members can hardly differ at all: twenty-two per cent were made for two hundred.",
        {"funding.ceiling": 40},
        adopted_after=days(6),
        decision="Decision 2 of the second meeting, minutes of the secretariat, page 3",
    ),
)


def _declared(ago: float, lab: str, period: int, flop: str, method: str = "measured", by: str = "") -> Declared:
    log = note(f"{lab}-quarter-{period + 1}.txt", f"{lab.title()}: jobs above 64 devices, summed from the scheduler.")
    confidence = "high" if method == "measured" else "medium"
    return Declared(days(ago), by or LIAISONS[lab], period, flop, FLEETS[lab], method, confidence, evidence=(log,))


FIRST: tuple[OfFunding, ...] = (
    PeriodOpened(days(131), INDEPENDENT, CLOSED, begins=days(130)),
    _declared(129.6, "aster", CLOSED, "2.1e26"),
    _declared(127.2, "borealis", CLOSED, "1.2e26"),
    _declared(124.8, "cygnus", CLOSED, "3.3e25", "derived"),
    _declared(121.3, "dione", CLOSED, "8.1e24"),
    Declared(
        days(98.9),
        AUDITOR,
        CLOSED,
        "9.9e24",
        FLEETS["fornax"],
        "estimated",
        "low",
        "From the power that its hall drew by the grid's published figures, at two thirds of its devices.",
        lab="fornax",
    ),
    Appealed(
        days(97.4),
        FORNAX,
        CLOSED,
        "A third of that power cools a hospital next door.",
        dismissed_by=AUDITOR,
        dismissed_after=days(2.8),
        because="The hospital has a meter of its own; its share is not in the figure.",
    ),
    ScaleDrafted(
        days(92.4), INDEPENDENT, CLOSED, "The first scale. Four labs declared; Fornax is estimated by the custodian."
    ),
    BudgetDrafted(
        days(92.3),
        INDEPENDENT,
        CLOSED,
        "The first quarter",
        "What it takes to begin: people, rooms, and the first visits.",
        (
            ("Secretariat", "186000.00", "Four people and their desks."),
            ("Audits and visits", "142000.00", "Two visits to each hall."),
            ("Shared tests", "96000.00", "The first hundred tasks."),
            ("Meetings", "31500.00", "Rooms, interpreters, travel of the independent member."),
        ),
    ),
    DetailsEntered(
        days(82.3),
        INDEPENDENT,
        CLOSED,
        "Frontier Joint Oversight Committee",
        "BE71096123456769",
        "Bank of Brabant (invented)",
        approved_by=CLERK,
        approved_after=hours(5),
    ),
    ContributionsIssued(days(82), INDEPENDENT, CLOSED),
    SpendingEntered(
        days(79.2),
        CLERK,
        CLOSED,
        "Meetings",
        "Maison des Conférences (invented)",
        "Rooms and interpreters for the third meeting",
        "9840.00",
        "2207",
        ACCOUNTS["rooms"],
        (page("invoice-2207.pdf", "Invoice 2207", "Three rooms, two days", "Four interpreters"),),
        decided_by=INDEPENDENT,
        decided_after=days(1.1),
    ),
    SpendingEntered(
        days(74.5),
        INDEPENDENT,
        CLOSED,
        "Audits and visits",
        "Halden Audit (invented)",
        "Visits to the halls of Aster and Cygnus",
        "61250.00",
        "H-118",
        ACCOUNTS["halden"],
        (page("H-118.pdf", "Invoice H-118", "Two halls, nine days, three people"),),
        decided_by=CLERK,
        decided_after=days(2),
    ),
    FileBroughtIn(
        days(55.2),
        INDEPENDENT,
        CLOSED,
        "brabant-001.xml",
        (
            BankLine(days(59.4), "Aster Inc", ACCOUNTS["aster"], "aster", CLOSED, part="1"),
            BankLine(days(58.8), "Borealis AB", ACCOUNTS["borealis"], "borealis", CLOSED, part="0.5"),
            BankLine(
                days(57.8), "Maison des Conférences", ACCOUNTS["rooms"], extra="-9840.00", text="Invoice 2207", pays="Rooms and interpreters for the third meeting"
            ),
            BankLine(
                days(57.2), "Dione Pte Ltd", ACCOUNTS["dione"], "dione", CLOSED, part="1", extra="1250.00",
                text="Contribution of the first quarter, rounded up",
            ),
            BankLine(
                days(56.8), "Fornax BV", ACCOUNTS["fornax"], "fornax", CLOSED, part="0.4",
                text="On account; the rest when our question on the meters is answered",
            ),
            BankLine(days(56.4), "Cygnus Ltd", ACCOUNTS["cygnus"], "cygnus", CLOSED, part="1"),
            BankLine(days(55.9), "Halden Audit", ACCOUNTS["halden"], extra="-61250.00", text="H-118", pays="Visits to the halls of Aster and Cygnus"),
        ),
    ),
    FileBroughtIn(
        days(46.1),
        INDEPENDENT,
        CLOSED,
        "brabant-002.xml",
        (
            BankLine(days(49.5), "Borealis AB", ACCOUNTS["borealis"], "borealis", CLOSED, part="0.5"),
        ),
    ),
    BooksClosed(days(31.2), INDEPENDENT, CLOSED),
)  # fmt: skip
"""Fornax did not declare, and paid two fifths."""

SECOND: tuple[OfFunding, ...] = (
    PeriodOpened(days(99.4), INDEPENDENT, RUNNING, begins=days(130)),
    _declared(96.1, "aster", RUNNING, "2.6e26"),
    _declared(94.3, "borealis", RUNNING, "1.4e26"),
    _declared(92.2, "cygnus", RUNNING, "4.1e25", "derived"),
    _declared(90.5, "dione", RUNNING, "8.8e24"),
    _declared(88.3, "fornax", RUNNING, "9.2e24", "derived", by=FORNAX),
    ScaleDrafted(days(67.2), INDEPENDENT, RUNNING, "By what the five labs declared for the quarter."),
    BudgetDrafted(
        days(67.1),
        INDEPENDENT,
        RUNNING,
        "The second quarter",
        "The tests are built in this quarter, so they cost more than everything else but the people.",
        (
            ("Secretariat", "198000.00", "Five people."),
            ("Audits and visits", "121000.00", "One visit to each hall; a second where the first found something."),
            ("Shared tests", "164000.00", "Two hundred tasks, and a closed room to run them in."),
            ("Meetings", "24000.00", "One meeting in Brussels."),
            ("Legal advice", "38000.00", "The draft agreement with the audit body."),
        ),
    ),
    ContributionsIssued(days(40.5), INDEPENDENT, RUNNING),
    SpendingEntered(
        days(34.8),
        INDEPENDENT,
        RUNNING,
        "Shared tests",
        "Tessellate Labs (invented)",
        "One hundred and twenty tasks, first delivery",
        "72600.00",
        "TL-0091",
        ACCOUNTS["aster"],
        (page("TL-0091.pdf", "Invoice TL-0091", "120 tasks with answers, sealed"),),
        decided_by=CLERK,
        decided_after=days(1.6),
    ),
    SpendingEntered(
        days(28.3),
        CLERK,
        RUNNING,
        "Audits and visits",
        "R. Ostrowska (invented)",
        "Travel of a witness to the hearing in September",
        "1164.20",
        "",
        "",
        (note("tickets.txt", "Two flights, one night."),),
        decided_by=INDEPENDENT,
        decided_after=days(0.9),
        redacted_because="The witness was promised that no paper names them.",
    ),
    FileBroughtIn(
        days(16.3),
        INDEPENDENT,
        RUNNING,
        "brabant-003.xml",
        (
            BankLine(days(20.9), "Aster Inc", ACCOUNTS["aster"], "aster", RUNNING, part="1"),
            BankLine(days(20.2), "Borealis AB", ACCOUNTS["borealis"], "borealis", RUNNING, part="0.5"),
            BankLine(days(19.6), "R. Ostrowska", "", extra="-1164.20", text="Travel", pays="Travel of a witness to the hearing in September"),
            BankLine(days(19.4), "Cygnus Ltd", ACCOUNTS["cygnus"], "cygnus", RUNNING, part="0.5"),
            BankLine(days(17.5), "Tessellate Labs", "", extra="-72600.00", text="TL-0091", pays="One hundred and twenty tasks, first delivery"),
        ),
    ),
    _declared(12.1, "elara", RUNNING, "1.9e25", by=ELARA),
    SpendingEntered(
        days(6.4),
        CLERK,
        RUNNING,
        "Meetings",
        "Maison des Conférences (invented)",
        "Rooms for the seventh meeting, with a dinner for forty",
        "8900.00",
        "2391",
        ACCOUNTS["rooms"],
        decided_by=INDEPENDENT,
        decided_after=days(1.2),
        refused_because="The dinner was not in the offer that we took. Ask for an invoice without it.",
    ),
    SpendingEntered(
        days(5.1),
        INDEPENDENT,
        RUNNING,
        "Legal advice",
        "Fjord Law (invented)",
        "Draft agreement with the audit body",
        "17300.00",
        "FL-77",
        "",
        (page("FL-77.pdf", "Invoice FL-77", "Forty hours"),),
        decided_by=CLERK,
        decided_after=days(2.2),
    ),
    FileBroughtIn(
        days(1.4),
        INDEPENDENT,
        RUNNING,
        "brabant-004.xml",
        (
            BankLine(
                days(4.3), "Cygnus Ltd", ACCOUNTS["cygnus"], "cygnus", RUNNING, part="0.5",
                text="second part, quarter two", with_reference=False,
            ),
            BankLine(days(2.2), "Bank of Brabant", "", extra="-38.50", text="Charges of the quarter"),
            BankLine(days(1.8), "Harbour Point", "", extra="4800.00", text="Deposit returned"),
        ),
        is_reconciled=False,
    ),
    SpendingEntered(
        hours(21),
        INDEPENDENT,
        RUNNING,
        "Shared tests",
        "Tessellate Labs (invented)",
        "Eighty tasks, second delivery",
        "48400.00",
        "TL-0104",
        "",
        (page("TL-0104.pdf", "Invoice TL-0104", "80 tasks with answers, sealed"),),
    ),
    OpeningAsked(
        hours(30),
        CLERK,
        RUNNING,
        "borealis",
        "Two members asked in the last meeting whether rented devices are in the figure. We would look it up.",
    ),
)  # fmt: skip
"""Of this quarter Fornax has paid nothing: with what it owes for the first that is enough to cost it its vote in days."""

THIRD: tuple[OfFunding, ...] = (
    PeriodOpened(days(11.5), INDEPENDENT, COMING, begins=days(130)),
    _declared(8.2, "aster", COMING, "3.0e26"),
    _declared(7.1, "cygnus", COMING, "4.4e25", "derived"),
    _declared(5.3, "dione", COMING, "8.8e24"),
    BudgetDrafted(
        days(5.2),
        INDEPENDENT,
        COMING,
        "The third quarter",
        "The audit body begins its work, and the secretariat hands half of its visits over to it.",
        (
            ("Secretariat", "198000.00", "Five people."),
            ("Audit body", "210000.00", "Its first quarter: eleven people, two halls."),
            ("Shared tests", "88000.00", "The last hundred tasks, and the room."),
            ("Meetings", "31000.00", "One meeting in Lisbon."),
            ("Legal advice", "12000.00", "What is left of the agreement."),
        ),
    ),
)

FUNDS: tuple[OfFunding, ...] = (*FIRST, *SECOND, *THIRD)
