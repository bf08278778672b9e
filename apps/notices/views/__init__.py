"""The pages of notices: one module for each."""

from apps.notices.views.deliveries import deliveries, try_again, try_all_again
from apps.notices.views.inbox import change, confirm_receipt, inbox, mark_all_read, open_notice, unread
from apps.notices.views.settings import settings
from apps.notices.views.unsubscribing import unsubscribe

__all__ = [
    "change",
    "confirm_receipt",
    "deliveries",
    "inbox",
    "mark_all_read",
    "open_notice",
    "settings",
    "try_again",
    "try_all_again",
    "unread",
    "unsubscribe",
]
