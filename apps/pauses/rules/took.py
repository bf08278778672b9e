"""How long something took, in words and in figures."""

from collections.abc import Sequence
from datetime import timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def in_words(took: timedelta | None) -> str:
    """Two units at most, rounded down: “2 days 4 h”, “3 h 12 min”, “under a minute”; nothing for None."""
    if took is None:
        return ""
    if took < MINUTE:
        return "under a minute"
    days, hours, minutes = took // DAY, took % DAY // HOUR, took % HOUR // MINUTE
    if days:
        return f"{days} day{'s' if days > 1 else ''}" + (f" {hours} h" if hours else "")
    return (f"{hours} h" + (f" {minutes} min" if minutes else "")) if hours else f"{minutes} min"


def minutes(took: timedelta | None) -> int | None:
    """Whole minutes, rounded down."""
    return None if took is None else took // MINUTE


def middle(all_of: Sequence[timedelta]) -> timedelta | None:
    """The median; of two in the middle the longer one, so that it is never flattering."""
    return sorted(all_of)[len(all_of) // 2] if all_of else None
