"""What a chair hands to the next from here: the clocks that run against the chair."""

from datetime import datetime

from apps.committees.rules.matters import OPEN_MATTERS, OpenMatter, OpenMatters
from apps.deadlines.models import Deadline
from apps.deadlines.models.deadline import CHAIR

KEY = "deadlines"


def _owed_by_the_chair(_at: datetime) -> list[OpenMatter]:
    rows = Deadline.objects.open().filter(owed_by__has_key=CHAIR, second_to=None).order_by("due_at", "id")
    return [
        OpenMatter(f"{row.name}, {row.subject_ref}", row.subject_kind, row.subject_id, row.subject_ref) for row in rows
    ]


def register() -> None:
    """Register it."""
    OPEN_MATTERS.register(KEY, OpenMatters(KEY, "open clocks owed by the chair", _owed_by_the_chair))
