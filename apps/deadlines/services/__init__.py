"""What is done with deadlines: the record is followed, ladders are climbed, what is due is swept; calendar feeds."""

from apps.deadlines.services.feeds import make_feed, note_reading, revoke_feed
from apps.deadlines.services.following import follow
from apps.deadlines.services.stepping import take_steps
from apps.deadlines.services.sweeping import sweep

__all__ = ["follow", "make_feed", "note_reading", "revoke_feed", "sweep", "take_steps"]
