"""The hour of a vote is one instant, however the clocks of its readers stand, and the database's clock judges by it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar
from pytest_django import Settings

from apps.accounts.models import User
from apps.committees.models import Committee
from apps.deadlines.models import Deadline
from apps.deadlines.selectors import Whose
from apps.deadlines.services import make_feed
from apps.kernel import clock
from apps.kernel.canonical import instant
from apps.kernel.tenancy.context import tenant
from apps.notices.services import deliver_batch, expand
from apps.record.models import Act
from apps.votes.models import Motion
from apps.votes.services.closing import close_due
from tests.cast import NOW, Cast
from tests.votes.factory import HOUR, charter, discussed, vote, voting
from tests.votes.pages import API, HOME, ballots, come, post_ballot, set_clock

pytestmark = pytest.mark.django_db

WINDOW, INSTANT = 120 * HOUR, timedelta(microseconds=1)
BERLIN, ANGELES = "Europe/Berlin", "America/Los_Angeles"
CHANGES = {
    "Berlin, forward: half past two never comes": (BERLIN, "2027-03-28T01:30:00Z", "03:30"),
    "Berlin, back: half past two for the first time": (BERLIN, "2027-10-31T00:30:00Z", "02:30"),
    "Berlin, back: half past two for the second time": (BERLIN, "2027-10-31T01:30:00Z", "02:30"),
    "Los Angeles, forward: half past two never comes": (ANGELES, "2027-03-14T10:30:00Z", "03:30"),
    "Los Angeles, back: half past one for the first time": (ANGELES, "2027-11-07T08:30:00Z", "01:30"),
    "Los Angeles, back: half past one for the second time": (ANGELES, "2027-11-07T09:30:00Z", "01:30"),
}
"""Readers' zones, the hour at which voting closes on a night when their clocks change, and what their clocks show then."""


def _closing_at(cast: Cast, closes: datetime) -> Motion:
    """A vote that was opened so that it closes then."""
    with tenant(cast.frontier.pk):
        motion = voting(cast, "clerk", closes - WINDOW)
    assert motion.closes_at == closes
    return motion


def _times(page: Any) -> dict[str, str]:
    """What a page calls each instant, by the instant."""
    return dict(re.findall(r'<time datetime="([^"]+)">([^<]+)</time>', page.content.decode()))


class TestClocksThatChange:
    @pytest.mark.parametrize(("zone", "closes", "shows"), CHANGES.values(), ids=CHANGES)
    def test_page_api_calendar_and_email_say_the_same_instant(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, zone: str, closes: str, shows: str
    ) -> None:
        at = datetime.fromisoformat(closes)
        User.objects.filter(pk=cast["cygnus.representative"].person_id).update(zone=zone)
        motion = _closing_at(cast, at)
        set_clock(monkeypatch, at - HOUR)
        client = come(cast, "cygnus.representative")
        for path in ("", "ballot/", "roll/"):
            said = _times(client.get(f"{HOME}{motion.ref}/{path}"))
            assert f"{shows} {zone}" in said[closes], path
            assert f"{at:%H:%M} UTC" in said[closes], "what the clock shows twice is told apart by nothing"
        by_api = client.get(f"{API}{motion.ref}/").json()["closes_at"]
        assert (datetime.fromisoformat(by_api), by_api[10]) == (at, "T")
        with tenant(cast.frontier.pk):
            assert Deadline.objects.get(clock="motion.vote").due_at == at
            assert Act.objects.get(kind="motion.opened").facts["closes_at"] == closes
            made = make_feed(actor=cast.viewer("cygnus.representative", at - HOUR), now=at - HOUR, whose=Whose.MINE)
        [event] = Calendar.from_ical(Client().get(f"/calendars/frontier/{made.secret}.ics").content).walk("VEVENT")
        assert event["DTSTART"].dt == at
        assert _due_by_email(cast, at - HOUR, "opened voting") == {f"{shows} {zone}", f"{at:%H:%M} UTC"}

    @pytest.mark.parametrize(("zone", "closes", "shows"), CHANGES.values(), ids=CHANGES)
    def test_the_window_is_as_many_hours_as_the_charter_says(
        self, cast: Cast, zone: str, closes: str, shows: str
    ) -> None:
        Committee.objects.filter(pk=cast.frontier.pk).update(zone=zone)
        motion = _closing_at(cast, datetime.fromisoformat(closes))
        assert motion.opened_at is not None
        with tenant(cast.frontier.pk):
            row = Deadline.objects.get(clock="motion.vote")
        assert (row.due_at - row.starts_at, row.due_at - motion.opened_at, row.zone) == (WINDOW, WINDOW, zone)

    @pytest.mark.parametrize("days", [14, 60])
    @pytest.mark.parametrize(
        ("zone", "now"),
        [
            (BERLIN, datetime(2027, 3, 20, 23, 30, tzinfo=UTC)),
            (BERLIN, datetime(2027, 10, 20, 22, 30, tzinfo=UTC)),
            (ANGELES, datetime(2027, 3, 10, 7, 30, tzinfo=UTC)),
            (ANGELES, datetime(2027, 11, 1, 6, 30, tzinfo=UTC)),
        ],
    )
    def test_days_end_with_the_committees_own_day(self, cast: Cast, zone: str, now: datetime, days: int) -> None:
        """To second a motion, and to put it to the vote, there are days and not hours."""
        Committee.objects.filter(pk=cast.frontier.pk).update(zone=zone)
        with tenant(cast.frontier.pk):
            charter(second_days=days, lapse_days=days)
            discussed(cast, "clerk", at=now)
            due = Deadline.objects.get(clock="motion.open").due_at.astimezone(ZoneInfo(zone))
        assert (due.date() - now.astimezone(ZoneInfo(zone)).date()).days == days
        assert f"{due:%H:%M:%S}" == "23:59:59"


