"""The daily letter and quiet hours: what may wait waits, nothing is lost, and what is urgent goes at once."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from apps.accounts.models import User
from apps.committees.models import Organisation
from apps.notices.models import Delivery, DigestLine, FanOut, Notice
from apps.notices.rules import DONE
from apps.notices.services import expand, set_preferences, set_quiet_hours
from apps.notices.states import DeliveryState, Mode, Purpose
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import CANARY, CONFIDENTIAL, KIND, RED, tell

pytestmark = pytest.mark.django_db
Work = Callable[..., int]
MORNING = AT.replace(hour=8) + timedelta(days=1)
"""When a daily letter that begins at AT is due."""


@pytest.fixture
def daily(frontier: Cast) -> Cast:
    """The clerk gets what may wait once a day."""
    set_preferences(actor=frontier.viewer("clerk"), modes={("email", ""): Mode.DAILY})
    return frontier


def _tell(cast: Cast, at: datetime = AT, **facts: object) -> None:
    """Tell of an act about Aster that the machines' clock sees at this instant."""
    tell(cast["aster.liaison"].organisation, **facts)
    expand(cast.frontier.pk, now=NOW, at=at)


def _letters(cast: Cast, name: str = "clerk") -> list[EmailMultiAlternatives]:
    return [letter for letter in mail.outbox if letter.to == [cast[name].person.email]]


def _parts(letter: EmailMultiAlternatives) -> tuple[str, str]:
    text, html = letter.message().get_payload()
    return tuple(part.get_payload(decode=True).decode() for part in (text, html))


