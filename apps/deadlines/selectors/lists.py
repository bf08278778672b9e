"""Lists of deadlines, each cut to what the viewer may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, Value
from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline, DeadlineQuerySet
from apps.deadlines.selectors.shown import Shown
from apps.deadlines.states import OPEN, State
from apps.record.models import Act
from apps.record.rules import AUDIENCES
from apps.record.selectors import titles_of

PAGE = 30


class Whose(StrEnum):
    """The tabs of the list."""

    MINE = "mine"
    ORGANISATION = "organisation"
    COMMITTEE = "committee"


class Show(StrEnum):
    """The filter of the list."""

    OPEN = "open"
    OVERDUE = "overdue"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the last deadline on it, behind which the next page begins (None at the end)."""

    rows: list[Shown]
    last: UUID | None = None


def overdue(deadlines: DeadlineQuerySet, now: datetime) -> DeadlineQuerySet:
    """Those whose due time has passed, whether the sweep has come by or not."""
    return deadlines.filter(Q(state=State.OVERDUE) | Q(state=State.RUNNING, due_at__lt=now))


def waiting_for(viewer: Viewer, now: datetime, limit: int = 8) -> list[Shown]:
    """What the viewer must do next, nearest due time first."""
    return _shown(Deadline.objects.waiting_for(viewer).order_by("due_at", "id")[:limit], now)


def of_subject(subject_kind: str, subject_id: int) -> list[Deadline]:
    """One object's deadlines, the open ones first; the caller has found the object through its `visible_to`.

    For the page of the object, with `now` beside it: deadlines/partials/of_subject.html.
    """
    rows = Deadline.objects.about(subject_kind, subject_id).order_by("due_at", "id")
    return sorted(rows, key=lambda deadline: deadline.state not in OPEN)


def due_times(acts: Iterable[Act]) -> dict[int, datetime]:
    """Until when the acts must be answered, by act id: the nearest due time of what each has started (one query).

    For whoever may see the acts' subjects; the text of a notice says it.
    """
    started = Deadline.objects.filter(started_by__in=[act.pk for act in acts]).order_by("-due_at")
    return dict(started.values_list("started_by", "due_at"))


def deadline_for(viewer: Viewer, uid: UUID, now: datetime) -> Shown:
    """One deadline that the viewer may see; the same Http404 for a missing and a forbidden one."""
    rows = Deadline.objects.visible_to(viewer).select_related("owed_by_organisation", "met_by", "started_by")
    deadline = rows.filter(uid=uid).first()
    if deadline is None:
        raise Http404
    [shown] = shown_at([deadline], now)
    return shown


def listed(viewer: Viewer, now: datetime, whose: Whose, show: Show) -> DeadlineQuerySet:
    """The deadlines of a tab and filter."""
    visible = Deadline.objects.visible_to(viewer)
    if whose == Whose.MINE:
        visible = visible.owed_by(viewer)
    elif whose == Whose.ORGANISATION:
        owed = Q(owed_by_organisation=viewer.organisation_id)
        visible = visible.filter(owed | Q(owed_by__has_any_keys=_audiences_with(viewer.organisation_id, now)))
    if show == Show.MET:
        return visible.filter(state=State.MET)
    return visible.open() if show == Show.OPEN else overdue(visible, now)


def page_of(viewer: Viewer, now: datetime, whose: Whose, show: Show, after: UUID | None = None) -> Page:
    """One page: what is open by its due time, what was met newest first. `after` is the last page's `last`."""
    field = "met_at" if show == Show.MET else "due_at"
    rows = listed(viewer, now, whose, show).select_related("owed_by_organisation")
    before = rows.filter(uid=after).values_list(field, "id").first() if after else None
    if show == Show.MET:
        rows = rows.order_by("-met_at", "-id")
        if before:
            rows = rows.filter(Q(met_at__lt=before[0]) | Q(met_at=before[0], id__lt=before[1]))
    else:
        rows = rows.order_by("due_at", "id")
        if before:
            rows = rows.filter(Q(due_at__gt=before[0]) | Q(due_at=before[0], id__gt=before[1]))
    shown = _shown(rows[: PAGE + 1], now)
    return Page(shown[:PAGE], shown[PAGE - 1].deadline.uid if len(shown) > PAGE else None)


def _audiences_with(organisation_id: int, now: datetime) -> list[str]:
    """The committee-wide audiences to which a seat of the organisation belongs (one query)."""
    names = [
        audience.seats(0, now).filter(organisation=organisation_id).order_by().values_list(Value(key), flat=True)
        for key, audience in AUDIENCES
        if audience.includes
    ]
    return sorted(Seat.objects.none().values_list(Value(""), flat=True).union(*names)) if names else []


def _shown(deadlines: DeadlineQuerySet, now: datetime) -> list[Shown]:
    return shown_at(list(deadlines.select_related("owed_by_organisation")), now)


def shown_at(deadlines: Sequence[Deadline], now: datetime) -> list[Shown]:
    """Deadlines that the caller has found visible, with the titles of what they are about."""
    titles = titles_of((deadline.subject_kind, deadline.subject_id) for deadline in deadlines)
    return [
        Shown(deadline, now, titles.get((deadline.subject_kind, deadline.subject_id), "")) for deadline in deadlines
    ]
