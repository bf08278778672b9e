"""What Frontier decides about its money: the scales and budgets that it adopts, and one budget that it votes on."""

from apps.desk.demo.people import INDEPENDENT
from apps.desk.demo.story.frontier_funding import ASTER, BOREALIS, CLOSED, COMING, CYGNUS, DIONE, RUNNING
from apps.desk.demo.story.parts import days, hours
from apps.desk.demo.story.parts_of_votes import Certified, Motion, Seconded, Stated, Voted, VotingOpened


def _adopted(ago: float, title: str, text: str, kind: str, period: int, *noes: tuple[str, str]) -> Motion:
    against = dict(noes)
    return Motion(
        INDEPENDENT,
        days(ago),
        title,
        text,
        kind=kind,
        names={kind.split(".")[0]: str(period)},
        steps=(
            Seconded(CYGNUS, hours(7)),
            VotingOpened(days(3.5)),
            *(
                Voted(who, days(3.7 + place / 2), "no" if who in against else "yes", against.get(who, ""))
                for place, who in enumerate((INDEPENDENT, ASTER, CYGNUS, BOREALIS, DIONE))
            ),
            Certified(days(8.9)),
        ),
    )


FUNDING_MOTIONS = (
    _adopted(
        91.5,
        "The scale for the first quarter",
        "Members pay for the first quarter by the scale as it was worked out from their bands.",
        "scale.adopt",
        CLOSED,
        (ASTER, "Two fifths of everything, and one voice of six."),
    ),
    _adopted(
        91.3,
        "The budget for the first quarter",
        "The committee adopts the budget of the first quarter as drafted.",
        "budget.adopt",
        CLOSED,
    ),
    _adopted(
        66.1,
        "The scale for the second quarter",
        "Members pay for the second quarter by what they declared for it.",
        "scale.adopt",
        RUNNING,
    ),
    _adopted(
        65.9,
        "The budget for the second quarter",
        "The committee adopts the budget of the second quarter as drafted.",
        "budget.adopt",
        RUNNING,
        (ASTER, "The tests are dear, and we give most of the tasks ourselves."),
    ),
    Motion(
        INDEPENDENT,
        days(4.2),
        "The budget for the third quarter",
        "The committee adopts the budget of the third quarter as drafted. It holds the first money for the audit body.",
        kind="budget.adopt",
        names={"budget": str(COMING)},
        steps=(
            Seconded(DIONE, hours(4)),
            Stated(CYGNUS, days(1.3), "We would rather pay for eyes than for rooms. This does."),
            VotingOpened(days(3.5)),
            Voted(INDEPENDENT, days(3.6), "yes"),
            Voted(BOREALIS, days(3.9), "yes"),
        ),
    ),
)
