"""What a seat may read: its inbox, its preferences, and for clerks what could not be delivered."""

from apps.notices.selectors.deliveries import undelivered, undelivered_rows
from apps.notices.selectors.endpoints import pager_of
from apps.notices.selectors.inbox import (
    Show,
    inbox,
    inbox_rows,
    notice_for,
    open_notice_address,
    unread_count,
    unread_label,
)
from apps.notices.selectors.lines import Line, lines
from apps.notices.selectors.preferences import (
    Letters,
    chosen_channels,
    kinds_to_choose,
    kinds_told,
    letters_to,
    preferences,
    quiet_hours,
)
from apps.notices.selectors.receipts import Asked, receipts, receipts_of

__all__ = [
    "Asked",
    "Letters",
    "Line",
    "Show",
    "chosen_channels",
    "inbox",
    "inbox_rows",
    "kinds_to_choose",
    "kinds_told",
    "letters_to",
    "lines",
    "notice_for",
    "open_notice_address",
    "pager_of",
    "preferences",
    "quiet_hours",
    "receipts",
    "receipts_of",
    "undelivered",
    "undelivered_rows",
    "unread_count",
    "unread_label",
]
