"""Silence before the due time: who owes what, and whether they have opened it, answered it, done anything about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline, DeadlineQuerySet
from apps.deadlines.selectors import Filters, Shown, Whose, listed
from apps.deadlines.selectors.lists import shown_at
from apps.deadlines.states import CLIMBING, State
from apps.desk.selectors.owners import owners_of
from apps.desk.selectors.reading import Reading, readings_of
from apps.kernel import keyset

PAGE = 30
WINDOWS = 5
"""How many pages are looked through for rows that fit a kind of silence."""

NAMED = 5
"""How many of those who owe it are named at once."""

LATE = 75
"""From so many per cent of the time on silence is more than a wait."""

SOON = timedelta(hours=48)
MOST_COUNTED = 100
WHO = (
    "owed_by_organisation",
    "owed_by_seat__person",
    "owed_by_seat__organisation",
    "taken_on_by__person",
    "taken_on_by__organisation",
    "started_by",
)


class Silence(StrEnum):
    """What has not happened yet; each kind holds the one before it."""

    UNOPENED = "unopened"
    UNANSWERED = "unanswered"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Owing:
    """One who owes it, with what the viewer may know of their reading and doing."""

    seat: Seat
    reading: Reading
    is_on_it: bool = False

    @property
    def has_moved(self) -> bool:
        """Whether they have done something about it."""
        return self.reading.acted_at is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A deadline that somebody owes, and how far each of them has come."""

    shown: Shown
    owing: list[Owing]

    @property
    def deadline(self) -> Deadline:
        """The deadline itself."""
        return self.shown.deadline

    @property
    def on_it_until(self) -> datetime | None:
        """Until when somebody is on it, if anybody is now."""
        until = self.deadline.taken_on_until
        return until if until is not None and until > self.shown.now else None

    @property
    def is_unopened(self) -> bool:
        """Whether it is known that nobody of them has opened it."""
        return all(each.reading.is_shown and each.reading.opened_at is None for each in self.owing)

    @property
    def is_idle(self) -> bool:
        """Whether nobody of them has done anything about it."""
        return not any(each.has_moved for each in self.owing)

    @property
    def first_opened_at(self) -> datetime | None:
        """When the first of them opened it, as far as the viewer may know."""
        return min((each.reading.opened_at for each in self.owing if each.reading.opened_at), default=None)

    @property
    def on_it_by_other(self) -> str:
        """Who is on it, where it is none of those who owe it (a pager's holder, say)."""
        if self.on_it_until is None or any(each.is_on_it for each in self.owing):
            return ""
        return self.shown.on_it_by

    @property
    def first(self) -> list[Owing]:
        """The few who are named at once."""
        return self.owing[:NAMED]

    @property
    def rest(self) -> list[Owing]:
        """All others."""
        return self.owing[NAMED:]

    @property
    def length(self) -> float:
        """The seconds there were."""
        return max((self.deadline.due_at - self.deadline.starts_at).total_seconds(), 1)

    @property
    def elapsed(self) -> float:
        """How many of them have gone by, at most all."""
        return self._until(self.shown.now)

    @property
    def opened_after(self) -> float | None:
        """After how many of them it was first opened, as far as the viewer may know."""
        return None if self.first_opened_at is None else self._until(self.first_opened_at)

    def _until(self, moment: datetime) -> float:
        return min(max((moment - self.deadline.starts_at).total_seconds(), 0), self.length)

    @property
    def share(self) -> int:
        """The time gone, in per cent."""
        return int(100 * self.elapsed / self.length)

    @property
    def opened_share(self) -> int:
        """When it was first opened, in per cent of the time; only where it was."""
        return int(100 * (self.opened_after or 0) / self.length)

    @property
    def standing(self) -> str:
        """How far they have come, in words."""
        if self.on_it_until is not None:
            return _("Somebody is on it")
        if not self.is_idle:
            return _("Acted, not done")
        if not self.owing:
            return _("Nobody owes it")
        if self.is_unopened:
            return _("Nobody has opened it")
        return _("Opened, not answered") if self.first_opened_at else _("Not answered")

    @property
    def tone(self) -> str:
        """The tone of that."""
        if self.on_it_until is not None or not self.is_idle:
            return "info"
        if self.is_unopened:
            return "stop" if self.share >= LATE else "warn"
        return "warn" if self.share >= LATE else "neutral"

    @property
    def bar(self) -> str:
        """The tone of the bar of time."""
        return {"stop": "stop", "info": "ok"}.get(self.tone, "neutral" if self.share < LATE else "abstain")

    def is_silent(self, kind: Silence) -> bool:
        """Whether it is silent in this way."""
        return KINDS[kind](self)


