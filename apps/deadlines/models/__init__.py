"""What is stored of deadlines: the duties with their ladders, and when the sweep was last here."""

from apps.deadlines.models.deadline import Deadline, DeadlineQuerySet
from apps.deadlines.models.mark import SweepMark

__all__ = ["Deadline", "DeadlineQuerySet", "SweepMark"]
