"""What the charter says of pauses at an instant."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from apps.votes.selectors.ruling import charter


def values_at(now: datetime) -> Callable[[str], Any]:
    """The value of an article by its key, at the instant (one query)."""
    _version, values = charter(now)
    return values


def version_at(now: datetime) -> int:
    """The number of the charter's version in force at the instant."""
    version, _values = charter(now)
    return version.number
