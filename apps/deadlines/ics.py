"""Deadlines as calendar programs read them (RFC 5545). What is confidential is named by its duty alone."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar
from icalendar import Event as Component

from apps.deadlines.selectors import Event
from apps.deadlines.states import OPEN, State

PRODID = "-//Concord//Deadlines//EN"
READ_AGAIN = timedelta(hours=1)
AHEAD = timedelta(hours=1)
STATUS = {State.PAUSED: "TENTATIVE", State.WAIVED: "CANCELLED", State.LAPSED: "CANCELLED"}


def feed(name: str, slug: str, events: Iterable[Event]) -> bytes:
    """A calendar to subscribe to, under this name."""
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(_component(event, slug))
    return calendar.to_ical()


def single(slug: str, event: Event) -> bytes:
    """One deadline to import; while it is open it rings an hour ahead."""
    calendar = _calendar()
    component = _component(event, slug)
    if event.shown.is_open:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.shown.deadline.name)
        alarm.add("trigger", -AHEAD)
        component.add_component(alarm)
    calendar.add_component(component)
    return calendar.to_ical()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _component(event: Event, slug: str) -> Component:
    shown, row = event.shown, event.shown.deadline
    link = f"{settings.BASE_URL}{reverse('deadlines:deadline', args=[slug, row.uid])}"
    component = Component()
    component.add("uid", f"{row.uid}@{urlsplit(settings.BASE_URL).hostname}")
    component.add("dtstamp", event.changed_at)
    component.add("last-modified", event.changed_at)
    component.add("sequence", _sequence(event))
    component.add("dtstart", row.due_at)
    component.add("summary", _summary(event))
    component.add("description", "\n".join([*_content(event), link]))
    component.add("url", link)
    component.add("status", STATUS.get(shown.state, "CONFIRMED"))
    component.add("transp", "TRANSPARENT")
    component.add("categories", [shown.label])
    if event.is_confidential:
        component.add("class", "CONFIDENTIAL")
    return component


def _sequence(event: Event) -> int:
    """Grows with every change that a calendar must take over: a pause, a new due time, the end."""
    row = event.shown.deadline
    return 3 * row.course + (2 if row.state not in OPEN else int(row.paused_at is not None))


def _summary(event: Event) -> str:
    shown, row = event.shown, event.shown.deadline
    name = row.name if event.is_confidential else f"{row.name}, {row.subject_ref}"
    if shown.state == State.RUNNING:
        return name
    return _("%(state)s: %(duty)s") % {"state": shown.label, "duty": name}


def _content(event: Event) -> list[str]:
    if event.is_confidential:
        return []
    shown = event.shown
    owed = _("Owed by %(who)s.") % {"who": shown.owed_by}
    return [_one_line(text) for text in (shown.title, owed, shown.deadline.because) if text]


def _one_line(text: str) -> str:
    """Without line ends and control characters, which a calendar program may take for the end of what is said."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
