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
from apps.notices.states import Mode
from apps.record.rules import SUBJECTS


def mark_read(*, actor: Viewer, now: datetime, uids: Iterable[uuid.UUID]) -> int:
    """Mark some of the seat's own notices read; how many were not yet. Others' are passed over."""
    may_keep_an_inbox(actor).require()
    return Notice.objects.visible_to(actor).unread().filter(uid__in=list(uids)).update(read_at=now)


def mark_all_read(*, actor: Viewer, now: datetime) -> int:
    """Mark everything in the seat's inbox read; how many were not yet."""
    may_keep_an_inbox(actor).require()
    return Notice.objects.visible_to(actor).unread().update(read_at=now)


def set_preferences(*, actor: Viewer, modes: Mapping[tuple[str, str], Mode]) -> None:
    """Choose how what is not urgent comes, by channel and kind of subject ("": all others).

    Raises Invalid for a channel that nobody chooses, an unknown kind, or a daily letter over another channel than mail.
    """
    may_keep_an_inbox(actor).require()
    chosen = {key: channel for key, channel in CHANNELS if channel.is_chosen}
    errors = {}
    for (channel, kind), mode in modes.items():
        if channel not in chosen or (kind and kind not in SUBJECTS):
            errors[channel] = _("There is no such choice.")
        elif mode == Mode.DAILY and not chosen[channel].has_digest:
            errors[channel] = _("A daily letter comes by email only.")
    if errors:
        raise Invalid(errors)
    for (channel, kind), mode in modes.items():
        NoticePreference.objects.update_or_create(
            seat_id=actor.seat_id, channel=channel, subject_kind=kind, defaults={"mode": mode}
        )
