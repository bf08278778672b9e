"""The second start of the whole demo, until its first page answers."""

from bench.stage import Row


def measure() -> list[Row]:
    """Rows of the table."""
    return []
