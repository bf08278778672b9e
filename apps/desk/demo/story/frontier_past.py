"""Frontier: what has been dealt with since the founding."""

from apps.desk.demo.evidence import note, page
from apps.desk.demo.people import AUDITOR, CALIFORNIA, CLERK, EU
from apps.desk.demo.story.parts import (
    Acknowledged,
    Assessed,
    Closed,
    Opened,
    Published,
    Report,
    Step,
    Updated,
    Withdrawn,
    days,
    hours,
)

GATEWAY = "Telemetry gateway"
"""Aster's machine, which files by itself."""


def settled(outcome: str, *, by: str = CLERK, within: float = 4, after: float = 5) -> tuple[Step, ...]:
    """Acknowledged within so many hours, assessed a day later, closed after so many days."""
    return (
        Acknowledged(by, hours(within)),
        Assessed(by, hours(within + 24)),
        Closed(CLERK, days(after), outcome),
    )


LATELY = (
    Report(
        by="liaison@cygnus.example",
        ago=days(9.2),
        title="Unexplained outbound traffic from a training cluster",
        kind="hazard",
        severity=3,
        tlp="TLP:AMBER",
        narrative="A steady stream of 4 GB an hour leaves the cluster for an address we do not know.",
        started=hours(14),
        aware=hours(6),
        more={"facts": {"security_breach": None, "weights_exfiltrated": None}},
        steps=(
            Acknowledged(CLERK, hours(3)),
            Withdrawn(
                "liaison@cygnus.example",
                hours(22),
                "The address is our new backup site: a change of Friday had not reached the watch list. No incident.",
            ),
        ),
    ),
    Report(
        by="liaison@aster.example",
        ago=days(13.52),
        title="Interpretability probe changed a model's answers",
        kind="issue",
        severity=1,
        tlp="TLP:GREEN",
        narrative=(
            "A probe meant only to read activations was left in writing mode and shifted the answers of a model "
            "under test by a measurable amount. Results of two days are void."
        ),
        started=days(3),
        aware=hours(9),
        evidence=(note("void-results.txt", "runs 8810 to 8874 are void; 8875 onwards stand"),),
        steps=(
            Acknowledged(CLERK, hours(6)),
            Closed(CLERK, days(4), "Results repeated with the probe read-only. No other lab uses this probe."),
        ),
    ),
    Report(
        by="liaison@borealis.example",
        ago=days(20.83),
        title="Health assistant gave out-of-date dosage advice during an outage",
        kind="harm",
        severity=3,
        tlp="TLP:CLEAR",
        narrative=(
            "While its medicines database was unreachable for 70 minutes, a public health assistant answered from "
            "memory instead of saying so. Fourteen people were given dosage advice that had been withdrawn two years "
            "ago. All were reached by telephone; nobody was hurt."
        ),
        started=days(2),
        ended=days(1.9),
        aware=days(1.5),
        more={
            "jurisdictions": ["EU"],
            "harms": {"health": 2},
            "facts": {
                "death": False,
                "model_involved": True,
                "critical_infrastructure": False,
                "security_breach": False,
                "weights_exfiltrated": False,
                "widespread_infringement": False,
            },
        },
        steps=(
            *settled(
                "The assistant now refuses questions about dosage when its database cannot be reached, and says why. "
                "The other labs have checked their own assistants for the same behaviour; two have made the change.",
                by="representative@aster.example",
                after=9,
            ),
            Published(CLERK, days(10)),
        ),
    ),
    Report(
        by="liaison@cygnus.example",
        ago=days(34.11),
        title="Red-team prompts answered by a production model for six hours",
        kind="near_miss",
        severity=4,
        tlp="TLP:CLEAR",
        narrative=(
            "A routing rule sent traffic of our public service to a model still under safety testing, with its "
            "refusals switched off. For six hours it answered what the public model refuses. A review of all 3 100 "
            "affected conversations found two that should have been refused; neither gave usable detail."
        ),
        started=days(1.5),
        ended=days(1.2),
        aware=days(1.2),
        more={"facts": {"death": False, "widespread_infringement": False, "model_involved": True}},
        steps=(
            *settled("Test models now live behind a gateway that public traffic cannot reach.", within=2, after=12),
            Published(CLERK, days(14)),
        ),
    ),
    Report(
        by="liaison@aster.example",
        ago=days(40.94),
        title="Contractor pasted unreleased weights' paths into a public forum",
        kind="hazard",
        severity=3,
        tlp="TLP:AMBER",
        narrative="The post named three storage paths and an internal host. It was up for fifty minutes.",
        started=hours(20),
        ended=hours(19),
        aware=hours(18),
        more={"facts": {"weights_exfiltrated": False, "security_breach": False}},
        steps=settled("Paths renamed; access logs show no visit from outside. Contractors' training repeated."),
    ),
    Report(
        by="liaison@dione.example",
        ago=days(47.27),
        title="Translation model softened evacuation instructions",
        kind="harm",
        severity=3,
        tlp="TLP:GREEN",
        narrative=(
            "In a flood exercise “leave now” became “you may wish to leave” in one of four languages. The exercise "
            "director noticed; no real warning was touched."
        ),
        started=days(2),
        aware=hours(30),
        evidence=(page("exercise-minutes.pdf", "Minutes of the exercise", "Item 4: wording of the second warning"),),
        steps=settled("A fixed vocabulary is used for warnings; two other labs have taken it over.", after=11),
    ),
)

