"""The acts of deadlines. Starting and meeting are read off the acts that cause them and are none of their own."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Seat
from apps.committees.rules.charter import SECTIONS, Article, Section
from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import CalendarFeed
from apps.deadlines.rules.clocks import CLOCKS, ClockRule, Does, Step
from apps.deadlines.rules.owners import OWNER
from apps.deadlines.rules.reckoning import Unit
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare

REMINDED = "deadline.reminded"
ESCALATED = "deadline.escalated"
OVERDUE = "deadline.overdue"
OF_STEP = {Does.REMIND: REMINDED, Does.ESCALATE: ESCALATED}

PAUSED = "deadline.paused"
RESUMED = "deadline.resumed"
EXTENDED = "deadline.extended"
WAIVED = "deadline.waived"
LAPSED = "deadline.lapsed"
TAKEN_ON = "deadline.taken_on"
HANDED_OVER = "deadline.handed_over"
CHASED = "deadline.chased"
OF_VERB = (PAUSED, RESUMED, EXTENDED, WAIVED, LAPSED, TAKEN_ON, HANDED_OVER, CHASED)
CAUGHT_UP = "deadlines.caught_up"

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
            "Whoever owes a duty may say to be on it until a time at most {value} ahead; meanwhile nobody is told again.",
            "hours",
            {"small": 4, "standard": 4, "treaty": 8},
            least=1,
            most=72,
        ),
    ),
)

COURSE = ("deadline.paused", "deadline.resumed", "deadline.extended", "deadline.handed_over")
"""What changes when it is due or who owes it: a calendar must take it over."""

CALENDAR = "calendar"
CALENDAR_MADE = "calendar.made"
CALENDAR_REVOKED = "calendar.revoked"


def _calendars(viewer: Viewer) -> QuerySet[CalendarFeed]:
    rows = CalendarFeed.objects.all()
    return rows if viewer.is_operator else rows.filter(seat=viewer.seat_id)


def _calendars_seat(feed_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(pk__in=CalendarFeed.objects.filter(pk=feed_id).values("seat"))


def _calendars_address(slug: str, _ref: str) -> str:
    return f"/c/{slug}/deadlines/feeds/"


def _pages(act: Any) -> bool:
    return bool(act.facts.get("pages"))


def register() -> None:
    """Add them to the catalogue; whom a step tells is written in its ladder."""
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
    _declare_steps()
    _declare_verbs()
    _declare_calendars()


def _declare_verbs() -> None:
    """Beside whom they name here, those who owe it are told."""
    told = ("chair", "clerks")
    declare(
        ActKind(PAUSED, str(_("stopped the clock")), told, icon="player-pause"),
        ActKind(RESUMED, str(_("let the clock run on")), told, icon="player-play"),
        ActKind(EXTENDED, str(_("gave more time")), told, icon="calendar-plus"),
        ActKind(WAIVED, str(_("waived what was owed")), told, icon="circle-off"),
        ActKind(LAPSED, str(_("closed what was not done in time")), told, icon="circle-x"),
        ActKind(TAKEN_ON, str(_("is on it")), told, icon="user-check"),
        ActKind(
            HANDED_OVER,
            str(_("handed over what is owed")),
            asks=str(_("Do what is owed before it is due, and confirm that you have read this.")),
            icon="user-share",
            urgent=True,
            receipt=True,
        ),
        ActKind(
            CHASED,
            str(_("asked again for what is owed")),
            asks=str(_("Do what is owed, or say until when you are on it.")),
            icon="message-exclamation",
            urgent=True,
        ),
        ActKind(
            CAUGHT_UP,
            str(_("caught up with deadlines after a time in which nobody looked")),
            ("clerks",),
            icon="clock-exclamation",
            urgent=True,
        ),
    )


def _declare_steps() -> None:
    declare(
        ActKind(
            REMINDED,
            str(_("reminded of what is still owed")),
            asks=str(_("Do what is owed before it is due.")),
            icon="bell",
            urgent=True,
            pages=_pages,
        ),
        ActKind(
            ESCALATED,
            str(_("escalated what was not done in time")),
            asks=str(_("Do what is owed, or see to it that those who owe it do.")),
            icon="bell-ringing",
            urgent=True,
            pages=_pages,
        ),
        ActKind(OVERDUE, str(_("noted that the due time has passed")), icon="alarm"),
    )


def _declare_calendars() -> None:
    SUBJECTS.register(
        CALENDAR, SubjectKind(CALENDAR, "calendar feed", _calendars_address, visible=_calendars, seats=_calendars_seat)
    )
    declare(
        ActKind(CALENDAR_MADE, str(_("made an address for a calendar feed")), icon="calendar-plus", quiet=True),
        ActKind(CALENDAR_REVOKED, str(_("revoked the address of a calendar feed")), icon="calendar-off", quiet=True),
    )
