"""What a viewer may see of deadlines: lists, the deadlines of one object, one deadline with its ladder."""

from apps.deadlines.selectors.answering import Answers, answers, promise_for
from apps.deadlines.selectors.browsing import Filters, Show, Whose, belonging, export_of, listed, page_of
from apps.deadlines.selectors.calendar import Month, month_of
from apps.deadlines.selectors.feeds import Event, events_of, feed_events, feeds_of, reader_of
from apps.deadlines.selectors.ladder import Line, ladder
from apps.deadlines.selectors.lists import deadline_for, due_times, of_subject, overdue, waiting_for
from apps.deadlines.selectors.matter import candidates
from apps.deadlines.selectors.shown import Shown

__all__ = [
    "Answers",
    "Event",
    "Filters",
    "Line",
    "Month",
    "Show",
    "Shown",
    "Whose",
    "answers",
    "belonging",
    "candidates",
    "deadline_for",
    "due_times",
    "events_of",
    "export_of",
    "feed_events",
    "feeds_of",
    "ladder",
    "listed",
    "month_of",
    "of_subject",
    "overdue",
    "page_of",
    "promise_for",
    "reader_of",
    "waiting_for",
]
