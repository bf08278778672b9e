"""What is done: acts are followed, fan-outs expanded, deliveries made, inboxes kept."""

from apps.notices.services.delivery import deliver_batch, try_again, try_all_again
from apps.notices.services.inbox import mark_all_read, mark_read
from apps.notices.services.outbox import expand, follow
from apps.notices.services.preferences import end_letters, set_preferences, set_quiet_hours

__all__ = [
    "deliver_batch",
    "end_letters",
    "expand",
    "follow",
    "mark_all_read",
    "mark_read",
    "set_preferences",
    "set_quiet_hours",
    "try_again",
    "try_all_again",
]
