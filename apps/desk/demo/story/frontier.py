"""Frontier: four labs, an independent member, an auditor and two authorities, five months after the founding."""

from apps.committees.states import Role
from apps.desk.demo import people
from apps.desk.demo.people import CALIFORNIA, CLERK, INDEPENDENT
from apps.desk.demo.story.frontier_open import AT_WORK, DRAFTS, WAITING
from apps.desk.demo.story.frontier_past import EARLIER, GATEWAY, LATELY
from apps.desk.demo.story.parts import (
    Chaired,
    EndpointsAdded,
    InboxRead,
    Invited,
    MachineAdded,
    QuietNights,
    Story,
    days,
    hours,
)

FRONTIER = Story(
    people.FRONTIER,
    founded=days(160.3),
    reports=(*DRAFTS, *WAITING, *AT_WORK, *LATELY, *EARLIER),
    events=(
        Chaired(days(157.6), "representative@dione.example"),
        Invited(days(95.4), "california", Role.OBSERVER, CALIFORNIA, "Dana Whitfield", accepted_after=days(4)),
        MachineAdded(days(69.7), "aster", GATEWAY, "hall 2"),
        QuietNights(days(66), "representative@borealis.example"),
        EndpointsAdded(days(20.5), "representative@cygnus.example"),
        Chaired(days(58.2), "representative@aster.example"),
        Invited(hours(3), "independent", Role.INDEPENDENT, "second@independent.example", "Lucía Ferrer"),
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
