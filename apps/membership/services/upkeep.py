"""Clearing what has served its time."""

from datetime import datetime, timedelta

from apps.committees.models import IdempotentAnswer

ANSWERS_KEPT = timedelta(hours=24)


def clear_expired(*, now: datetime) -> int:
    """Delete the active committee's first answers older than a day; returns how many."""
    deleted, _by_model = IdempotentAnswer.objects.filter(created_at__lt=now - ANSWERS_KEPT).delete()
    return deleted