class TestGathering:
    def test_two_notices_make_one_letter_in_the_morning(self, daily: Cast, work: Work) -> None:
        _tell(daily, AT)
        _tell(daily, AT + timedelta(hours=3))
        work(MORNING - timedelta(seconds=1))
        assert _letters(daily) == []
        work(MORNING)
        [letter] = _letters(daily)
        assert letter.subject == "[Frontier] 2 notices of the day"
        links = [f"/c/frontier/inbox/{notice.uid}/open/" for notice in Notice.objects.filter(seat=daily["clerk"])]
        for part in _parts(letter):
            assert part.count("filed the probe") == 2
            assert part.count("Acknowledge the probe.") == 2
            assert all(part.count(link) == 1 for link in links)

    def test_what_has_been_done_meanwhile_asks_no_more(
        self, daily: Cast, work: Work, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _tell(daily, AT, facts={"due_at": "2026-11-22T12:00:00Z"})
        monkeypatch.setitem(DONE._items, "probe", lambda acts: {act.pk for act in acts})
        work(MORNING)
        [letter] = _letters(daily)
        for part in _parts(letter):
            assert "Done." in part
            assert "Acknowledge the probe." not in part
            assert "Due:" not in part

    def test_it_can_be_ended_with_one_press(self, daily: Cast, work: Work) -> None:
        _tell(daily)
        work(MORNING)
        letter = _letters(daily)[0].message()
        assert letter["List-Unsubscribe"].startswith("<http://testserver/unsubscribe/")
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_what_others_chose_is_theirs(self, daily: Cast, work: Work) -> None:
        _tell(daily)
        work(AT)
        assert len(_letters(daily, "aster.representative")) == 1
        assert _letters(daily) == []

    def test_one_that_is_on_its_way_collects_no_more_and_the_next_begins(self, daily: Cast, work: Work) -> None:
        _tell(daily)
        work(MORNING)
        _tell(daily, MORNING)
        first, second = Delivery.objects.filter(purpose=Purpose.DIGEST).order_by("id")
        assert (first.state, first.is_collecting, first.lines.count()) == (DeliveryState.SENT, False, 1)
        assert (second.state, second.is_collecting, second.lines.count()) == (DeliveryState.QUEUED, True, 1)
        assert second.next_attempt_at == MORNING + timedelta(days=1)
        work(MORNING + timedelta(days=1))
        assert len(_letters(daily)) == 2
        assert Delivery.objects.filter(purpose=Purpose.DIGEST, state=DeliveryState.SENT).count() == 2

    def test_expanding_again_tells_nothing_twice(self, daily: Cast, work: Work) -> None:
        _tell(daily)
        work(MORNING)
        FanOut.objects.update(expanded_at=None)
        expand(daily.frontier.pk, now=NOW, at=MORNING)
        assert DigestLine.objects.count() == 1
        work(MORNING + timedelta(days=1))
        assert len(_letters(daily)) == 1

    def test_a_kind_goes_its_own_way(self, daily: Cast, work: Work) -> None:
        set_preferences(actor=daily.viewer("clerk"), modes={("email", KIND): Mode.AT_ONCE})
        _tell(daily)
        work(AT)
        assert len(_letters(daily)) == 1
        assert not DigestLine.objects.exists()

    def test_what_is_off_comes_in_no_letter_at_all(self, daily: Cast, work: Work) -> None:
        set_preferences(actor=daily.viewer("clerk"), modes={("email", KIND): Mode.OFF})
        _tell(daily)
        work(MORNING)
        assert _letters(daily) == []
        assert Notice.objects.filter(seat=daily["clerk"]).count() == 1


class TestWhatMayBeSaid:
    def test_what_the_seat_may_no_longer_see_drops_out(self, daily: Cast, work: Work) -> None:
        _tell(daily)
        tell(daily["borealis.liaison"].organisation)
        expand(daily.frontier.pk, now=NOW, at=AT)
        Organisation.objects.filter(key="aster").update(tier=RED)
        work(MORNING)
        [letter] = _letters(daily)
        assert letter.subject == "[Frontier] 1 notice of the day"
        for part in _parts(letter):
            assert "PRB-borealis" in part
            assert "PRB-aster" not in part

    def test_with_nothing_left_to_say_no_letter_goes(self, daily: Cast, work: Work) -> None:
        _tell(daily)
        Organisation.objects.filter(key="aster").update(tier=RED)
        work(MORNING)
        assert _letters(daily) == []
        assert Delivery.objects.get(purpose=Purpose.DIGEST).state == DeliveryState.WITHHELD

    def test_about_what_is_confidential_it_has_only_the_task_its_time_and_the_link(
        self, daily: Cast, work: Work
    ) -> None:
        _tell(
            daily,
            tier=CONFIDENTIAL,
            actor=daily.viewer("aster.liaison"),
            facts={"due_at": "2026-11-22T12:00:00Z"},
        )
        work(MORNING)
        [letter] = _letters(daily)
        for part in (*_parts(letter), letter.message().as_string()):
            assert CANARY not in part
            assert "filed" not in part
            assert "Liaison" not in part
        for part in _parts(letter):
            assert "Acknowledge the probe." in part
            assert "22 Nov 2026, 12:00 UTC" in part


UTC_TO = {"zone": "UTC", "starts": time(22), "ends": time(7)}
BRUSSELS = UTC_TO | {"zone": "Europe/Brussels"}
HELD = [
    (UTC_TO, "2026-11-24T23:30", "2026-11-25T07:00"),
    (UTC_TO, "2026-11-25T03:00", "2026-11-25T07:00"),
    (UTC_TO, "2026-11-24T22:00", "2026-11-25T07:00"),
    (UTC_TO, "2026-11-24T21:59", None),
    (UTC_TO, "2026-11-25T07:00", None),
    ({"zone": "UTC", "starts": time(12), "ends": time(14)}, "2026-11-24T13:00", "2026-11-24T14:00"),
    ({"zone": "UTC", "starts": time(12), "ends": time(14)}, "2026-11-24T14:00", None),
    ({"zone": "UTC", "starts": time(12), "ends": time(14)}, "2026-11-24T11:00", None),
    # In Tokyo it is 23:00, in Los Angeles 06:00.
    (UTC_TO | {"zone": "Asia/Tokyo"}, "2026-11-24T14:00", "2026-11-24T22:00"),
    (UTC_TO | {"zone": "America/Los_Angeles"}, "2026-11-24T14:00", "2026-11-24T15:00"),
    # The night in which summer time ends is an hour longer, the one in which it begins an hour shorter.
    (BRUSSELS, "2026-10-24T21:00", "2026-10-25T06:00"),
    (BRUSSELS, "2027-03-27T22:00", "2027-03-28T05:00"),
    # Half past two does not come that night: it ends an hour after half past one.
    (BRUSSELS | {"ends": time(2, 30)}, "2027-03-27T23:00", "2027-03-28T01:30"),
]


def _utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


class TestQuietHours:
    @pytest.mark.parametrize(("hours", "at", "until"), HELD)
    def test_what_may_wait_is_held_back_until_they_end(
        self, frontier: Cast, hours: dict, at: str, until: str | None
    ) -> None:
        User.objects.filter(pk=frontier["clerk"].person_id).update(zone=hours["zone"])
        viewer = frontier.viewer("clerk")
        set_quiet_hours(actor=viewer, starts=hours["starts"], ends=hours["ends"], digest_hour=8)
        _tell(frontier, _utc(at))
        due = {delivery.seat_id: delivery.next_attempt_at for delivery in Delivery.objects.all()}
        assert due[viewer.seat_id] == _utc(until or at)
        assert due[frontier["aster.liaison"].pk] == _utc(at)

    def test_what_is_urgent_ignores_them_and_the_daily_letter(self, daily: Cast, work: Work) -> None:
        viewer = daily.viewer("clerk")
        set_quiet_hours(actor=viewer, starts=time(0), ends=time(23, 59), digest_hour=8)
        set_preferences(actor=viewer, modes={("email", KIND): Mode.OFF})
        _tell(daily, kind="probe.urgent", told=("clerks",))
        work(AT)
        [letter] = _letters(daily)
        assert "raised the probe" in letter.body

    @pytest.mark.parametrize(
        ("zone", "hour", "at", "due"),
        [
            ("UTC", 8, "2026-11-24T07:59", "2026-11-24T08:00"),
            ("UTC", 8, "2026-11-24T08:00", "2026-11-25T08:00"),
            ("UTC", 0, "2026-11-24T12:00", "2026-11-25T00:00"),
            ("Asia/Tokyo", 8, "2026-11-24T14:00", "2026-11-24T23:00"),
            ("Europe/Brussels", 6, "2026-10-24T12:00", "2026-10-25T05:00"),
        ],
    )
    def test_the_daily_letter_comes_at_its_hour_where_the_reader_is(
        self, daily: Cast, zone: str, hour: int, at: str, due: str
    ) -> None:
        User.objects.filter(pk=daily["clerk"].person_id).update(zone=zone)
        set_quiet_hours(actor=daily.viewer("clerk"), starts=None, ends=None, digest_hour=hour)
        _tell(daily, _utc(at))
        assert Delivery.objects.get(purpose=Purpose.DIGEST).next_attempt_at == _utc(due)
