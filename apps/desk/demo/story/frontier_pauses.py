"""Frontier's pauses: one in force with a lab that is late, one that waits for labs, a drill, and one that lapsed."""

from apps.committees.states import Role
from apps.desk.demo.people import ELARA, FORNAX, INDEPENDENT, of_lab
from apps.desk.demo.story.parts import days, hours
from apps.desk.demo.story.parts_of_pauses import (
    THE_CHAIR,
    EvidenceShown,
    LabAttested,
    OfPauses,
    OrderDrafted,
    PauseJoined,
    PermitAsked,
    ServiceAcknowledged,
)
from apps.desk.demo.story.parts_of_votes import Certified, Motion, Seconded, Voted, VotingOpened
from apps.pauses.services.drafting import Asked, Drawn
from apps.pauses.states import ConditionKind, Extent, Restricts

ASTER, BOREALIS, CYGNUS, DIONE = (of_lab(lab, Role.REPRESENTATIVE) for lab in ("aster", "borealis", "cygnus", "dione"))
LIAISONS = {lab: of_lab(lab, Role.LIAISON) for lab in ("aster", "borealis", "cygnus", "dione")}

DRILL = "Rehearse a halt of the largest runs"
LAPSED = "Halt training on copied weights"
STANDS = "Nothing above 10^26 until the shared tests are passed"
WAITS = "Nothing above 3×10^25 while the audit body is set up"

FRONTIER_LABS = {
    "aster": "It trains above the threshold now.",
    "borealis": "Its next run would be above the threshold.",
    "cygnus": "Its next run would be above the threshold.",
    "dione": "It plans a run near the threshold.",
    "fornax": "Its hall could hold such a run.",
}
LARGEST = Drawn(Restricts.COMPUTE, above="10^26")

REHEARSED: tuple[OfPauses, ...] = (
    OrderDrafted(
        days(61.5),
        THE_CHAIR,
        DRILL,
        "Nobody has ever served such an order. Before one is needed we want to know whom it reaches, and how fast.",
        FRONTIER_LABS,
        (LARGEST,),
        days(30),
        is_drill=True,
        at_once=True,
    ),
    ServiceAcknowledged(days(61.5) - hours(0.4), LIAISONS["cygnus"], DRILL),
    ServiceAcknowledged(days(61.5) - hours(3.2), LIAISONS["aster"], DRILL),
    ServiceAcknowledged(days(61.5) - hours(9.7), LIAISONS["borealis"], DRILL),
    ServiceAcknowledged(days(61.5) - hours(21.5), LIAISONS["dione"], DRILL),
    LabAttested(days(61.5) - hours(26), LIAISONS["aster"], DRILL, "Read out from the cluster.", (("A-7", hours(20)),)),
    LabAttested(days(61.5) - hours(40), LIAISONS["borealis"], DRILL, "No run of ours is in scope."),
)
"""It ended by itself, for nobody confirms a rehearsal; Fornax was never heard of."""

LET_GO: tuple[OfPauses, ...] = (
    OrderDrafted(
        days(31.4),
        THE_CHAIR,
        LAPSED,
        "Weights of one lab are on offer in two forums. Until we know what can be done with them, nobody trains on them.",
        {"aster": "It found the copies.", "cygnus": "It was offered the copies."},
        (Drawn(Restricts.CAPABILITY, marker="copied weights", extent=Extent.FULL),),
        days(20),
        at_once=True,
    ),
    ServiceAcknowledged(days(31.4) - hours(1.5), LIAISONS["aster"], LAPSED),
    ServiceAcknowledged(days(31.4) - hours(5), LIAISONS["cygnus"], LAPSED),
    LabAttested(days(31.4) - hours(28), LIAISONS["aster"], LAPSED, "No run of ours has touched them."),
    LabAttested(days(31.4) - hours(33), LIAISONS["cygnus"], LAPSED, "No run of ours has touched them."),
)
"""The chair ordered it; the committee did not confirm it, and it lapsed after the charter's hours."""

