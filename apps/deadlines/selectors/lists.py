"""Lists of deadlines, each cut to what the viewer may see."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline, DeadlineQuerySet
from apps.deadlines.selectors.shown import Shown
from apps.deadlines.states import OPEN, State
from apps.record.models import Act
from apps.record.selectors import titles_of

WHO = ("owed_by_organisation", "owed_by_seat__person", "owed_by_seat__organisation")
"""What a row's “owed by” is made of."""

OF_ITS_PAGE = ("met_by", "closed_by", "started_by", "second_to", "taken_on_by__person", "taken_on_by__organisation")


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
    deadline = Deadline.objects.select_related(*WHO, *OF_ITS_PAGE).one_for(viewer, uid)
    if deadline is None:
        raise Http404
    [shown] = shown_at([deadline], now)
    return shown


def _shown(deadlines: DeadlineQuerySet, now: datetime) -> list[Shown]:
    return shown_at(list(deadlines.select_related(*WHO)), now)


def shown_at(deadlines: Sequence[Deadline], now: datetime) -> list[Shown]:
    """Deadlines that the caller has found visible, with the titles of what they are about."""
    titles = titles_of((deadline.subject_kind, deadline.subject_id) for deadline in deadlines)
    return [
        Shown(deadline, now, titles.get((deadline.subject_kind, deadline.subject_id), "")) for deadline in deadlines
    ]
