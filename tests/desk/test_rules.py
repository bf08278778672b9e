"""What the dashboard puts first, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.desk.rules import Waiting, in_order, part_of_day
from apps.desk.selectors.naming import about
from apps.record.models import Act

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


def test_a_thing_is_named_by_its_kind_unless_it_is_the_only_one() -> None:
    gaia = Act(committee_id=1, subject_kind="organisation", subject_ref="gaia")
    assert about(gaia, "Gaia Compute") == "organisation gaia · Gaia Compute"
    chair = Act(committee_id=1, subject_kind="chair", subject_ref="chair")
    assert about(chair, "The chair") == "The chair"
