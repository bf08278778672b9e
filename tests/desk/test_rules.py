"""What the dashboard puts first, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.desk.rules import Waiting, in_order, part_of_day

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _row(title: str, due_at: datetime | None = None) -> Waiting:
    return Waiting(title, title, "", "/", "", "neutral", due_at)


def test_the_nearest_due_time_comes_first_and_what_has_none_last() -> None:
    rows = [_row("draft"), _row("far", NOON + timedelta(days=2)), _row("notice"), _row("near", NOON)]
    assert [row.title for row in in_order(rows)] == ["near", "far", "draft", "notice"]


@pytest.mark.parametrize(
    ("hour", "part"),
    [(4, "evening"), (5, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening")],
)
def test_the_day_has_three_parts(hour: int, part: str) -> None:
    assert part_of_day(hour) == part
