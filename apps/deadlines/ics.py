"""Deadlines as calendar programs read them (RFC 5545). What is confidential is named by its duty alone."""

from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from icalendar import Alarm
from icalendar import Event as Component

from apps.committees.models import Committee
from apps.committees.rules.viewer import Viewer
from apps.deadlines.rules.feeds import FEEDS, FeedKind
from apps.deadlines.selectors import Event, Whose, feed_events
from apps.deadlines.states import CLOSED, OPEN, State
from apps.kernel.ical import calendar, one_line
from apps.record.rules import DRILL

AHEAD = timedelta(hours=1)
STATUS = {State.PAUSED: "TENTATIVE"} | dict.fromkeys(CLOSED, "CANCELLED")


def feed(committee: Committee, name: str, viewer: Viewer, now: datetime, *, whose: Whose) -> bytes:
    """A calendar to subscribe to, under this name."""
    made = calendar(name)
    for event in feed_events(viewer, now, whose):
        made.add_component(_component(event, committee.slug))
    return made.to_ical()


def register() -> None:
    """Let each tab of the list have its calendar."""
    labels = {
        Whose.MINE: _lazy("What I owe"),
        Whose.ORGANISATION: _lazy("What my organisation owes"),
        Whose.COMMITTEE: _lazy("What my seat may see of the committee’s"),
    }
    for place, (whose, label) in enumerate(labels.items()):
        FEEDS.register(whose.value, FeedKind(label, partial(feed, whose=whose), place))


def single(slug: str, event: Event) -> bytes:
    """One deadline to import; while it is open it rings an hour ahead."""
    made = calendar()
    component = _component(event, slug)
    if event.shown.is_open:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.shown.deadline.name)
        alarm.add("trigger", -AHEAD)
        component.add_component(alarm)
    made.add_component(component)
    return made.to_ical()


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
    said = _("%(state)s: %(duty)s") % {"state": shown.label, "duty": name.removeprefix(DRILL)}
    return DRILL + said if name.startswith(DRILL) else said


def _content(event: Event) -> list[str]:
    if event.is_confidential:
        return []
    shown = event.shown
    owed = _("Owed by %(who)s.") % {"who": shown.owed_by}
    return [one_line(text) for text in (shown.title, owed, shown.deadline.because) if text]
