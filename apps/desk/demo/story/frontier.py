"""Frontier: six labs, an independent member, an auditor and three authorities, five months after the founding."""

from apps.committees.states import Role
from apps.desk.demo import people
from apps.desk.demo.people import CLERK, INDEPENDENT
from apps.desk.demo.story.frontier_funding import CEILING, FUNDS
from apps.desk.demo.story.frontier_funding_motions import FUNDING_MOTIONS
from apps.desk.demo.story.frontier_members import MEMBERSHIP
from apps.desk.demo.story.frontier_open import AT_WORK, DRAFTS, WAITING
from apps.desk.demo.story.frontier_past import EARLIER, GATEWAY, LATELY
from apps.desk.demo.story.frontier_pauses import PAUSE_MOTIONS, PAUSES
from apps.desk.demo.story.frontier_regimes import PROTECTED, REGIMES, TWO_DESKS
from apps.desk.demo.story.frontier_votes import MOTIONS, RULES
from apps.desk.demo.story.parts import (
    AmendmentDrafted,
    Chaired,
    EndpointsAdded,
    InboxRead,
    Invited,
    MachineAdded,
    QuietNights,
    RotationStarted,
    SetUp,
    Story,
    days,
    hours,
)
from apps.desk.demo.story.parts_of_members import TriedOut

FRONTIER = Story(
    people.FRONTIER,
    founded=days(160.3),
    reports=(*DRAFTS, *WAITING, *AT_WORK, *TWO_DESKS, *LATELY, *EARLIER),
    letters=PROTECTED,
    motions=(*MOTIONS, *PAUSE_MOTIONS, *FUNDING_MOTIONS),
    events=(
        TriedOut(days(158.8)),
        InboxRead(days(158.1)),
        Chaired(days(157.6), "representative@dione.example"),
        SetUp(days(157)),
        *MEMBERSHIP,
        *RULES,
        *CEILING,
        *FUNDS,
        *PAUSES,
        *REGIMES,
        MachineAdded(days(69.7), "aster", GATEWAY, "hall 2"),
        QuietNights(days(66), "representative@borealis.example"),
        EndpointsAdded(days(20.5), "representative@cygnus.example"),
        RotationStarted(
            ("aster", "borealis", "cygnus", "dione", "fornax", "independent"),
            first="dione",
            months=2,
            terms=2,
            ends_in=hours(0.25),
        ),
        Invited(hours(3), "independent", Role.INDEPENDENT, "second@independent.example", "Lucía Ferrer"),
        AmendmentDrafted(
            days(149.4),
            "representative@cygnus.example",
            "Two months in the chair",
            "Six months are long for a committee of five: with two, everybody presides within the year.",
            {"chairs.months": 2},
            adopted_after=days(11),
            decision="Decision 1 of the first meeting, minutes of the secretariat, page 2",
        ),
        AmendmentDrafted(
            days(112.3),
            "representative@borealis.example",
            "Three weeks for invitations",
            "Two authorities asked for more time than a fortnight, because their own approval takes ten working days.",
            {"membership.invitation_days": 21},
            adopted_after=days(9),
            decision="Decision 3 of the meeting in the second month, minutes of the secretariat, page 4",
        ),
        AmendmentDrafted(
            days(3.4),
            INDEPENDENT,
            "Updates every three days",
            "Whoever waits for news of an open report waits a week. Three days would be bearable for both sides.",
            {"incidents.update_days": 3, "incidents.remind_hours": 2},
        ),
        InboxRead(days(119.8)),
        InboxRead(days(60.4)),
        InboxRead(days(15.1)),
        InboxRead(days(6), "liaison@aster.example"),
        InboxRead(days(4), "representative@borealis.example"),
        InboxRead(days(2.5), INDEPENDENT),
        InboxRead(days(1.8), "representative@aster.example"),
        InboxRead(days(1.2), CLERK),
    ),
)
