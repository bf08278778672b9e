"""The forms of deadlines."""

from apps.deadlines.forms.feeds import CALENDARS, FeedForm
from apps.deadlines.forms.filters import FilterForm

__all__ = ["CALENDARS", "FeedForm", "FilterForm"]
