"""What is done: acts are followed, fan-outs expanded, deliveries made, inboxes kept."""

from apps.notices.services.claiming import channels_due
from apps.notices.services.delivery import deliver, deliver_batch, try_again, try_all_again
from apps.notices.services.inbox import archive, bring_back, mark_all_read, mark_read, mark_unread
from apps.notices.services.outbox import expand, follow
from apps.notices.services.preferences import end_letters, set_preferences, set_quiet_hours
from apps.notices.services.receipts import confirm_receipt

__all__ = [
    "archive",
    "bring_back",
    "channels_due",
    "confirm_receipt",
    "deliver",
    "deliver_batch",
    "end_letters",
    "expand",
    "follow",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "set_preferences",
    "set_quiet_hours",
    "try_again",
    "try_all_again",
]
