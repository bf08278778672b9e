"""What is done with deadlines: the record is followed, ladders are climbed, what is due is swept; calendar feeds."""

from apps.deadlines.services.chasing import chase
from apps.deadlines.services.closing import lapse, waive
from apps.deadlines.services.extending import extend
from apps.deadlines.services.feeds import make_feed, note_reading, revoke_feed
from apps.deadlines.services.following import follow
from apps.deadlines.services.handing_over import hand_over
from apps.deadlines.services.paging import answer_page
from apps.deadlines.services.pausing import pause, resume
from apps.deadlines.services.stepping import take_steps
from apps.deadlines.services.sweeping import sweep
from apps.deadlines.services.taking_on import take_on

__all__ = [
    "answer_page",
    "chase",
    "extend",
    "follow",
    "hand_over",
    "lapse",
    "make_feed",
    "note_reading",
    "pause",
    "resume",
    "revoke_feed",
    "sweep",
    "take_on",
    "take_steps",
    "waive",
]
