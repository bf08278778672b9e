"""The pages of notices: one module for each."""

from apps.notices.views.deliveries import deliveries, try_again, try_all_again
from apps.notices.views.inbox import inbox, mark_all_read, mark_read, open_notice, unread
from apps.notices.views.settings import settings
from apps.notices.views.unsubscribing import unsubscribe

__all__ = [
    "deliveries",
    "inbox",
    "mark_all_read",
    "mark_read",
    "open_notice",
    "settings",
    "try_again",
    "try_all_again",
    "unread",
    "unsubscribe",
]
