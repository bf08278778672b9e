"""Deadlines for machines."""

from apps.deadlines.api.lists import DeadlineDetail, DeadlineList
from apps.deadlines.api.pager import PageAcknowledgement
from apps.deadlines.api.verbs import Acknowledge, Extend, HandOver, Pause, Resume, Waive

__all__ = [
    "Acknowledge",
    "DeadlineDetail",
    "DeadlineList",
    "Extend",
    "HandOver",
    "PageAcknowledgement",
    "Pause",
    "Resume",
    "Waive",
]
