"""The acts of deadlines. Starting and meeting are read off the acts that cause them and are none of their own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.deadlines.acts import calendars, verbs, watch
from apps.deadlines.acts.calendars import CALENDAR, CALENDAR_MADE, CALENDAR_REVOKED
from apps.deadlines.acts.verbs import (
    CHASED,
    COURSE,
    EXTENDED,
    HANDED_OVER,
    LAPSED,
    OF_VERB,
    PAUSED,
    PUT_OFF,
    RESUMED,
    SECOND,
    TAKEN_ON,
    WAIVED,
)
from apps.deadlines.acts.watch import CAUGHT_UP, WATCH
from apps.deadlines.rules.clocks import Does
from apps.record.rules import ActKind, declare

REMINDED = "deadline.reminded"
ESCALATED = "deadline.escalated"
OVERDUE = "deadline.overdue"
OF_STEP = {Does.REMIND: REMINDED, Does.ESCALATE: ESCALATED}

__all__ = [
    "CALENDAR",
    "CALENDAR_MADE",
    "CALENDAR_REVOKED",
    "CAUGHT_UP",
    "CHASED",
    "COURSE",
    "ESCALATED",
    "EXTENDED",
    "HANDED_OVER",
    "LAPSED",
    "OF_STEP",
    "OF_VERB",
    "OVERDUE",
    "PAUSED",
    "PUT_OFF",
    "REMINDED",
    "RESUMED",
    "SECOND",
    "TAKEN_ON",
    "WAIVED",
    "WATCH",
    "register",
]


def register() -> None:
    """Add them to the catalogue; whom a step tells is written in its ladder."""
    declare(
        ActKind(
            REMINDED,
            str(_("reminded of what is still owed")),
            asks=str(_("Do what is owed before it is due.")),
            icon="bell",
            urgent=True,
            founding=True,
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
    verbs.register()
    watch.register()
    calendars.register()


def _pages(act: Any) -> bool:
    return bool(act.facts.get("pages"))
