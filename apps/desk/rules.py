"""What the dashboard puts first, and how a duty stands in the clerks' matrix."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the viewer, with the one link that leads to it.

    `key` names it on the page. `handed`: it was handed over to the viewer by name. `on_it`: who has said to be on it
    until `on_it_until`, "" for the viewer.
    """

    key: str
    title: str
    about: str
    address: str
    status: str
    tone: str
    due_at: datetime | None = None
    overdue: bool = False
    rests: bool = False
    handed: bool = False
    on_it: str = ""
    on_it_until: datetime | None = None


def in_order(rows: Iterable[Waiting]) -> list[Waiting]:
    """The nearest due time first; what has none comes last, in the order given."""
    return sorted(rows, key=lambda row: row.due_at or NEVER)


def part_of_day(hour: int) -> str:
    """Morning, afternoon or evening, by the hour of the reader's clock."""
    if 5 <= hour < 12:
        return "morning"
    return "afternoon" if 12 <= hour < 18 else "evening"


class Stand(IntEnum):
    """How a duty stands, the worst first."""

    OVERDUE = 1
    SOON = 2
    LAPSED = 3
    RUNNING = 4
    PAUSED = 5
    MET_LATE = 6
    WAIVED = 7
    FELL_AWAY = 8
    MET = 9
    NONE = 10


def worst(stands: Iterable[Stand]) -> Stand:
    """The one that wants looking at first; NONE of none."""
    return min(stands, default=Stand.NONE)