def _due_by_email(cast: Cast, now: datetime, words: str) -> set[str]:
    """The two clock times of the line “Due” in the letter to Cygnus' representative."""
    expand(cast.frontier.pk, now=now, at=clock.machine_now())
    while deliver_batch(cast.frontier.pk, "email", now=now, watch=clock.machine_now):
        pass
    address = cast["cygnus.representative"].person.email
    [letter] = [one for one in mail.outbox if one.to == [address] and words in one.body]
    [line] = [line for line in letter.body.splitlines() if line.startswith("Due:")]
    return set(re.findall(r"\d\d:\d\d [\w/]+", line))


def test_holidays_neither_stop_nor_lengthen_a_vote(cast: Cast) -> None:
    """The charter's window is hours: over Christmas and New Year it is as long as any."""
    with tenant(cast.frontier.pk):
        charter(window_hours=240)
        motion = voting(cast, "clerk", datetime(2026, 12, 23, 16, tzinfo=UTC))
        assert motion.closes_at == datetime(2027, 1, 2, 16, tzinfo=UTC)
        assert Deadline.objects.get(clock="motion.vote").due_at == motion.closes_at


class TestTheLastInstant:
    """The database's clock decides, and the hour itself is excluded; what the portal's own clock shows is nothing to it."""

    CLOSES = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)

    def _at(self, monkeypatch: pytest.MonkeyPatch, portal: datetime, database: datetime) -> None:
        monkeypatch.setattr("apps.kernel.clock.now", lambda: portal)
        monkeypatch.setattr("apps.kernel.clock.database_now", lambda: database)

    @pytest.mark.parametrize("portal", [-1, 1], ids=["the portal's clock is slow", "the portal's clock is fast"])
    @pytest.mark.parametrize(
        ("after", "counts"), [(-INSTANT, True), (timedelta(), False), (INSTANT, False)], ids=["before", "at", "after"]
    )
    def test_through_page_and_api(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, after: timedelta, counts: bool, portal: int
    ) -> None:
        motion = _closing_at(cast, self.CLOSES)
        set_clock(monkeypatch, self.CLOSES - HOUR)
        by_page, by_api = come(cast, "borealis.representative"), come(cast, "cygnus.representative")
        page = by_page.get(f"{HOME}{motion.ref}/ballot/")
        sent = {"for": "borealis", "ticket": page.context["ticket"], "choice": "yes"}
        self._at(monkeypatch, self.CLOSES + portal * timedelta(seconds=5), self.CLOSES + after)
        cast_there = by_page.post(f"{HOME}{motion.ref}/ballot/", sent)
        cast_here = by_api.post(f"{API}{motion.ref}/ballots/", {"choice": "no"}, content_type="application/json")
        if counts:
            assert (cast_there.status_code, cast_here.status_code) == (302, 201)
            assert [row.at for row in ballots(cast)] == [self.CLOSES + after] * 2
            assert cast_here.json()["receipt"]["at"] == instant(self.CLOSES + after)
        else:
            assert (cast_there.status_code, cast_here.status_code) == (409, 409)
            said = cast_here.json()["detail"]
            assert "Your ballot came after the hour" in said
            assert said in cast_there.content.decode().replace("&#x27;", "'")
            assert ballots(cast) == []

    def test_what_was_cast_in_it_is_counted_and_closed_at_the_hour(self, cast: Cast) -> None:
        motion = _closing_at(cast, self.CLOSES)
        with tenant(cast.frontier.pk):
            for who in ("aster.representative", "borealis.representative"):
                vote(cast, motion, who, "yes", at=self.CLOSES - INSTANT)
            assert close_due(ref=motion.ref, now=self.CLOSES - INSTANT).state == "voting"
            done = close_due(ref=motion.ref, now=self.CLOSES)
        assert (done.closed_at, done.outcome["yes"]) == (self.CLOSES, 2)


class TestTheDemosClock:
    @pytest.fixture
    def ahead(self, settings: Settings, tmp_path: Path) -> Any:
        """Moves the demo's clock so that it shows this instant."""
        settings.DEMO_CLOCK_FILE = tmp_path / "clock"

        def move(to: datetime) -> None:
            seconds = (to - datetime.now(UTC)).total_seconds()
            settings.DEMO_CLOCK_FILE.write_text(str(seconds))

        return move

    def test_moved_far_ahead_it_closes_the_vote_for_portal_and_database_alike(self, cast: Cast, ahead: Any) -> None:
        closes = NOW + timedelta(days=400)
        motion = _closing_at(cast, closes)
        ahead(closes - HOUR)
        client = come(cast, "borealis.representative")
        assert post_ballot(client, motion.ref, "yes").status_code == 302
        [row] = ballots(cast)
        assert timedelta() < closes - row.at < HOUR
        ahead(closes + timedelta(days=900))
        again = come(cast, "borealis.representative")
        late = again.post(f"{API}{motion.ref}/ballots/", {"choice": "no"}, content_type="application/json")
        assert late.status_code == 409
        assert "Your ballot came after the hour" in late.json()["detail"]
        assert len(ballots(cast)) == 1
