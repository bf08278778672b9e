"""What a seat may read: its inbox, its preferences, and for clerks what could not be delivered."""

from apps.notices.selectors.deliveries import undelivered
from apps.notices.selectors.inbox import (
    inbox,
    inbox_rows,
    notice_for,
    open_notice_address,
    unread_count,
    unread_label,
)
from apps.notices.selectors.lines import Line, lines
from apps.notices.selectors.preferences import preferences

__all__ = [
    "Line",
    "inbox",
    "inbox_rows",
    "lines",
    "notice_for",
    "open_notice_address",
    "preferences",
    "undelivered",
    "unread_count",
    "unread_label",
]
