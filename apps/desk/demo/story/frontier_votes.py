"""Frontier: what it has decided by motion, and what it decides today."""

from apps.committees.states import Role
from apps.desk.demo.evidence import page
from apps.desk.demo.people import CLERK, ELARA, FORNAX, INDEPENDENT, of_lab
from apps.desk.demo.story.parts import AmendmentDrafted, Event, days, hours
from apps.desk.demo.story.parts_of_votes import (
    Briefed,
    Certified,
    Contested,
    Motion,
    ProxyGiven,
    Ruled,
    Seconded,
    Stated,
    TakenBack,
    Voted,
    VotingOpened,
    Weighed,
)
from apps.votes.states import Procedure

ASTER, BOREALIS, CYGNUS, DIONE = (of_lab(lab, Role.REPRESENTATIVE) for lab in ("aster", "borealis", "cygnus", "dione"))

TO_CLOSE = hours(0.2)
"""Twelve minutes from the loading to the hour at which the watched vote closes."""

WATCHED_SINCE = days(8.3)
WATCHED_FROM = WATCHED_SINCE + TO_CLOSE - days(5)
"""When the watched motion was proposed, and how long after that voting opened: for five days, as the charter says."""

BY_WEIGHT = "Members and weight"
BY_LOT = "The chair by lot"
CONTACTS = "Publish a contact for incidents"
TEST_SET = "A test set that all labs share"
WATCHED = "Meet in Lisbon: a vote to watch to its end"

RULES: tuple[Event, ...] = (
    AmendmentDrafted(
        days(102.5),
        BOREALIS,
        BY_WEIGHT,
        "A large lab outweighed by four small ones, or four small ones by a large lab, will not feel bound.",
        {
            "votes.weights": "table",
            "votes.rule_general": "double-majority",
            "votes.rule_charter": "pause-default",
            "votes.hidden": False,
        },
    ),
    Weighed(
        days(90.6),
        {"aster": "30", "borealis": "20", "cygnus": "20", "dione": "15", "independent": "10", "fornax": "5"},
        "Table of weights, annex to version 5 of the charter",
    ),
    Weighed(days(14.2), {"elara": "5"}, "Decision 8 of the fifth meeting"),
    AmendmentDrafted(
        days(7.9),
        DIONE,
        BY_LOT,
        "Who comes next should not depend on the order in which names were once written down.",
        {"chairs.order": "lot"},
    ),
)
"""The first was moved and is in force since; the last is being voted on."""

