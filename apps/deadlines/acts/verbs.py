"""What people do with a deadline, and the second clock that runs while somebody is on it."""

from django.utils.translation import gettext_lazy as _

from apps.committees.rules.charter import SECTIONS, Article, Section
from apps.deadlines.rules.clocks import CLOCKS, ClockRule, Does, Step
from apps.deadlines.rules.ladder import LONGEST_HELD
from apps.deadlines.rules.owners import OWNER
from apps.deadlines.rules.reckoning import Unit
from apps.record.rules import ActKind, declare

PAUSED = "deadline.paused"
RESUMED = "deadline.resumed"
EXTENDED = "deadline.extended"
WAIVED = "deadline.waived"
LAPSED = "deadline.lapsed"
TAKEN_ON = "deadline.taken_on"
PUT_OFF = "deadline.put_off"
"""Being on it, said again after the due time: it takes the place of an escalation."""

HANDED_OVER = "deadline.handed_over"
CHASED = "deadline.chased"
OF_VERB = (PAUSED, RESUMED, EXTENDED, WAIVED, LAPSED, TAKEN_ON, PUT_OFF, HANDED_OVER, CHASED)

SECOND = "deadlines.second"
"""The clock that runs while somebody has said to be on it."""

ARTICLES = Section(
    "deadlines",
    "Deadlines",
    (
        Article(
            "deadlines.on_it_hours",
            "3.1",
            "Being on it",
            "Whoever owes a duty may say that they are on it, for at most {value}; meanwhile nobody is told again.",
            "hours",
            {"small": 4, "standard": 4, "treaty": 8},
            least=1,
            most=LONGEST_HELD,
        ),
    ),
)

COURSE = (PAUSED, RESUMED, EXTENDED, HANDED_OVER)
"""What changes when it is due or who owes it: a calendar must take it over."""


def register() -> None:
    """Add the article, the clock and the acts."""
    SECTIONS.register(ARTICLES.key, ARTICLES)
    CLOCKS.register(
        SECOND,
        ClockRule(
            key=SECOND,
            name=str(_("Taken on")),
            owed_by=(),
            length="deadlines.on_it_hours",
            unit=Unit.HOURS,
            because=str(
                _("Who says to be on a duty says until when. If it is not done by then, the first clock goes on.")
            ),
            citation=str(_("Charter, article 3.1")),
            ladder=(Step(-0.5, (OWNER,), Does.REMIND), Step(0, (OWNER,))),
        ),
    )
    _declare()


def _declare() -> None:
    """“Owner” stands for those who owe it; the services put their names in its place."""
    told = (OWNER, "chair", "clerks")
    declare(
        ActKind(PAUSED, str(_("stopped the clock")), told, icon="player-pause"),
        ActKind(RESUMED, str(_("let the clock run on")), told, icon="player-play"),
        ActKind(EXTENDED, str(_("gave more time")), told, icon="calendar-plus"),
        ActKind(WAIVED, str(_("waived what was owed")), told, icon="circle-off"),
        ActKind(LAPSED, str(_("closed what was not done in time")), told, icon="circle-x"),
        ActKind(TAKEN_ON, str(_("is on it")), told, icon="user-check"),
        ActKind(PUT_OFF, str(_("put off again what is overdue")), told, icon="clock-pause", urgent=True),
        ActKind(
            HANDED_OVER,
            str(_("handed over what is owed")),
            (OWNER,),
            asks=str(_("Do what is owed before it is due, and confirm that you have read this.")),
            icon="user-share",
            urgent=True,
            receipt=True,
        ),
        ActKind(
            CHASED,
            str(_("asked again for what is owed")),
            (OWNER,),
            asks=str(_("Do what is owed, or say until when you are on it.")),
            icon="message-exclamation",
            urgent=True,
        ),
    )