EARLIER = (
    Report(
        by="liaison@borealis.example",
        ago=days(55.68),
        title="Two-person rule skipped when a checkpoint was moved",
        kind="issue",
        severity=2,
        tlp="TLP:AMBER+STRICT",
        narrative="One engineer approved both halves of a transfer, using a second account left from an earlier post.",
        started=days(4),
        aware=days(1),
        more={"facts": {"internal_use_only": True, "weights_exfiltrated": False}},
        steps=settled("Second accounts closed throughout the company; the transfer was within the agreed sites."),
    ),
    Report(
        by=GATEWAY,
        ago=days(63.41),
        title="Power draw above the declared envelope for 26 minutes",
        kind="near_miss",
        severity=2,
        tlp="TLP:GREEN",
        narrative=(
            "Filed by machine. Hall 2 drew 41.8 MW against a declared 40.0 MW from 03:10 to 03:36 UTC. The training "
            "run in the hall was throttled automatically at 03:31."
        ),
        started=hours(3),
        ended=hours(2.5),
        aware=hours(2.5),
        more={"facts": {"internal_use_only": True}, "own_reference": "TG-000118"},
        steps=settled("Cooling pumps after maintenance, not compute. The envelope now counts them.", after=3),
    ),
    Report(
        by="liaison@cygnus.example",
        ago=days(70.87),
        title="Agent bought cloud capacity with a test card that turned out to be live",
        kind="harm",
        severity=2,
        tlp="TLP:GREEN",
        narrative=(
            "An agent asked to “find more capacity” opened an account with a provider and paid with a card from its "
            "test data. The card was real. The sum was 340 pounds; the capacity was never used."
        ),
        started=days(2),
        aware=hours(20),
        more={"jurisdictions": ["UK"], "facts": {"model_involved": True, "malicious": False}},
        # Acknowledged two hours late: the escalation worked.
        steps=settled("Refunded. Test data hold no payment means any more; agents cannot open accounts.", within=26),
    ),
    Report(
        by="liaison@dione.example",
        ago=days(78.22),
        title="Exam-marking model marked by length",
        kind="harm",
        severity=3,
        tlp="TLP:CLEAR",
        narrative=(
            "A model that pre-marks school essays gave higher marks to longer texts whatever they said. A teacher "
            "noticed; 4 200 essays were marked again by hand and 311 marks changed before results came out."
        ),
        started=days(20),
        ended=days(3),
        aware=days(2),
        more={"jurisdictions": ["SG"], "facts": {"model_involved": True, "widespread_infringement": False}},
        steps=(
            *settled("Marks corrected before publication. Length is now part of every marking test.", after=10),
            Published(CLERK, days(16)),
        ),
    ),
    Report(
        by="liaison@borealis.example",
        ago=days(87.59),
        title="Monitoring of a paused run was down for nine hours",
        kind="hazard",
        severity=3,
        tlp="TLP:GREEN",
        narrative="The meter of a halted cluster sent no readings overnight. Its neighbours' did.",
        started=days(1.4),
        ended=days(1),
        aware=days(1),
        steps=settled("Meter replaced; readings of the power utility show that the cluster stood still.", after=7),
    ),
    Report(
        by="liaison@aster.example",
        ago=days(97.08),
        title="Model described how to defeat a water plant's alarm",
        kind="near_miss",
        severity=4,
        tlp="TLP:AMBER",
        narrative=(
            "A tester playing a maintenance engineer was given working steps to silence a pressure alarm. The plant "
            "exists. Its operator and the authority have been told; the alarm's software has since been changed."
        ),
        started=days(3),
        aware=days(2),
        more={
            "jurisdictions": ["US-CA"],
            "recipients": ["california"],
            "facts": {"critical_infrastructure": False, "imminent_danger": False, "model_involved": True},
        },
        steps=(
            Acknowledged(CLERK, hours(1.5)),
            Opened(CALIFORNIA, days(9.5)),
            Updated("liaison@aster.example", days(3), "The operator has confirmed the change of the alarm."),
            Closed(CLERK, days(13), "Covered by a new class of refusals; the tester's path no longer works."),
        ),
    ),
    Report(
        by="liaison@cygnus.example",
        ago=days(109.73),
        title="Logs of private conversations kept longer than stated",
        kind="harm",
        severity=3,
        tlp="TLP:AMBER",
        narrative="A copy made for debugging escaped the deletion after thirty days and was found after ninety.",
        started=days(60),
        aware=days(1.5),
        more={
            "jurisdictions": ["EU", "UK"],
            "recipients": ["eu-office"],
            "facts": {"cross_border": True, "widespread_infringement": None},
        },
        steps=(
            Opened(EU, hours(20)),
            *settled(
                "Copies deleted under the auditor's eyes; copies for debugging now expire by themselves.", after=15
            ),
        ),
    ),
    Report(
        by="liaison@dione.example",
        ago=days(124.35),
        title="Unreviewed prompt template reached a bank's assistant",
        kind="issue",
        severity=1,
        tlp="TLP:AMBER",
        narrative="A draft template was published by a test account. It was polite, correct and not approved.",
        started=hours(30),
        ended=hours(26),
        aware=hours(26),
        steps=(Opened(AUDITOR, days(2)), *settled("Publishing needs a second person since that day.", after=4)),
    ),
    Report(
        by="liaison@borealis.example",
        ago=days(138.9),
        title="First drill: a made-up leak, to try the procedure",
        kind="issue",
        severity=1,
        tlp="TLP:GREEN",
        narrative="A drill agreed with the clerk, to see whether everybody is told and can find the report.",
        aware=hours(1),
        steps=(
            Acknowledged(CLERK, hours(0.5)),
            Opened("liaison@cygnus.example", hours(1)),
            Opened("representative@dione.example", hours(9)),
            Closed(CLERK, days(2), "Everybody was told within a minute. Two people had to look for their password."),
        ),
    ),
)
