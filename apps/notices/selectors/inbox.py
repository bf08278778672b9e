"""A seat's inbox, newest first, in pages that hold still while new notices come in."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from apps.committees.rules.viewer import Viewer
from apps.notices.models import Notice, NoticeQuerySet
from apps.notices.rules import MOST_COUNTED, counted
from apps.notices.selectors.lines import lines

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some notices, with the cursors of its neighbours ("" where there is none)."""

    notices: list[Notice]
    newer: str = ""
    older: str = ""


def inbox(viewer: Viewer, *, unread_only: bool = False, before: str = "", after: str = "", size: int = PAGE) -> Page:
    """A page of the viewer's inbox; `before` and `after` are the uids of notices, unknown ones count as none."""
    notices = inbox_rows(viewer, unread_only=unread_only)
    edge = _edge(viewer, after or before)
    if edge is None:
        rows = list(notices[: size + 1])
        return Page(rows[:size], older=_cursor(rows[size - 1 : size], len(rows) > size))
    newer_than = Q(created_at__gt=edge.created_at) | Q(created_at=edge.created_at, pk__gt=edge.pk)
    older_than = Q(created_at__lt=edge.created_at) | Q(created_at=edge.created_at, pk__lt=edge.pk)
    if after:
        found = list(notices.filter(newer_than).order_by("created_at", "pk")[: size + 1])
        rows = found[:size][::-1]
        return Page(rows, newer=_cursor(rows[:1], len(found) > size), older=_cursor(rows[-1:], bool(rows)))
    rows = list(notices.filter(older_than)[: size + 1])
    return Page(rows[:size], newer=_cursor(rows[:1], True), older=_cursor(rows[size - 1 : size], len(rows) > size))


def inbox_rows(viewer: Viewer, *, unread_only: bool = False) -> NoticeQuerySet:
    """The viewer's notices with their acts, newest first."""
    notices = Notice.objects.visible_to(viewer).select_related("act").order_by("-created_at", "-id")
    return notices.unread() if unread_only else notices


def _edge(viewer: Viewer, uid: str) -> Notice | None:
    try:
        return Notice.objects.visible_to(viewer).filter(uid=uuid.UUID(uid)).first() if uid else None
    except ValueError:
        return None


def _cursor(rows: list[Notice], there_is_more: bool) -> str:
    return str(rows[0].uid) if rows and there_is_more else ""


def notice_for(viewer: Viewer, uid: uuid.UUID) -> Notice | None:
    """One notice of the viewer's own, or None."""
    return Notice.objects.visible_to(viewer).select_related("act").filter(uid=uid).first()


def open_notice_address(notice: Notice, viewer: Viewer, slug: str) -> str:
    """The path of the notice's subject, or "" where the viewer may no longer see it."""
    return lines([notice], viewer, slug)[0].address


def unread_count(viewer: Viewer) -> int:
    """How many notices are unread; counts no further than one more than is shown.

    Every page asks this, so it fetches the few keys: a counting query around them takes Django twice as long to write.
    """
    unread = Notice.objects.visible_to(viewer).unread().order_by()
    return len(unread.values_list("pk", flat=True)[: MOST_COUNTED + 1])


def unread_label(viewer: Viewer) -> str:
    """The unread count as the bell shows it: "", “7” or “99+”."""
    return counted(unread_count(viewer))
