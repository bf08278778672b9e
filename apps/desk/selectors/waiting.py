"""What waits for the viewer: duties, unread notices that ask something, drafts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline, DeadlineQuerySet
from apps.deadlines.selectors import Shown
from apps.deadlines.selectors.lists import shown_at
from apps.deadlines.states import CLIMBING, State
from apps.desk.rules import Waiting, in_order
from apps.desk.selectors.naming import about
from apps.incidents.rules.verbs import may_start
from apps.incidents.selectors.reports import drafts_of
from apps.notices.selectors import Line, Show, inbox_rows, lines
from apps.record.rules import CATALOGUE

MOST = 8
AHEAD = timedelta(days=31)
"""A duty that is due later stands among the deadlines only: an access may run for years."""
WHO = ("owed_by_organisation", "owed_by_seat", "taken_on_by__person", "taken_on_by__organisation")


def waiting(viewer: Viewer, now: datetime, slug: str, *, has_unread: bool) -> list[Waiting]:
    """What waits for the viewer, the nearest due time first, paused duties apart (see `resting`).

    `has_unread` saves the look into an inbox in which all is read.
    """
    duties = _duties(viewer, now, Deadline.objects.filter(state__in=CLIMBING, due_at__lt=now + AHEAD))
    asked = _asking(viewer, slug, duties) if has_unread else []
    rows = [
        *(_of_duty(shown, viewer, slug) for shown in duties),
        *(_of_notice(line, slug) for line in asked),
        *_drafts(viewer, slug),
    ]
    return in_order(rows)


def resting(viewer: Viewer, now: datetime, slug: str) -> list[Waiting]:
    """The viewer's duties whose clock is paused."""
    duties = _duties(viewer, now, Deadline.objects.filter(state=State.PAUSED))
    return [_of_duty(shown, viewer, slug) for shown in duties]


def _duties(viewer: Viewer, now: datetime, deadlines: DeadlineQuerySet) -> list[Shown]:
    """The nearest of them; that somebody is on a duty is said beside it, not as a duty of its own."""
    rows = deadlines.waiting_for(viewer).filter(second_to=None).select_related(*WHO)
    return shown_at(list(rows.order_by("due_at", "id")[:MOST]), now)


def _of_duty(shown: Shown, viewer: Viewer, slug: str) -> Waiting:
    deadline = shown.deadline
    mine = deadline.taken_on_by_id == viewer.seat_id
    return Waiting(
        key=f"duty-{deadline.uid}",
        title=deadline.name,
        about=about(deadline, shown.title),
        address=shown.address(slug),
        status=shown.label,
        tone=shown.tone,
        due_at=deadline.due_at,
        overdue=shown.is_open and shown.now > deadline.due_at,
        rests=shown.state == State.PAUSED,
        handed=deadline.owed_by_seat_id == viewer.seat_id,
        on_it=shown.on_it_by if shown.is_on_it and not mine else "",
        on_it_until=deadline.taken_on_until if shown.is_on_it else None,
    )


def _asking(viewer: Viewer, slug: str, duties: Iterable[Shown]) -> list[Line]:
    """The newest unread notice on each subject that asks something which nobody has done yet.

    An act that starts a clock asks those who owe it alone, and theirs is among the duties already.
    """
    known = {(shown.deadline.subject_kind, shown.deadline.subject_id) for shown in duties}
    unread = list(inbox_rows(viewer, Show.UNREAD)[: MOST * 3])
    found: dict[tuple[str, int], Line] = {}
    for line in lines(unread, viewer, slug):
        subject = line.notice.subject_kind, line.notice.subject_id
        if line.asks and not line.is_done and not CATALOGUE[line.act_kind].starts and subject not in known:
            found.setdefault(subject, line)
    return list(found.values())[:MOST]


def _of_notice(line: Line, slug: str) -> Waiting:
    return Waiting(
        key=f"notice-{line.notice.uid}",
        title=f"{line.task} – {line.asks}" if line.task else line.asks,
        about=about(line.notice, line.title),
        address=reverse("notices:open", args=[slug, line.notice.uid]),
        status=_("Asked of you"),
        tone="info",
        due_at=line.due_at,
    )


def _drafts(viewer: Viewer, slug: str) -> list[Waiting]:
    if not may_start(viewer):
        return []
    mine = [draft for draft in drafts_of(viewer) if draft.reporter_id == viewer.seat_id]
    return [
        Waiting(
            key=f"draft-{draft.ref}",
            title=_("Finish the report “%(title)s”") % {"title": draft.title or draft.ref},
            about=_("your draft %(ref)s") % {"ref": draft.ref},
            address=reverse("incidents:check", args=[slug, draft.ref]),
            status=_("Draft"),
            tone="neutral",
        )
        for draft in mine[:MOST]
    ]