DECIDED = (
    Motion(
        BOREALIS,
        days(101.6),
        "Decide by members and by weight",
        "The committee adopts the draft *Members and weight*. From then on a decision needs more than half of the "
        "members **and** more than half of the weight, and everybody sees how members vote while they do.",
        kind="charter.amendment",
        names={"draft": BY_WEIGHT},
        steps=(
            Seconded(CYGNUS, hours(16)),
            VotingOpened(days(4)),
            Voted(BOREALIS, days(4.1), "yes"),
            Voted(CYGNUS, days(4.6), "yes"),
            Voted(DIONE, days(5.3), "yes"),
            Voted(FORNAX, days(6.2), "no", "Weight follows size. The small ones will notice."),
            Voted(ASTER, days(7.7), "yes", "We would have gone further, and can live with this."),
            Certified(days(9.8)),
        ),
    ),
    Motion(
        INDEPENDENT,
        days(84.4),
        CONTACTS,
        "1. Every lab names **one address** at which anybody can report an incident with its models.\n"
        "2. The address stands on the lab's web site and in the committee's list of members.\n"
        "3. Whoever writes there gets an answer from a person within three working days.",
        papers=(
            page("survey.pdf", "Where people report today", "Six labs, eleven addresses", "Four were never answered"),
        ),
        steps=(
            Seconded(CYGNUS, hours(12)),
            Stated(
                ASTER, days(1.2), "We have such an address since spring. It gets forty letters a month, and two matter."
            ),
            Stated(
                DIONE,
                days(2.1),
                "Three working days are short for a team of six. We will manage, and say so if we do not.",
            ),
            VotingOpened(days(3.8)),
            Voted(INDEPENDENT, days(3.9), "yes"),
            Voted(CYGNUS, days(4.2), "yes"),
            Voted(ASTER, days(4.4), "abstain"),
            Voted(
                BOREALIS, days(5.1), "yes", "An address that nobody answers is worse than none: hence the three days."
            ),
            Voted(
                DIONE,
                days(6.4),
                "no",
                "Our support contract runs to the end of the year. Among members: we cannot say so in public yet.",
                public=False,
            ),
            Voted(FORNAX, days(7.9), "yes"),
            Voted(ASTER, days(8.3), "yes", "The three days settled it for us."),
            Certified(days(9.3)),
        ),
    ),
    Motion(
        CLERK,
        days(66.7),
        "Minutes are approved within ten days",
        "Draft minutes go to all members within five days of a meeting, and stand as approved after another five "
        "unless somebody asks for a change.",
        procedure=Procedure.SILENCE,
        steps=(VotingOpened(days(3.5)),),
    ),
    Motion(
        CYGNUS,
        days(49.8),
        TEST_SET,
        "The labs build one set of tests for dangerous capabilities together. Each lab gives **fifty** tasks by the "
        "end of the quarter. The secretariat keeps them, and nobody trains on them.",
        steps=(
            Seconded(BOREALIS, hours(7)),
            VotingOpened(days(10.3)),
            Voted(CYGNUS, days(10.5), "yes"),
            Voted(ASTER, days(11), "yes"),
            Voted(of_lab("dione", Role.ALTERNATE), days(11.4), "yes", "Twenty we can do, fifty we could not."),
            Voted(INDEPENDENT, days(12), "yes"),
            Certified(days(15.6)),
        ),
    ),
    Motion(
        INDEPENDENT,
        days(48.9),
        "Twenty tasks, and an outside keeper",
        "The labs build one set of tests for dangerous capabilities together. Each lab gives **twenty** tasks by the "
        "end of the quarter. Veritas Assurance keeps them, and nobody trains on them.",
        amends=TEST_SET,
        steps=(
            Seconded(of_lab("dione", Role.ALTERNATE), hours(11)),
            VotingOpened(days(3.6)),
            Voted(INDEPENDENT, days(3.7), "yes"),
            Voted(CYGNUS, days(4), "yes"),
            Voted(BOREALIS, days(4.8), "yes"),
            Voted(of_lab("dione", Role.ALTERNATE), days(5.2), "yes"),
            Voted(ASTER, days(6), "no", "An auditor that keeps the answers should not mark the papers too."),
            Certified(days(9.1)),
        ),
    ),
    Motion(
        CLERK,
        days(33.6),
        "Suspend Fornax until it has let the auditor in",
        "Fornax agreed to the auditor's visit in the spring and has turned it away twice. The committee suspends "
        "Fornax until the visit has taken place.",
        kind="membership.suspend",
        names={"organisation": "fornax"},
        steps=(
            Contested(FORNAX, days(0.9), "fornax", "We are accused here, and should at least be heard with our vote."),
            Ruled(
                days(2.4),
                "fornax",
                "uphold",
                "Nobody judges their own cause. Fornax speaks to the motion like everybody, and does not vote on it.",
            ),
            Stated(
                FORNAX, days(2.8), "The visit was to a hall that we share with a hospital. We offered another date."
            ),
            VotingOpened(days(3.4)),
            Voted(BOREALIS, days(3.6), "yes"),
            Voted(INDEPENDENT, days(4.1), "yes"),
            Voted(CYGNUS, days(5.2), "yes"),
            Voted(DIONE, days(6.6), "abstain", "A third date should have been tried."),
            Voted(ASTER, days(7.1), "yes"),
            Certified(days(9.2)),
        ),
    ),
    Motion(
        FORNAX,
        days(27.5),
        "Meet in person every month",
        "Meetings by wire tire everybody and settle little. The committee meets in person every month.",
    ),
    Motion(
        DIONE,
        days(13.9),
        "Let Fornax vote again",
        "Fornax has named a date for the auditor's visit. The committee takes it at its word and gives it back its "
        "voice now.",
        kind="membership.reinstate",
        names={"organisation": "fornax"},
        steps=(
            Seconded(ELARA, hours(14)),
            VotingOpened(days(3.8)),
            Voted(DIONE, days(4), "yes"),
            Voted(ELARA, days(4.3), "yes"),
            Voted(BOREALIS, days(5), "yes", "A date is more than there was. We would rather have them at the table."),
            Voted(CYGNUS, days(5.5), "no", "A date is not a visit."),
            Voted(INDEPENDENT, days(6.8), "no", "After the visit, gladly."),
            Voted(ASTER, days(8.1), "abstain"),
            Certified(days(9.2)),
        ),
    ),
    Motion(
        CYGNUS,
        days(11.8),
        "Two clerks at every meeting",
        "Minutes are taken by two clerks, and compared before they go out.",
        steps=(TakenBack(CYGNUS, days(1.6), "The secretariat does it from now on without being told to."),),
    ),
    Motion(
        ASTER,
        days(8.2),
        "Keep the leaked prompts out of training",
        "A list of prompts that get past the safeguards of three labs is being passed around. Until it has been "
        "looked through, **no lab uses it**, neither to train nor to test.",
        procedure=Procedure.EMERGENCY,
        steps=(
            VotingOpened(hours(1)),
            Voted(ASTER, hours(1.2), "yes"),
            Voted(BOREALIS, hours(2), "yes"),
            Voted(CYGNUS, hours(2.6), "yes"),
            Voted(ELARA, hours(5), "yes"),
            Voted(
                INDEPENDENT, hours(7.5), "yes", "With the review on the day that is set: a ban must not become a habit."
            ),
            Voted(DIONE, hours(11), "abstain"),
            Certified(hours(15)),
        ),
    ),
)
"""Carried, lost, adopted in silence, contested, amended, lapsed, withdrawn, and decided in an emergency."""

