"""What the dashboard puts first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the viewer, with the one link that leads to it."""

    title: str
    about: str
    address: str
    status: str
    tone: str
    due_at: datetime | None = None
    overdue: bool = False


def in_order(rows: Iterable[Waiting]) -> list[Waiting]:
    """The nearest due time first; what has none comes last, in the order given."""
    return sorted(rows, key=lambda row: row.due_at or NEVER)


def part_of_day(hour: int) -> str:
    """Morning, afternoon or evening, by the hour of the reader's clock."""
    if 5 <= hour < 12:
        return "morning"
    return "afternoon" if 12 <= hour < 18 else "evening"
