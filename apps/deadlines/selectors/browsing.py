"""The list of deadlines: whose, narrowed how, in pages; every way of showing it asks here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from django.db.models import Q, Value

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline, DeadlineQuerySet
from apps.deadlines.selectors.lists import WHO, overdue, shown_at
from apps.deadlines.selectors.shown import Shown
from apps.deadlines.states import CLOSED
from apps.kernel import keyset
from apps.record.rules import AUDIENCES

PAGE = 30


class Whose(StrEnum):
    """The tabs of the list, of the calendar and of the feeds."""

    MINE = "mine"
    ORGANISATION = "organisation"
    COMMITTEE = "committee"


class Show(StrEnum):
    """Which states the list shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    PAUSED = "paused"
    MET = "met"
    CLOSED = "closed"
    ALL = "all"


PAST = {Show.MET: "met_at", Show.CLOSED: "closed_at", Show.ALL: "due_at"}
"""What lists newest first, and by which instant; the others begin with what is due first."""


@dataclass(frozen=True, slots=True)
class Filters:
    """How a list of deadlines is narrowed; empty means all. `day` is a day of `zone`."""

    whose: Whose = Whose.MINE
    show: Show = Show.OPEN
    clock: str = ""
    organisation: str = ""
    subject: str = ""
    within: timedelta | None = None
    day: date | None = None
    zone: tzinfo = UTC

    @property
    def any(self) -> bool:
        """Whether anything is narrowed, besides by tab and state."""
        return bool(self.clock or self.organisation or self.subject or self.within or self.day)

    @property
    def is_ascending(self) -> bool:
        """Whether what is due first stands first."""
        return self.show not in PAST or self.day is not None


def day_of(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The instants at which a day of a zone begins and the next one does."""
    start = datetime.combine(day, time.min, zone)
    return start.astimezone(UTC), datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


def belonging(viewer: Viewer, now: datetime, whose: Whose) -> DeadlineQuerySet:
    """What the viewer may see and themselves, their organisation or anybody of the committee owes, in any state."""
    visible = Deadline.objects.visible_to(viewer)
    if whose == Whose.MINE:
        return visible.owed_by(viewer)
    if whose == Whose.COMMITTEE:
        return visible
    owed = Q(owed_by_organisation=viewer.organisation_id) | Q(owed_by_seat__organisation=viewer.organisation_id)
    return visible.filter(owed | Q(owed_by__has_any_keys=_audiences_with(viewer.organisation_id, now)))


def _audiences_with(organisation_id: int, now: datetime) -> list[str]:
    """The committee-wide audiences to which a seat of the organisation belongs (one query)."""
    names = [
        audience.seats(0, now).filter(organisation=organisation_id).order_by().values_list(Value(key), flat=True)
        for key, audience in AUDIENCES
        if audience.includes
    ]
    return sorted(Seat.objects.none().values_list(Value(""), flat=True).union(*names)) if names else []


def listed(viewer: Viewer, now: datetime, filters: Filters) -> DeadlineQuerySet:
    """The deadlines of a tab, narrowed, in no order."""
    rows = _in_state(belonging(viewer, now, filters.whose), now, filters.show)
    if filters.clock:
        rows = rows.filter(clock=filters.clock)
    if filters.organisation:
        key = filters.organisation
        rows = rows.filter(Q(owed_by_organisation__key=key) | Q(owed_by_seat__organisation__key=key))
    if filters.subject:
        rows = rows.filter(subject_ref__in={filters.subject, filters.subject.upper()})
    if filters.within:
        rows = rows.filter(due_at__lte=now + filters.within)
        # Of what is still owed, the overdue comes first; of the rest, what was due long ago is not meant.
        rows = rows.filter(due_at__gte=now) if filters.show in PAST else rows
    if filters.day:
        start, end = day_of(filters.day, filters.zone)
        rows = rows.filter(due_at__gte=start, due_at__lt=end)
    return rows


def _in_state(rows: DeadlineQuerySet, now: datetime, show: Show) -> DeadlineQuerySet:
    if show == Show.OPEN:
        return rows.open()
    if show == Show.OVERDUE:
        return overdue(rows, now)
    if show == Show.CLOSED:
        return rows.filter(state__in=CLOSED)
    return rows if show == Show.ALL else rows.filter(state=show.value)


def page_of(viewer: Viewer, now: datetime, filters: Filters, cursor: str = "", *, size: int = PAGE) -> keyset.Page:
    """One page: what is still owed by its due time, what is over newest first; its rows are `Shown`."""
    rows = listed(viewer, now, filters).select_related(*WHO)
    field = "due_at" if filters.is_ascending else PAST[filters.show]
    page = keyset.page_of(rows, cursor, field=field, ascending=filters.is_ascending, size=size)
    return keyset.Page(shown_at(page.rows, now), page.previous, page.next)


def export_of(viewer: Viewer, now: datetime, filters: Filters, most: int) -> list[Shown]:
    """The same list in one piece, by due time, at most so many."""
    rows = listed(viewer, now, filters).select_related(*WHO)
    return shown_at(list(rows.order_by("due_at", "id")[:most]), now)
