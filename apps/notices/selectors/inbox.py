"""A seat's inbox, newest first, in pages that hold still while new notices come in."""

import uuid
from enum import StrEnum

from apps.committees.rules.viewer import Viewer
from apps.kernel.keyset import Page, page_of
from apps.notices.models import Notice, NoticeQuerySet
from apps.notices.rules import MOST_COUNTED, counted
from apps.notices.selectors.lines import lines

PAGE = 50


class Show(StrEnum):
    """Which part of the inbox: what is unread, all but what was put away, or what was."""

    UNREAD = "unread"
    ALL = "all"
    ARCHIVED = "archived"


def inbox(viewer: Viewer, show: Show = Show.ALL, *, kind: str = "", cursor: str = "", size: int = PAGE) -> Page:
    """A page of the viewer’s inbox, maybe about one kind only; the first one where all of a page has been put away."""
    rows = inbox_rows(viewer, show, kind=kind)
    page = page_of(rows, cursor, field="created_at", size=size)
    return page if page.rows or not cursor else page_of(rows, field="created_at", size=size)


def inbox_rows(viewer: Viewer, show: Show = Show.ALL, *, kind: str = "") -> NoticeQuerySet:
    """The viewer's notices with their acts, newest first."""
    rows = Notice.objects.visible_to(viewer).select_related("act").order_by("-created_at", "-id")
    if kind:
        rows = rows.filter(subject_kind=kind)
    if show == Show.UNREAD:
        return rows.unread()
    return rows.kept() if show == Show.ALL else rows.exclude(archived_at=None)


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
