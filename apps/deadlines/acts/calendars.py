"""Addresses of calendar feeds: made and revoked, each its seat's own matter."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import CalendarFeed
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare

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


def register() -> None:
    """Add the subject and what happens to it."""
    SUBJECTS.register(
        CALENDAR, SubjectKind(CALENDAR, "calendar feed", _calendars_address, visible=_calendars, seats=_calendars_seat)
    )
    declare(
        ActKind(
            CALENDAR_MADE,
            str(_("made an address for a calendar feed")),
            icon="calendar-plus",
            quiet=True,
            founding=True,
        ),
        ActKind(
            CALENDAR_REVOKED,
            str(_("revoked the address of a calendar feed")),
            icon="calendar-off",
            quiet=True,
            founding=True,
        ),
    )
