"""Keeping one's inbox. Reading and putting away are no acts of the committee, so nothing of it enters the record."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.notices.models import Notice, NoticeQuerySet
from apps.notices.rules import may_keep_an_inbox


def _own(actor: Viewer, uids: Iterable[uuid.UUID]) -> NoticeQuerySet:
    """Those of the seat's own; others' are passed over."""
    may_keep_an_inbox(actor).require()
    return Notice.objects.visible_to(actor).filter(uid__in=list(uids))


def mark_read(*, actor: Viewer, now: datetime, uids: Iterable[uuid.UUID]) -> int:
    """Mark some of the seat's own notices read; how many were not yet."""
    return _own(actor, uids).filter(read_at=None).update(read_at=now)


def mark_unread(*, actor: Viewer, uids: Iterable[uuid.UUID]) -> int:
    """Mark some of the seat's own notices unread again; how many were read. A confirmed receipt stays."""
    return _own(actor, uids).exclude(read_at=None).update(read_at=None)


def archive(*, actor: Viewer, now: datetime, uids: Iterable[uuid.UUID]) -> int:
    """Put some of the seat's own notices away; how many were not yet. Unread ones count as unread no more."""
    return _own(actor, uids).kept().update(archived_at=now)


def bring_back(*, actor: Viewer, uids: Iterable[uuid.UUID]) -> int:
    """Bring some of the seat's own notices back from the archive; how many were there."""
    return _own(actor, uids).exclude(archived_at=None).update(archived_at=None)


def mark_all_read(*, actor: Viewer, now: datetime) -> int:
    """Mark everything in the seat's inbox read; how many were not yet."""
    may_keep_an_inbox(actor).require()
    return Notice.objects.visible_to(actor).unread().update(read_at=now)
