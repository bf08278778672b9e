"""Calendar feeds: a seat's own, the reader behind an address, and what a feed holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q

from apps.accounts.selectors import lacks_second_factor
from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import viewer_of
from apps.deadlines.acts import COURSE
from apps.deadlines.models import CalendarFeed, Deadline
from apps.deadlines.selectors.browsing import Whose, belonging
from apps.deadlines.selectors.lists import WHO, shown_at
from apps.deadlines.selectors.shown import Shown
from apps.record.models import Act
from apps.record.rules import SUBJECTS

KEPT = timedelta(days=30)
"""How long a calendar still shows what is met, waived, lapsed or fallen away."""

MOST = 2000
"""How many of either a feed holds: calendar programs choke on more."""


@dataclass(frozen=True, slots=True)
class Event:
    """A deadline as calendars show it; a confidential one is named by its duty alone."""

    shown: Shown
    is_confidential: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """A feed and the seat behind it, as it is now."""

    feed: CalendarFeed
    viewer: Viewer


def feeds_of(viewer: Viewer) -> list[CalendarFeed]:
    """The seat's live feeds."""
    return list(CalendarFeed.objects.filter(seat=viewer.seat_id, revoked_at=None).order_by("id"))


def reader_of(digest: str, now: datetime) -> Reader | None:
    """Who reads by this address: None where it is unknown or revoked, the seat has ended, or its person may not in."""
    live = CalendarFeed.objects.filter(digest=digest, revoked_at=None, seat__in=Seat.objects.at(now))
    feed = live.select_related("seat__organisation", "seat__person").first()
    if feed is None:
        return None
    person, viewer = feed.seat.person, viewer_of(feed.seat, now)
    if person is None or not person.is_active or (viewer.needs_second_factor and lacks_second_factor(person)):
        return None
    return Reader(feed, viewer)


def feed_events(viewer: Viewer, now: datetime, whose: Whose) -> list[Event]:
    """What a feed holds: what is owed, nearest first, and what was over within the last days."""
    rows = belonging(viewer, now, whose).select_related(*WHO)
    owed = rows.open().order_by("due_at", "id")[:MOST]
    over = rows.filter(Q(met_at__gte=now - KEPT) | Q(closed_at__gte=now - KEPT)).order_by("-due_at", "-id")
    return events_of([*owed, *over[:MOST]], now)


def events_of(deadlines: Sequence[Deadline], now: datetime) -> list[Event]:
    """Deadlines that the caller has found visible, as calendars show them; the same few queries for all of them."""
    confidential, changed = _confidential(deadlines), _changed(deadlines)
    return [
        Event(shown, shown.deadline.subject[:2] in confidential, _changed_at(shown.deadline, changed))
        for shown in shown_at(deadlines, now)
    ]


def _confidential(deadlines: Sequence[Deadline]) -> set[tuple[str, int]]:
    """The subjects among theirs that are confidential, each group of alike ones asked about once."""
    found = set()
    ids: dict[str, set[int]] = {}
    for deadline in deadlines:
        ids.setdefault(deadline.subject_kind, set()).add(deadline.subject_id)
    for kind, of_kind in ids.items():
        subject, known = SUBJECTS[kind], {}
        for subject_id, group in subject.alike(of_kind).items():
            if group not in known:
                known[group] = subject.confidential(subject_id)
            if known[group]:
                found.add((kind, subject_id))
    return found


def _changed(deadlines: Sequence[Deadline]) -> dict[str, datetime]:
    """When the course of each was last changed by an act, by uid."""
    subjects = {deadline.subject_id for deadline in deadlines}
    acts = Act.objects.filter(subject_kind__in={deadline.subject_kind for deadline in deadlines})
    acts = acts.filter(subject_id__in=subjects, kind__in=COURSE)
    return dict(acts.order_by().values_list("facts__deadline_id").annotate(Max("at")))


def _changed_at(deadline: Deadline, changed: dict[str, datetime]) -> datetime:
    moments = [deadline.starts_at, deadline.met_at, deadline.closed_at, deadline.paused_at]
    moments.append(changed.get(str(deadline.uid)))
    return max(moment for moment in moments if moment is not None)
