"""How instants are written for people."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from apps.kernel import marks, times

NOW = datetime(2026, 11, 21, 15, 2, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")


def test_an_instant_is_written_in_the_readers_zone_with_its_name() -> None:
    with timezone.override(HELSINKI):
        assert times.when(NOW) == ('<time datetime="2026-11-21T15:02:00Z">21 Nov 2026, 17:02 Europe/Helsinki</time>')


def test_a_legal_deadline_has_utc_beside_it() -> None:
    assert "17:02 Europe/Helsinki (15:02 UTC)" in times.when(NOW, utc=True, zone=HELSINKI)


def test_utc_beside_a_local_time_names_the_date_when_it_is_another() -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert "22 Nov 2026, 01:30 Europe/Helsinki (21 Nov 2026, 23:30 UTC)" in times.when(late, utc=True, zone=HELSINKI)


def test_utc_is_not_said_twice_to_a_reader_in_utc() -> None:
    with timezone.override(UTC):
        assert times.when(NOW, utc=True).count("UTC") == 1


def test_no_instant_is_written_as_nothing() -> None:
    assert (times.when(None), times.left(None, NOW), times.ago(None, NOW)) == ("", "", "")


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (timedelta(hours=3, minutes=20), "in 3 h 20 min"),
        (timedelta(hours=2), "in 2 h"),
        (timedelta(days=1, hours=4), "in 1 day 4 h"),
        (timedelta(days=9, hours=4), "in 9 days"),
        (timedelta(seconds=20), "in less than a minute"),
        (timedelta(), "in less than a minute"),
        (-timedelta(hours=2, minutes=1), "2 h 1 min overdue"),
        (-timedelta(seconds=1), "less than a minute overdue"),
    ],
)
def test_time_left_is_said_in_its_two_largest_units(ahead: timedelta, text: str) -> None:
    assert times.left(NOW + ahead, NOW) == text


def test_time_past_is_said_as_ago() -> None:
    assert times.ago(NOW - timedelta(minutes=5), NOW) == "5 min ago"
    assert times.ago(NOW - timedelta(seconds=59), NOW) == "just now"


@pytest.mark.parametrize(
    ("due", "tone"),
    [
        (-timedelta(seconds=1), "stop"),
        (timedelta(), "warn"),
        (timedelta(hours=24), "warn"),
        (timedelta(hours=25), "neutral"),
    ],
)
def test_a_deadline_turns_from_neutral_to_warning_to_stop(due: timedelta, tone: str) -> None:
    assert marks.due_tone(NOW + due, NOW) == tone


def test_a_deadline_that_was_met_says_so_instead_of_counting() -> None:
    assert "Met</strong>" in marks.deadline(NOW, NOW, met_at=NOW)
    assert "Met late</strong>" in marks.deadline(NOW, NOW, met_at=NOW + timedelta(seconds=1))