KINDS: dict[Silence, Callable[[Row], bool]] = {
    Silence.UNOPENED: lambda row: row.is_unopened,
    Silence.UNANSWERED: lambda row: row.on_it_until is None and row.is_idle,
    Silence.IDLE: lambda row: row.is_idle,
}


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, what is due first at the top, and the cursor of the next page ("" where there is none)."""

    rows: list[Row]
    next: str = ""


def _watched(viewer: Viewer, now: datetime, organisation: str = "") -> DeadlineQuerySet:
    """What the viewer may see and somebody must still do; paused ones ask nothing of anybody."""
    rows = listed(viewer, now, Filters(whose=Whose.COMMITTEE, organisation=organisation))
    return rows.filter(state__in=CLIMBING, second_to=None)


def silent_page(
    viewer: Viewer, now: datetime, *, organisation: str = "", kind: Silence | None = None, cursor: str = ""
) -> Page:
    """One page; with a kind of silence the rows that fit among the next few pages' worth."""
    watched = _watched(viewer, now, organisation).select_related(*WHO)
    found: list[Row] = []
    for _window in range(WINDOWS if kind else 1):
        page = keyset.page_of(watched, cursor, field="due_at", ascending=True, size=PAGE)
        rows = rows_of(viewer, page.rows, now)
        found += [row for row in rows if kind is None or row.is_silent(kind)]
        cursor = page.next
        if not cursor or len(found) >= PAGE:
            break
    return Page(found, cursor)


def rows_of(viewer: Viewer, deadlines: Sequence[Deadline], now: datetime) -> list[Row]:
    """Deadlines that the caller has found visible, with those who owe them; the same few queries for all of them."""
    owners = owners_of(deadlines, now)
    readings = readings_of(viewer, deadlines, owners)
    return [
        Row(shown, [_owing(shown, seat, readings[shown.deadline.pk, seat.pk]) for seat in owners[shown.deadline.pk]])
        for shown in shown_at(deadlines, now)
    ]


def _owing(shown: Shown, seat: Seat, reading: Reading) -> Owing:
    until = shown.deadline.taken_on_until
    is_on_it = shown.deadline.taken_on_by_id == seat.pk and until is not None and until > shown.now
    return Owing(seat, reading, is_on_it)


def unopened_soon(viewer: Viewer, now: datetime) -> str:
    """How many duties due within two days nobody has opened, as far as the viewer may know; “7” or “7+”."""
    soon = _watched(viewer, now).filter(state=State.RUNNING, due_at__gte=now, due_at__lt=now + SOON)
    deadlines = list(soon.select_related("started_by").order_by("due_at", "id")[: MOST_COUNTED + 1])
    owners = owners_of(deadlines[:MOST_COUNTED], now)
    readings = readings_of(viewer, deadlines[:MOST_COUNTED], owners)
    number = sum(
        all(readings[pk, seat.pk].is_shown and readings[pk, seat.pk].opened_at is None for seat in seats)
        for pk, seats in owners.items()
    )
    return f"{number}+" if len(deadlines) > MOST_COUNTED else str(number)
