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
from apps.notices.selectors.preferences import (
    Letters,
    chosen_channels,
    kinds_to_choose,
    letters_to,
    preferences,
    quiet_hours,
)

__all__ = [
    "Letters",
    "Line",
    "chosen_channels",
    "inbox",
    "inbox_rows",
    "kinds_to_choose",
    "letters_to",
    "lines",
    "notice_for",
    "open_notice_address",
    "preferences",
    "quiet_hours",
    "undelivered",
    "unread_count",
    "unread_label",
]
