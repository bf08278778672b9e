"""Keeping one's inbox. Reading is no act of the committee, so nothing of it enters the record."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import Invalid
from apps.notices.channels import CHANNELS
from apps.notices.models import Notice, NoticePreference
from apps.notices.rules import may_keep_an_inbox


def mark_read(*, actor: Viewer, now: datetime, uids: Iterable[uuid.UUID]) -> int:
    """Mark some of the seat's own notices read; how many were not yet. Others' are passed over."""
    may_keep_an_inbox(actor).require()
    return Notice.objects.visible_to(actor).unread().filter(uid__in=list(uids)).update(read_at=now)


def mark_all_read(*, actor: Viewer, now: datetime) -> int:
    """Mark everything in the seat's inbox read; how many were not yet."""
    may_keep_an_inbox(actor).require()
    return Notice.objects.visible_to(actor).unread().update(read_at=now)


def set_preferences(*, actor: Viewer, wanted: Mapping[str, bool]) -> None:
    """Choose, by channel, whether what is not urgent comes over it; raises Invalid for an unknown channel."""
    may_keep_an_inbox(actor).require()
    if unknown := sorted(set(wanted) - {key for key, _channel in CHANNELS}):
        raise Invalid(dict.fromkeys(unknown, _("There is no such channel.")))
    for channel, wants in wanted.items():
        NoticePreference.objects.update_or_create(seat_id=actor.seat_id, channel=channel, defaults={"wanted": wants})
