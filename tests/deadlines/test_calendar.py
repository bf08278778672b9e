"""The calendar: a month of deadlines by the days of the reader's zone."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.deadlines.models import Deadline
from apps.deadlines.selectors import Month, Whose, month_of
from apps.deadlines.selectors.calendar import Day
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.deadlines import probe

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
NOVEMBER = date(2026, 11, 1)
CALENDAR = "/c/frontier/deadlines/calendar/"


def _due(cast: Cast, *times: datetime, lab: str = "borealis") -> list[Deadline]:
    """One deadline due at each of these times, on a lab's secret."""
    pattern = probe.deadline(cast, lab=lab)
    made = []
    for number, due in enumerate(times):
        row = Deadline.objects.get(pk=pattern.pk)
        row.uid = Deadline._meta.get_field("uid").get_default()
        row.pk, row.clock, row.due_at, row.first_due_at = None, f"probe {number}", due, due
        row.starts_at = min(row.starts_at, due - timedelta(days=1))
        row.save(force_insert=True)
        made.append(row)
    pattern.delete()
    return made


def _month(cast: Cast, name: str = "clerk", first: date = NOVEMBER, zone: Any = BRUSSELS) -> Month:
    return month_of(cast.viewer(name), NOW, first, Whose.COMMITTEE, zone)


def _days(month: Month) -> dict[date, Day]:
    return {day.date: day for week in month.weeks for day in week}


def _dates(month: Month) -> list[date]:
    return [day.date for day in _days(month).values() for _entry in day.entries]


@pytest.mark.parametrize(
    ("first", "begins", "weeks"),
    [
        (NOVEMBER, date(2026, 10, 26), 6),
        (date(2026, 6, 1), date(2026, 6, 1), 5),
        (date(2027, 2, 1), date(2027, 2, 1), 4),
        (date(2026, 12, 1), date(2026, 11, 30), 5),
    ],
)
def test_a_month_is_whole_weeks_from_monday_on(frontier: Cast, first: date, begins: date, weeks: int) -> None:
    month = _month(frontier, first=first)
    days = list(_days(month))
    assert days == [begins + timedelta(days=number) for number in range(7 * weeks)]
    assert {len(week) for week in month.weeks} == {7}
    assert all(day.in_month == (day.date.month == first.month) for day in _days(month).values())


def test_its_neighbours_are_the_months_beside_it(frontier: Cast) -> None:
    month = _month(frontier, first=date(2026, 12, 1))
    assert (month.previous, month.next) == (NOVEMBER, date(2027, 1, 1))


def test_a_deadline_stands_on_its_day_in_the_readers_zone(frontier: Cast) -> None:
    _due(frontier, datetime(2026, 11, 25, 23, 30, tzinfo=UTC))
    assert _dates(_month(frontier)) == [date(2026, 11, 26)]
    assert _dates(_month(frontier, zone=UTC)) == [date(2026, 11, 25)]


def test_the_day_where_it_is_counted_is_said_where_it_is_another(frontier: Cast) -> None:
    _due(frontier, datetime(2026, 11, 25, 23, 30, tzinfo=UTC), datetime(2026, 11, 26, 12, tzinfo=UTC))
    days = _days(_month(frontier, zone=UTC))
    [other], [same] = days[date(2026, 11, 25)].entries, days[date(2026, 11, 26)].entries
    assert (other.there, same.there) == (date(2026, 11, 26), None)


def test_the_first_and_last_day_of_the_sheet_are_whole(frontier: Cast) -> None:
    first, last = datetime(2026, 10, 26, tzinfo=BRUSSELS), datetime(2026, 12, 6, 23, 59, 59, tzinfo=BRUSSELS)
    _due(frontier, first - timedelta(seconds=1), first, last, last + timedelta(seconds=1))
    assert _dates(_month(frontier)) == [date(2026, 10, 26), date(2026, 12, 6)]


def test_a_full_day_shows_the_first_few_and_how_many_more(frontier: Cast) -> None:
    noon = datetime(2026, 11, 24, 11, tzinfo=UTC)
    made = _due(frontier, *(noon - timedelta(minutes=number) for number in range(5)))
    day = _days(_month(frontier))[date(2026, 11, 24)]
    assert [entry.shown.deadline for entry in day.entries] == made[:1:-1]
    assert day.more == 2


