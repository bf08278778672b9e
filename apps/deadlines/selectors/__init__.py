"""What a viewer may see of deadlines: lists, the deadlines of one object, one deadline with its ladder."""

from apps.deadlines.selectors.ladder import Line, ladder
from apps.deadlines.selectors.lists import (
    Page,
    Show,
    Whose,
    deadline_for,
    due_times,
    listed,
    of_subject,
    overdue,
    page_of,
    waiting_for,
)
from apps.deadlines.selectors.shown import Shown

__all__ = [
    "Line",
    "Page",
    "Show",
    "Shown",
    "Whose",
    "deadline_for",
    "due_times",
    "ladder",
    "listed",
    "of_subject",
    "overdue",
    "page_of",
    "waiting_for",
]