TODAY = (
    Motion(
        DIONE,
        days(7.2),
        "Draw the order of the chair by lot",
        "The committee adopts the draft *The chair by lot*. The terms that are running stay as they are.",
        kind="charter.amendment",
        names={"draft": BY_LOT},
        steps=(
            Seconded(ELARA, hours(9)),
            VotingOpened(days(3.6)),
            Voted(DIONE, days(3.8), "yes"),
            Voted(ASTER, days(4.2), "no", "The order was agreed at the founding, and everybody has planned by it."),
            Briefed(
                of_lab("borealis", Role.LIAISON),
                days(5.9),
                "We come next in the order as it stands. By lot we might wait for two years; then again, so might "
                "Cygnus. With Aster against, it needs us **and** Cygnus: a no from us settles it.",
                "no",
                "The order was agreed at the founding. We would look at a lot for the second round.",
            ),
            Voted(
                ELARA,
                days(6.1),
                "yes",
                "As the newest member we come last in every list. For members only: we would also settle for two lots.",
                public=False,
            ),
        ),
    ),
    Motion(
        CLERK,
        WATCHED_SINCE,
        WATCHED,
        "The next meeting in person is held in Lisbon, at Elara's, on two days in spring.\n\n"
        "*In the demo voting on this motion closes twelve minutes after the demo was first loaded, so that you can "
        "watch the hour come. Three of six members are in favour, and they hold exactly half of the weight.*",
        steps=(
            VotingOpened(WATCHED_FROM),
            Voted(ELARA, WATCHED_FROM + hours(3), "yes"),
            Voted(DIONE, WATCHED_FROM + days(1), "yes"),
            Voted(ASTER, WATCHED_FROM + days(2.2), "yes"),
        ),
    ),
    Motion(
        INDEPENDENT,
        days(2.8),
        "Publish evaluations within thirty days",
        "Each lab publishes what it found in its tests for dangerous capabilities within **thirty days** of a model's "
        "release. What would help an attacker is left out, and the gap is marked.",
        steps=(
            Seconded(of_lab("aster", Role.ALTERNATE), hours(8)),
            Stated(
                BOREALIS,
                days(0.8),
                "We publish after sixty days now. Thirty is possible where the gap may stay unexplained.",
            ),
            ProxyGiven(ELARA, days(1.7), BOREALIS, accepts=days(2.1)),
        ),
    ),
    Motion(
        of_lab("cygnus", Role.ALTERNATE),
        days(1.6),
        "Sixty days for the first year",
        "Each lab publishes what it found in its tests for dangerous capabilities within **sixty days** of a model's "
        "release, and within thirty from next year on. What would help an attacker is left out, and the gap is marked.",
        amends="Publish evaluations within thirty days",
        steps=(Seconded(DIONE, hours(10)),),
    ),
)
"""Two are being voted on; one is under discussion with an amendment, which is voted on first."""

MOTIONS = (*DECIDED, *TODAY)
