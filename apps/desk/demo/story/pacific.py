"""Pacific: a smaller committee, which nobody in Frontier sees into, nor the other way round."""

from apps.committees.states import Role
from apps.desk.demo import people
from apps.desk.demo.evidence import note
from apps.desk.demo.people import EVE, INDEPENDENT, PACIFIC_CLERK, of_lab
from apps.desk.demo.story.parts import (
    Acknowledged,
    Assessed,
    Chaired,
    Closed,
    InboxRead,
    Opened,
    Published,
    Report,
    Story,
    Updated,
    days,
    hours,
)
from apps.desk.demo.story.parts_of_votes import Motion, Seconded, Voted, VotingOpened

HALCYON = of_lab("halcyon", Role.REPRESENTATIVE)

REPORTS = (
    Report(
        by=EVE,
        ago=days(4.2),
        title="Harbour pilot's assistant mistook a buoy for a vessel",
        kind="near_miss",
        severity=2,
        tlp="TLP:GREEN",
        narrative=(
            "During a trial in calm weather the assistant advised a turn to avoid a moored buoy. The pilot overruled "
            "it. The same picture was read correctly when it was shown again."
        ),
        started=hours(10),
        aware=hours(9),
        more={"facts": {"death": False, "model_involved": True}},
        evidence=(note("trial-log.txt", "10:41 advice: turn to port", "10:41 overruled by the pilot"),),
        steps=(
            Acknowledged(PACIFIC_CLERK, hours(5)),
            Opened(INDEPENDENT, hours(20)),
            Assessed(PACIFIC_CLERK, hours(30)),
            Updated(EVE, hours(70), "The next trial waits until the pictures have been looked through."),
        ),
    ),
    Report(
        by="liaison@halcyon.example",
        ago=days(38.7),
        title="Forecasting model repeated yesterday's tide table",
        kind="harm",
        severity=1,
        tlp="TLP:CLEAR",
        narrative="For one morning a public page showed the tides of the day before. Two ferries waited in vain.",
        started=hours(28),
        ended=hours(22),
        aware=hours(22),
        more={"jurisdictions": ["JP"], "facts": {"death": False, "critical_infrastructure": False}},
        steps=(
            Acknowledged(PACIFIC_CLERK, hours(3)),
            Closed(PACIFIC_CLERK, days(5), "The page now shows the day it was made for, and stays empty without one."),
            Published(PACIFIC_CLERK, days(6)),
        ),
    ),
)

MOTIONS = (
    Motion(
        HALCYON,
        days(6.2),
        "A pilot confirms every turn",
        "In the harbour no assistant turns a vessel by itself: **a pilot confirms every turn**, until a year has passed "
        "without a wrong one.",
        steps=(
            Seconded(INDEPENDENT, hours(9)),
            VotingOpened(days(3.5)),
            Voted(HALCYON, days(3.7), "yes"),
        ),
    ),
)

PACIFIC = Story(
    people.PACIFIC,
    founded=days(90.2),
    reports=REPORTS,
    motions=MOTIONS,
    events=(
        Chaired(days(88.9), HALCYON),
        InboxRead(days(29.8)),
        InboxRead(days(2), PACIFIC_CLERK),
    ),
)
