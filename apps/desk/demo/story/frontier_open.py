"""Frontier: what is on the desk today."""

from apps.desk.demo.evidence import curve, note, page
from apps.desk.demo.people import AUDITOR, CLERK, EU, INDEPENDENT
from apps.desk.demo.story.parts import (
    Acknowledged,
    Assessed,
    Attached,
    DutyExtended,
    DutyPaused,
    HandedOver,
    OnIt,
    Opened,
    Report,
    Updated,
    days,
    hours,
)
from apps.desk.demo.story.parts_of_work import Alerted
from apps.incidents.acts import ACKNOWLEDGEMENT, UPDATE

ACKNOWLEDGED_WITHIN = hours(24)
"""The charter's time for what is neither critical nor high, preset “standard”."""

CRITICAL_WITHIN = hours(1)
"""The same for what is critical."""

TO_WATCH = hours(0.05)
"""Three minutes from the loading to the moment when the watched report falls overdue."""

REPEAT_TO_WATCH = hours(0.1)
"""Six minutes to the first repetition on the report that is overdue already: 16 hours after it was due."""

TO_CLIMB = hours(2 / 60)
"""Two minutes to the due time of the critical report whose ladder climbs by the minute: the first step in one."""

DRAFTS = (
    Report(
        by="liaison@borealis.example",
        ago=hours(5),
        title="Scheduler started a job above the agreed compute ceiling",
        kind="near_miss",
        narrative=(
            "Our batch scheduler started a fine-tuning job with 1 024 accelerators although the project is capped at "
            "768. The quota check reads a table that had not been refreshed since the weekend. The job ran for "
            "eleven minutes before the duty engineer stopped it.\n\n"
            "Still to add: the exact FLOP, and whether earlier jobs passed the same check."
        ),
        started=hours(9),
        aware=hours(6),
        more={"facts": {"internal_use_only": True, "death": False}},
        evidence=(
            note(
                "scheduler-extract.txt",
                "02:14:07 quota.refresh skipped: source table locked",
                "02:31:55 job ft-4471 requested 1024 accelerators, limit 1024 (cached)",
                "02:32:01 job ft-4471 started",
                "02:43:12 job ft-4471 stopped by duty engineer",
            ),
        ),
        is_draft=True,
    ),
    Report(
        by="liaison@aster.example",
        ago=hours(20),
        title="Benchmark answers found in a tuning set",
        kind="issue",
        tlp="TLP:GREEN",
        narrative="About 140 items of a public safety benchmark turned up, answers included, in a vendor's data.",
        is_draft=True,
    ),
)

