"""The pages of deadlines."""

from apps.deadlines.views.calendar import month
from apps.deadlines.views.deadline import deadline, live
from apps.deadlines.views.feeds import feed, feeds, make_feed, revoke_feed, single
from apps.deadlines.views.listing import export, index
from apps.deadlines.views.verbs import chase, extend, hand_over, pause, resume, take_on, waive

__all__ = [
    "chase",
    "deadline",
    "export",
    "extend",
    "feed",
    "feeds",
    "hand_over",
    "index",
    "live",
    "make_feed",
    "month",
    "pause",
    "resume",
    "revoke_feed",
    "single",
    "take_on",
    "waive",
]
