"""What is stored of deadlines: the duties with their ladders, and when the sweep was last here, calendar feeds."""

from apps.deadlines.models.calendar import CalendarFeed
from apps.deadlines.models.deadline import Deadline, DeadlineQuerySet
from apps.deadlines.models.mark import SweepMark

__all__ = ["CalendarFeed", "Deadline", "DeadlineQuerySet", "SweepMark"]