def test_what_is_over_stays_in_it(frontier: Cast) -> None:
    probe.deadline(frontier)
    probe.act(frontier, probe.ANSWERED)
    [entry] = [entry for day in _days(_month(frontier)).values() for entry in day.entries]
    assert entry.shown.label == "Met"


@pytest.mark.parametrize(("name", "sees"), [("borealis.liaison", True), ("cygnus.liaison", False), ("auditor", False)])
def test_only_who_may_see_the_subject_sees_it(frontier: Cast, name: str, sees: bool) -> None:
    _due(frontier, datetime(2026, 11, 24, 11, tzinfo=UTC))
    assert bool(_dates(_month(frontier, name))) is sees
    assert _month(frontier, name).is_empty is not sees


@pytest.fixture
def clerk(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The clerk's browser, at NOW, in Brussels."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    person = cast["clerk"].person
    person.zone = "Europe/Brussels"
    person.save()
    client.force_login(person)
    return client


def _page(client: Client, **query: str) -> str:
    return client.get(CALENDAR, query).content.decode()


def test_the_page_is_a_table_with_today_marked_and_ways_on(cast: Cast, clerk: Client) -> None:
    page = _page(clerk, whose="committee")
    assert '<th scope="col">Monday</th>' in page
    [today] = re.findall(r'aria-current="date">.*?datetime="([\d-]+)"', page, re.S)
    assert today == "2026-11-21"
    for link in ("?month=2026-10&amp;whose=committee", "?whose=committee", "?month=2026-12&amp;whose=committee"):
        assert f'href="{link}"' in page
    assert "Nothing is due in this month" in page


def test_an_entry_says_when_how_it_stands_and_leads_to_its_page(cast: Cast, clerk: Client) -> None:
    with tenant(cast.frontier.pk):
        [row] = _due(cast, datetime(2026, 11, 24, 11, tzinfo=UTC))
    page = _page(clerk, whose="committee")
    assert f'<a href="/c/frontier/deadlines/{row.uid}/">Answer the probe</a>' in page
    assert '<span class="c-cal__at">12:00</span>' in page
    assert '<strong class="c-tag c-tag--neutral">Open</strong>' in page


def test_a_full_day_leads_to_its_own_list(cast: Cast, clerk: Client) -> None:
    noon = datetime(2026, 11, 24, 11, tzinfo=UTC)
    with tenant(cast.frontier.pk):
        made = _due(cast, *(noon + timedelta(minutes=number) for number in range(5)), noon + timedelta(days=1))
    [address] = re.findall(r'class="c-cal__more" href="([^"]+)"', _page(clerk, whose="committee"))
    listed = clerk.get(address.replace("&amp;", "&")).content.decode()
    assert [str(row.uid) in listed for row in made] == [True] * 5 + [False]


@pytest.mark.parametrize("month", ["", "x", "2026-13", "2026", "0000-01", "9999-12", "99999999999-1", "2026-11-21"])
def test_an_odd_month_is_this_one(cast: Cast, clerk: Client, month: str) -> None:
    answer = clerk.get(CALENDAR, {"month": month, "whose": "eve"})
    assert answer.status_code == 200
    assert answer.context["month"].first == NOVEMBER


def test_it_takes_the_same_queries_for_one_deadline_and_for_forty(cast: Cast, clerk: Client) -> None:
    noon = datetime(2026, 11, 2, 11, tzinfo=UTC)
    with tenant(cast.frontier.pk):
        _due(cast, noon)
    _page(clerk, whose="committee")
    with CaptureQueriesContext(connection) as one:
        _page(clerk, whose="committee")
    with tenant(cast.frontier.pk):
        _due(cast, *(noon + timedelta(hours=12 * number) for number in range(1, 40)), lab="cygnus")
    with CaptureQueriesContext(connection) as many:
        assert _page(clerk, whose="committee").count("Answer the probe") == 40
    assert len(many) == len(one)
