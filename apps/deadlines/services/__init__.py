"""What is done with deadlines: the record is followed, ladders are climbed, the sweep finds what is due."""

from apps.deadlines.services.following import follow
from apps.deadlines.services.stepping import take_steps
from apps.deadlines.services.sweeping import sweep

__all__ = ["follow", "sweep", "take_steps"]