IN_FORCE: tuple[OfPauses, ...] = (
    OrderDrafted(
        days(23.4),
        LIAISONS["borealis"],
        STANDS,
        "Runs have doubled twice since spring, and the tests that we agreed on are not built yet. We stop at what we can "
        "judge, until we can judge more.",
        FRONTIER_LABS,
        (LARGEST, Drawn(Restricts.REPORTING, words="Each lab reports every week what it runs above 10^25.")),
        days(150),
        conditions=(
            Asked(
                ConditionKind.MILESTONE, "The shared set of tests is built, and each lab has passed it once.", tier=1
            ),
            Asked(ConditionKind.MILESTONE, "The labs have named one body that audits them all.", tier=1),
            Asked(ConditionKind.METRIC, "Sixty days without an incident of severity 4.", tier=2),
        ),
        binds_newcomers=True,
    ),
    ServiceAcknowledged(days(13.3), LIAISONS["cygnus"], STANDS),
    ServiceAcknowledged(days(13.2), LIAISONS["aster"], STANDS),
    ServiceAcknowledged(days(13.1), LIAISONS["borealis"], STANDS),
    ServiceAcknowledged(days(13.05), LIAISONS["dione"], STANDS),
    ServiceAcknowledged(days(13), ELARA, STANDS),
    ServiceAcknowledged(days(12.95), FORNAX, STANDS),
    LabAttested(
        days(12.4),
        LIAISONS["aster"],
        STANDS,
        "Both runs were halted at their last checkpoint. The scheduler's log is with the auditor.",
        (("A-7", hours(30)), ("A-7b", hours(29))),
    ),
    LabAttested(days(12.1), LIAISONS["cygnus"], STANDS, "The run was not far.", (("C-3", hours(22)),)),
    LabAttested(days(11.9), LIAISONS["borealis"], STANDS, "No run of ours is in scope."),
    LabAttested(days(11.7), LIAISONS["dione"], STANDS, "No run of ours is in scope."),
    LabAttested(days(11.5), ELARA, STANDS, "No run of ours is in scope."),
    PermitAsked(
        days(9.2),
        LIAISONS["cygnus"],
        STANDS,
        "C-interp-1",
        "To retrain the model of last year with its internals recorded, so that the shared tests have something to look at.",
        "1.2e26",
        days(45),
        "Nothing of it is released, and the weights are destroyed at the end.",
        granted_after=days(2.1),
        conditions="The auditor may look in at any time; a report every two weeks.",
    ),
    PermitAsked(
        days(1.1),
        LIAISONS["aster"],
        STANDS,
        "A-evals-4",
        "To elicit what A-7 can do, by fine-tuning on the dangerous tasks in a closed room.",
        "1.1e26",
        days(30),
        "No outside connection; results to all members within a week.",
    ),
    EvidenceShown(
        days(8.4),
        LIAISONS["dione"],
        STANDS,
        2,
        "The six labs have named Halden Audit; the letters are attached to the minutes of the fifth meeting.",
        verified_after=days(1.5),
        verified_by=INDEPENDENT,
        tier=1,
        finding="I have read the six letters, and asked Halden.",
        accepted_after=days(2.8),
    ),
    EvidenceShown(
        days(2.2),
        LIAISONS["borealis"],
        STANDS,
        1,
        "Two hundred and ten of three hundred tasks are built; four labs have passed what there is.",
    ),
)

JOINING: tuple[OfPauses, ...] = (
    OrderDrafted(
        days(13.6),
        INDEPENDENT,
        WAITS,
        "One audit body for all is named and not yet at work. Until it is, a lower line costs little and buys time; it "
        "binds only if those who train most come along.",
        FRONTIER_LABS | {"elara": "It plans its first run."},
        (Drawn(Restricts.COMPUTE, above="3×10^25", extent=Extent.PARTIAL),),
        days(120),
        labs_needed=3,
        share_needed="2/3",
    ),
    PauseJoined(days(3.1), ASTER, WAITS),
    PauseJoined(days(1.9), DIONE, WAITS),
)
"""Aster and Dione have joined; with Borealis or Cygnus it would be enough of them, and enough of the computation."""

PAUSES: tuple[OfPauses, ...] = (*REHEARSED, *LET_GO, *IN_FORCE, *JOINING)

PAUSE_MOTIONS = (
    Motion(
        BOREALIS,
        days(23),
        "Stop at 10^26 until the shared tests are passed",
        "The committee orders the pause as drafted, for five months. It ends earlier when its three conditions are met.",
        kind="pause.activate",
        names={"order": STANDS},
        steps=(
            Seconded(CYGNUS, hours(9)),
            VotingOpened(days(3.4)),
            Voted(BOREALIS, days(3.6), "yes"),
            Voted(CYGNUS, days(4.1), "yes"),
            Voted(DIONE, days(5.3), "yes"),
            Voted(ASTER, days(7.2), "yes", "It stops two of our runs. It would stop them better with everybody in."),
            Certified(days(9.4)),
        ),
    ),
    Motion(
        INDEPENDENT,
        days(13.2),
        "A lower line while the audit body is set up",
        "The committee orders the pause as drafted. It binds once three labs with two thirds of the declared frontier "
        "computation have joined.",
        kind="pause.activate",
        names={"order": WAITS},
        steps=(
            Seconded(DIONE, hours(11)),
            VotingOpened(days(3.6)),
            Voted(ASTER, days(3.9), "yes"),
            Voted(DIONE, days(4.4), "yes"),
            Voted(BOREALIS, days(5.7), "yes", "We vote for it. Whether we join is for our board to say."),
            Voted(ELARA, days(6.2), "yes"),
            Voted(CYGNUS, days(7), "no"),
            Certified(days(9)),
        ),
    ),
)