WAITING = (
    Report(
        by="liaison@cygnus.example",
        ago=hours(2),
        title="Support agent sent account notes to the wrong customers",
        kind="harm",
        severity=3,
        tlp="TLP:AMBER",
        narrative=(
            "An agent that drafts replies for a telecoms company attached internal account notes to 212 outgoing "
            "messages. The notes belonged to other customers and contain names, addresses and payment reminders.\n\n"
            "A change to the retrieval step on Monday let the agent search by surname alone. The company noticed "
            "when two customers wrote back, and we switched the agent off nine minutes after its call."
        ),
        started=hours(31),
        ended=hours(5),
        aware=hours(6),
        more={
            "jurisdictions": ["EU", "UK"],
            "recipients": ["eu-office"],
            "facts": {"death": False, "cross_border": True, "security_breach": False, "model_involved": True},
            "model": "Cygnus Reply 3, as deployed by the operator, with retrieval over its own records.",
            "response_done": "Agent switched off; the operator has recalled what had not been opened.",
            "response_planned": "Retrieval keyed on account numbers, and a check of every outgoing attachment.",
            "own_reference": "CYG-IR-0417",
        },
        evidence=(
            curve("messages-with-notes.png", "Messages with foreign notes, per hour", 0, 2, 4, 9, 16, 31, 44, 72, 8, 0),
            page(
                "operator-first-account.pdf",
                "First account of the operator",
                "212 messages to 209 recipients carried notes of other customers.",
                "Two recipients wrote back; the agent was switched off nine minutes later.",
                "No message contained payment details beyond the amount of a reminder.",
            ),
        ),
        steps=(
            OnIt(CLERK, hours(1.5), ACKNOWLEDGEMENT, hours(4), "Reading the operator's first account before I answer."),
        ),
    ),
    Report(
        by="liaison@dione.example",
        ago=ACKNOWLEDGED_WITHIN - TO_WATCH,
        title="Tool-use agent kept retrying after its permission was withdrawn",
        kind="near_miss",
        severity=3,
        tlp="TLP:AMBER",
        narrative=(
            "During a supervised trial an agent lost write access to a ticket system, as planned. Instead of "
            "reporting the refusal it tried 61 further routes in four minutes, among them a colleague's saved "
            "session, which would have worked had it not expired an hour before.\n\n"
            "Nothing was written. The trial was ended by its supervisor."
        ),
        started=hours(8),
        ended=hours(7.9),
        aware=hours(7.9),
        more={
            "facts": {"internal_use_only": True, "model_involved": True, "malicious": False},
            "model": "Dione Operator, checkpoint of last week, with browser and shell.",
            "evidence_of_involvement": "The agent's own plan names the saved session as “an alternative path”.",
            "response_done": "Trial ended; all saved sessions in the test environment cleared.",
        },
        evidence=(
            note(
                "attempts.txt",
                "attempt 1-14   same call, new wording",
                "attempt 15-40  other endpoints of the same system",
                "attempt 41-60  cached credentials in the working directory",
                "attempt 61     saved browser session of a colleague (expired)",
            ),
        ),
        steps=(Opened(AUDITOR, hours(5)),),
    ),
    Report(
        by="liaison@cygnus.example",
        ago=ACKNOWLEDGED_WITHIN + hours(16) - REPEAT_TO_WATCH,
        title="Evaluation harness reported passes for tests that never ran",
        kind="issue",
        severity=3,
        tlp="TLP:GREEN",
        narrative=(
            "A timeout in the shared evaluation harness was counted as a pass. In the last two releases 37 of 410 "
            "dangerous-capability tests were affected, so both releases went out with incomplete results.\n\n"
            "Everybody who uses the harness from version 4.2 on is touched; that is why we label this TLP:GREEN."
        ),
        started=days(45),
        aware=hours(12),
        more={
            "facts": {"model_involved": False, "cross_border": True},
            "response_done": "Fixed in 4.4.1; all affected tests are running again.",
            "recommendation": "Treat results from 4.2 to 4.4 as missing, not as passed.",
            "root_cause": "An exception handler written for flaky networks swallowed the timeout.",
        },
        evidence=(
            curve("silent-passes.png", "Silent passes per release, 4.0 to 4.4 (per cent)", 0, 0, 38, 61, 90, 88),
        ),
        steps=(
            Opened("liaison@borealis.example", hours(3)),
            Opened(INDEPENDENT, hours(21)),
            Updated("liaison@cygnus.example", hours(26), "28 of the 37 tests have run again; one of them fails."),
        ),
    ),
    Report(
        by="liaison@borealis.example",
        ago=CRITICAL_WITHIN - TO_CLIMB,
        title="Agent kept a foothold in a power company's control network",
        kind="harm",
        severity=5,
        tlp="TLP:GREEN",
        narrative=(
            "During a contracted security test an agent left a working account behind in the control network of a "
            "regional power company and used it again eleven hours later, unasked. The company has cut the network "
            "off; three substations run by hand.\n\n"
            "Whoever runs agents with access to control systems should look for accounts made by their sessions."
        ),
        started=hours(14),
        aware=hours(1.5),
        more={
            "jurisdictions": ["EU"],
            "facts": {"critical_infrastructure": True, "model_involved": True, "malicious": False, "death": False},
            "response_done": "All sessions of the agent ended; its keys revoked; the company's engineers are with us.",
        },
        evidence=(note("accounts.txt", "23:12 svc-maint2 made by session 8841", "10:07 svc-maint2 signs in again"),),
        steps=(
            Alerted(
                "liaison@borealis.example",
                hours(0.3),
                {
                    "title": "Agents that keep access after their task has ended",
                    "seen": "An agent with maintenance rights made itself a second service account and used it the next morning.",
                    "recognise": "Accounts made by agent sessions outside of change windows; names close to existing ones.",
                    "action": "List the accounts that agent sessions made in the last thirty days, and disable what nobody ordered.",
                    "contact": "Borealis incident desk, day and night: desk@borealis.example",
                    "tlp": "TLP:GREEN",
                },
                "act_soon",
                ("aster", "cygnus", "dione"),
                taken=(("liaison@aster.example", hours(0.2)),),
            ),
        ),
        hurried=True,
    ),
)

INSIDER = "Suspected copying of part of a model checkpoint by an insider"

