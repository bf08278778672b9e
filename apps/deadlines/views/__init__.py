"""The pages of deadlines."""

from apps.deadlines.views.calendar import month
from apps.deadlines.views.deadline import deadline
from apps.deadlines.views.feeds import feed, feeds, make_feed, revoke_feed, single
from apps.deadlines.views.listing import export, index

__all__ = ["deadline", "export", "feed", "feeds", "index", "make_feed", "month", "revoke_feed", "single"]
