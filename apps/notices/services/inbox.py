"""Keeping one's inbox. Reading is no act of the committee, so nothing of it enters the record."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.notices.models import Notice
from apps.notices.rules import may_keep_an_inbox


def mark_read(*, actor: Viewer, now: datetime, uids: Iterable[uuid.UUID]) -> int:
    """Mark some of the seat's own notices read; how many were not yet. Others' are passed over."""
    may_keep_an_inbox(actor).require()
    return Notice.objects.visible_to(actor).unread().filter(uid__in=list(uids)).update(read_at=now)


def mark_all_read(*, actor: Viewer, now: datetime) -> int:
    """Mark everything in the seat's inbox read; how many were not yet."""
    may_keep_an_inbox(actor).require()
    return Notice.objects.visible_to(actor).unread().update(read_at=now)
