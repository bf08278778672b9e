"""What is done: acts are followed, fan-outs expanded, deliveries made, inboxes kept."""

from apps.notices.services.delivery import deliver_batch, try_again, try_all_again
from apps.notices.services.inbox import mark_all_read, mark_read, set_preferences
from apps.notices.services.outbox import expand, follow

__all__ = [
    "deliver_batch",
    "expand",
    "follow",
    "mark_all_read",
    "mark_read",
    "set_preferences",
    "try_again",
    "try_all_again",
]
