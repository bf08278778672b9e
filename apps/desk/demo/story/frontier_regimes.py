"""Frontier: the laws by which its reports are owed, whom they reach, and one report that two authorities are sent."""

from apps.desk.demo.evidence import note, page
from apps.desk.demo.people import CALIFORNIA, CLERK, EU
from apps.desk.demo.story.parts import Acknowledged, Assessed, Opened, Protected, Report, Updated, days, hours
from apps.desk.demo.story.parts_of_packages import Accepted, Asked, Received, RevisionRequired, Sent, SentElsewhere
from apps.desk.demo.story.parts_of_regimes import DeskSet, ReachAnswered, RegimesLoaded, VersionProposed
from apps.desk.demo.story.parts_of_work import ActionAdded, CauseNoted, Found, Given, Talked

REGIMES = (
    RegimesLoaded(days(30.2)),
    DeskSet(days(30.1), "us-ca-sb53", "california"),
    ReachAnswered(
        days(29.7),
        "representative@borealis.example",
        {
            "provides_systemic_risk_models": True,
            "is_frontier_developer_in_california": True,
            "is_essential_or_important_entity": False,
        },
    ),
    ReachAnswered(
        days(29.1),
        "liaison@aster.example",
        {"is_frontier_developer_in_california": True, "is_large_developer_in_new_york": True},
    ),
    ReachAnswered(
        days(28.4),
        "liaison@cygnus.example",
        {"provides_systemic_risk_models": True, "is_essential_or_important_entity": False},
    ),
    VersionProposed(
        days(1.3),
        CLERK,
        "eu-gpai-code-9",
        {"channel": "The AI Office's secure filing service, with the reference that the portal gives"},
        "The AI Office has announced a filing service instead of a mailbox; its notice is attached to our minutes.",
    ),
)

PROTECTED = (
    Protected(
        "alternate@cygnus.example",
        days(6.3),
        {
            "title": "Evaluation results held back from our own safety board",
            "kind": "hazard",
            "severity": 3,
            "narrative": (
                "Two evaluations of the last checkpoint showed help with intrusion that the earlier ones did not. They were "
                "left out of the summary that our safety board reads before it agrees to a release. I have seen both versions."
            ),
            "recipients": ["secretariat"],
            "names_organisation": False,
        },
        (Acknowledged(CLERK, hours(9)),),
    ),
)

BOREALIS = "liaison@borealis.example"
CODE = "eu-gpai-code-9.initial"
SB53 = "us-ca-sb53.report"

TWO_DESKS = (
    Report(
        by=BOREALIS,
        ago=days(8.6),
        title="Weights of a distilled model left on a customer's server",
        kind="harm",
        severity=4,
        tlp="TLP:AMBER+STRICT",
        narrative=(
            "An installation at a customer in San Jose kept the decrypted weights of a distilled model on a disk that "
            "its own staff could read. A copy was made on a Sunday and taken out of the building; a second one was "
            "found on a laptop in Tallinn. The installer should have deleted the files after the first start."
        ),
        started=days(16),
        aware=hours(30),
        more={
            "jurisdictions": ["EU", "US-CA"],
            "harms": {"security": 3},
            "facts": {
                "model_involved": True,
                "weights_exfiltrated": True,
                "security_breach": True,
                "death": False,
                "imminent_danger": False,
                "critical_infrastructure": False,
                "cross_border": True,
                "internal_use_only": False,
                "malicious": True,
            },
            "model": "Borealis Lumen Small, distilled; 9 billion parameters, weights of last spring.",
            "evidence_of_involvement": "Digests of the files on the laptop are those of our release.",
            "response_done": "The customer's installation is shut down; both disks are held by the police.",
            "response_planned": "Weights stay encrypted at rest on every installation; all 61 are inspected.",
            "root_cause": "The installer's clean-up step was skipped where the disk was nearly full.",
            "own_reference": "SEC-2260",
        },
        evidence=(note("digests.txt", "lumen-small-00.bin  7c1e…  matches", "lumen-small-01.bin  a09b…  matches"),),
        steps=(
            Acknowledged(CLERK, hours(3)),
            Given(CLERK, hours(3.2), CLERK, "I call both liaisons today."),
            Sent(
                BOREALIS,
                hours(19),
                CODE,
                why="Weights of a model with systemic risk left our control; two copies are known.",
            ),
            SentElsewhere(
                BOREALIS,
                hours(19.4),
                CODE,
                note("receipt-ai-office.txt", "Serious incident report received.", "Reference: GPAI-SI-2026-0311"),
            ),
            Received(EU, hours(21), CODE),
            Assessed(CLERK, hours(27)),
            Asked(
                EU,
                hours(44),
                CODE,
                text="Which other installations run the same installer, and in which Member States?",
                within=days(3),
                answer="Sixty-one in all; 23 in eight Member States, listed in our second report.",
                answered_by=BOREALIS,
                answered_after=hours(31),
            ),
            Sent(BOREALIS, hours(70), SB53, why="Unauthorised access to model weights, with a copy taken away."),
            Received(CALIFORNIA, hours(79), SB53),
            SentElsewhere(
                BOREALIS,
                hours(82),
                SB53,
                page("cal-oes-receipt.pdf", "Receipt", "Critical safety incident report received, number 26-1187."),
            ),
            Talked(
                CLERK,
                hours(84),
                "The other installations",
                "Which customers have been told, and by whom? We want one list, not two.",
                ("borealis",),
                answers=(
                    (
                        BOREALIS,
                        hours(3),
                        "All 61 were told on Tuesday by their account managers. The list follows today.",
                    ),
                ),
            ),
            Found(
                CLERK,
                hours(86),
                "The installer reported success although its last step had not run.",
                "Installation logs of the two machines; the vendor's own test on a full disk.",
            ),
            CauseNoted(
                CLERK,
                hours(87),
                "Success was reported by the step before the last. Nobody had tried the installer with a full disk.",
            ),
            ActionAdded(
                BOREALIS,
                hours(88),
                "Encrypt weights at rest on every installation.",
                "borealis",
                days(30),
            ),
            ActionAdded(
                BOREALIS,
                hours(88.2),
                "Refuse to start after an installation that did not end.",
                "borealis",
                days(5),
                done=days(2),
                words="Version 4.2.1 is on all installations that we run.",
            ),
            Updated(BOREALIS, hours(90), "40 of 61 installations are inspected: no further copy."),
            RevisionRequired(EU, hours(100), CODE, "Add the 23 installations by Member State.", within=days(4)),
            Opened("representative@aster.example", hours(101)),
            Sent(BOREALIS, hours(131), CODE, reason="Installations by Member State, as the authority asked."),
            Received(EU, hours(142), CODE),
            Asked(EU, hours(190), CODE, text="When is the last of them inspected?", within=days(4)),
            Accepted(CALIFORNIA, hours(180), SB53, "Received; no further report is required for now."),
        ),
    ),
)
