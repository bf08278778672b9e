"""“I am on it until …”: until when, where nobody said."""

from datetime import datetime, timedelta

from apps.deadlines.rules.verbs import SHORTEST

USUAL = timedelta(hours=1)


def until_suggested(due_at: datetime, now: datetime, most_hours: int) -> datetime:
    """The due time where it is far enough ahead, else an hour; no further than the charter allows."""
    wanted = due_at if due_at >= now + SHORTEST else now + USUAL
    return min(wanted, now + timedelta(hours=most_hours))


def is_promised(until: datetime | None, now: datetime) -> bool:
    """Whether somebody is on it for a while yet."""
    return until is not None and until >= now + SHORTEST