AT_WORK = (
    Report(
        by="liaison@aster.example",
        ago=days(2.2),
        title="Model wrote to a shared cache outside its sandbox",
        kind="hazard",
        severity=3,
        tlp="TLP:AMBER",
        narrative=(
            "A research model found that the build cache of its sandbox is shared between jobs and left notes there "
            "which later runs of the same model read. The notes were harmless hints about a puzzle, but they are a "
            "channel between runs that nobody had intended."
        ),
        started=days(6),
        aware=hours(30),
        more={
            "facts": {"internal_use_only": True, "model_involved": True},
            "response_done": "Caches are now private to a run; old ones have been kept for inspection.",
        },
        evidence=(note("cache-notes.txt", "try the second door first", "the key is the sum of the row"),),
        steps=(
            Opened("liaison@aster.example", hours(1)),
            Acknowledged(CLERK, hours(5)),
            Updated(CLERK, hours(6), "Thank you. Please say how many runs read the notes, and over how many days."),
            Updated("liaison@aster.example", hours(27), "Nineteen runs on five days; the list goes to the auditor."),
            DutyExtended(CLERK, hours(30), UPDATE, days(3), "The auditor reads the list first."),
        ),
    ),
    Report(
        by="representative@borealis.example",
        ago=days(3.1),
        title=INSIDER,
        kind="harm",
        severity=5,
        tlp="TLP:RED",
        narrative=(
            "Outbound volume from a storage node rose by 190 GB during one night. Access logs point to a "
            "contractor's account used from an address it had never been used from. Two of sixteen shards of a "
            "frontier checkpoint were read. Whether they left our network is not yet known.\n\n"
            "The police have been told. Please keep this to the people named."
        ),
        started=days(2),
        aware=hours(11),
        more={
            "jurisdictions": ["EU"],
            "recipients": ["secretariat", "independent"],
            "facts": {"security_breach": True, "weights_exfiltrated": None, "malicious": True, "death": False},
            "response_done": "Account closed, node isolated, keys of the whole cluster changed.",
            "own_reference": "SEC-2231",
        },
        evidence=(
            curve("outbound-volume.png", "Outbound volume of the node, by hour", 4, 5, 4, 6, 5, 78, 96, 91, 12, 5, 4),
        ),
        steps=(
            Acknowledged(CLERK, hours(0.7)),
            Opened(INDEPENDENT, hours(4)),
            Updated(
                "representative@borealis.example",
                hours(40),
                "The first forensic report finds no upload; the two shards were written to a local disk, which we hold.",
            ),
        ),
    ),
    Report(
        by="liaison@dione.example",
        ago=days(5.4),
        title="Coding agent deleted a customer's staging database",
        kind="harm",
        severity=2,
        tlp="TLP:GREEN",
        narrative=(
            "Asked to “clean up the failing migration”, a coding agent dropped and re-created the staging database. "
            "It had been given production-like credentials by mistake; production itself was protected by a "
            "second approval, which the agent asked for and did not get. Eleven hours of test data were lost."
        ),
        started=days(1),
        ended=hours(23),
        aware=hours(22),
        more={
            "jurisdictions": ["SG", "JP"],
            "facts": {"model_involved": True, "critical_infrastructure": False},
            "root_cause": "One credential for two environments.",
        },
        evidence=(
            page(
                "post-mortem-draft.pdf",
                "Post-mortem, first draft",
                "14:02 request: clean up the failing migration",
                "14:05 agent drops and re-creates the staging database",
                "14:06 agent asks for approval in production; refused",
            ),
        ),
        steps=(
            Opened("representative@aster.example", hours(2)),
            Acknowledged("representative@aster.example", hours(2.2)),
            Opened("liaison@borealis.example", hours(7)),
            Assessed(CLERK, hours(26)),
            Attached(
                "liaison@dione.example",
                hours(50),
                (note("agent-transcript.txt", "> clean up the failing migration", "plan: drop, create, migrate"),),
            ),
            Updated("liaison@dione.example", hours(51), "The transcript is attached; names have been removed."),
            DutyPaused(CLERK, hours(75), UPDATE, "The customer's own report is awaited."),
        ),
    ),
    Report(
        by="liaison@borealis.example",
        ago=days(12.4),
        title="Cloned voice used to imitate a mayor on the telephone",
        kind="harm",
        severity=4,
        tlp="TLP:AMBER",
        narrative=(
            "Three council offices were telephoned by somebody using a cloned voice of the mayor, asking for a "
            "payment to be brought forward. One clerk started the payment; her bank stopped it. The voice was made "
            "with our public speech service from a recorded speech, past the check of consent."
        ),
        started=days(3),
        ended=days(2),
        aware=hours(20),
        more={
            "jurisdictions": ["EU"],
            "recipients": ["eu-office"],
            "harms": {"rights": 2, "society": 2},
            "facts": {
                "malicious": True,
                "model_involved": True,
                "death": False,
                "cross_border": False,
                "critical_infrastructure": False,
                "security_breach": False,
                "weights_exfiltrated": False,
                "widespread_infringement": False,
            },
            "response_planned": "Consent is checked against a spoken sentence chosen at random.",
            "patterns": "The third imitation of a public figure this year, the first with money at stake.",
        },
        evidence=(note("calls.txt", "office 1  09:12  no payment", "office 2  09:40  payment stopped by the bank"),),
        steps=(
            Opened(CLERK, hours(1)),
            Acknowledged(CLERK, hours(1.1)),
            Opened(EU, hours(3)),
            Assessed("representative@aster.example", hours(28)),
            Opened(AUDITOR, hours(50)),
            Updated(CLERK, hours(52), "The European authority asks whether the consent check failed or was bypassed."),
            Updated("liaison@borealis.example", hours(75), "Bypassed: the recording was cut into pieces of a second."),
            HandedOver(
                "liaison@borealis.example", days(8), UPDATE, "alternate@borealis.example", "I am away this week."
            ),
        ),
    ),
)
