"""Calendar feeds: whose, behind which address, and what stands in them."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from pytest_django import Settings

from apps.deadlines import services
from apps.deadlines.models import CalendarFeed, Deadline
from apps.deadlines.selectors import Whose
from apps.deadlines.services.feeds import NewFeed
from apps.deadlines.states import State
from apps.deadlines.views.feeds import READS_A_MINUTE
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from apps.record.rules import SUBJECTS
from tests.cast import NOW, Cast
from tests.deadlines import probe
from tests.guards.canaries import plant
from tests.incidents.factory import filed
from tests.signing_in import confirm_identity, sign_in

pytestmark = pytest.mark.django_db

FEEDS = "/c/frontier/deadlines/feeds/"


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the portal's clock to some days after NOW."""

    def set_clock(days: float = 0) -> None:
        monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW + timedelta(days=days))

    set_clock()
    return set_clock


def _made(cast: Cast, name: str = "clerk", whose: Whose = Whose.COMMITTEE) -> NewFeed:
    with tenant(cast[name].committee_id):
        return services.make_feed(actor=cast.viewer(name), now=NOW, whose=whose)


def _address(made: NewFeed, slug: str = "frontier") -> str:
    return f"/calendars/{slug}/{made.secret}.ics"


def _events(client: Client, address: str) -> list[Any]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture
def deadline(cast: Cast) -> Deadline:
    """An answer that the clerks and the chair owe, due now."""
    with tenant(cast.frontier.pk):
        return probe.deadline(cast)


@pytest.fixture
def open_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    """The probe is no secret any more."""
    kind = SUBJECTS[probe.KIND]
    known = {name: getattr(kind, name) for name in kind.__dataclass_fields__}
    known |= {"confidential": lambda _id: False, "titles": lambda ids: dict.fromkeys(ids, "Zebra, leak; of a model")}
    monkeypatch.setitem(SUBJECTS._items, probe.KIND, type(kind)(**known))


def test_a_program_reads_it_without_a_session_and_no_cache_keeps_it(
    cast: Cast, deadline: Deadline, settings: Settings
) -> None:
    settings.BASE_URL = "https://portal.example:8443"
    answer = Client().get(_address(_made(cast)))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.cookies == {}
    calendar = Calendar.from_ical(answer.content)
    assert calendar["X-WR-CALNAME"] == "Frontier: What my seat may see of the committee’s"
    assert [str(event["UID"]) for event in calendar.walk("VEVENT")] == [f"{deadline.uid}@portal.example"]


def test_a_confidential_matter_is_named_by_its_duty_alone(
    cast: Cast, client: Client, deadline: Deadline, settings: Settings
) -> None:
    settings.BASE_URL = "https://portal.example"
    content = client.get(_address(_made(cast))).content.decode()
    [event] = Calendar.from_ical(content).walk("VEVENT")
    link = f"https://portal.example/c/frontier/deadlines/{deadline.uid}/"
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"]), str(event["URL"])) == ("Answer the probe", link, link)
    assert event["DTSTART"].dt == deadline.due_at
    assert str(event["DTSTART"].dt.tzinfo) == "UTC"
    assert "PRB-BOREALIS" not in content
    assert "chair" not in content


def test_an_open_matter_carries_its_title_and_who_owes_it(
    cast: Cast, client: Client, deadline: Deadline, open_subject: None
) -> None:
    [event] = _events(client, _address(_made(cast)))
    assert str(event["SUMMARY"]) == "Answer the probe, PRB-BOREALIS"
    for text in ("Zebra, leak; of a model", "Owed by the chair and the clerks.", "within 24 hours (article 99.1)"):
        assert text in str(event["DESCRIPTION"])
    assert "VALARM" not in client.get(_address(_made(cast, "borealis.liaison"))).content.decode()


def test_an_odd_title_ends_no_line_of_a_calendar(cast: Cast, client: Client) -> None:
    title = "a\rATTENDEE:x\r\nX-A:1\nX-B:1\x0bX-C:1\x85X-D:1\u2028X-E:1"
    with tenant(cast.frontier.pk):
        filed(cast, tlp="TLP:GREEN", title=title)
    content = client.get(_address(_made(cast))).content.decode().replace("\r\n ", "")
    lines = content.removesuffix("\r\n").split("\r\n")
    assert lines == content.splitlines()
    assert [line for line in lines if "ATTENDEE" in line and not line.startswith("DESCRIPTION:a ATTENDEE:x X-A")] == []
    assert "DESCRIPTION:a ATTENDEE:x X-A:1 X-B:1 X-C:1 X-D:1 X-E:1" in content


def test_mine_are_what_i_owe_and_what_is_handed_to_me(cast: Cast, client: Client, deadline: Deadline) -> None:
    address = _address(_made(cast, "borealis.liaison", Whose.MINE))
    assert _events(client, address) == []
    with tenant(cast.frontier.pk):
        Deadline.objects.filter(pk=deadline.pk).update(owed_by_seat=cast["borealis.liaison"])
    assert len(_events(client, address)) == 1


@pytest.mark.parametrize("whose", list(Whose))
@pytest.mark.parametrize("name", ["cygnus.representative", "observer.eu", "auditor"])
def test_a_rivals_calendar_stays_empty(cast: Cast, client: Client, deadline: Deadline, name: str, whose: Whose) -> None:
    assert _events(client, _address(_made(cast, name, whose))) == []


def test_what_is_over_is_marked_and_goes_after_thirty_days(
    cast: Cast, client: Client, deadline: Deadline, at: Any
) -> None:
    address = _address(_made(cast))
    [before] = _events(client, address)
    with tenant(cast.frontier.pk):
        probe.act(cast, probe.ANSWERED, at=NOW)
    at(30)
    [after] = _events(client, address)
    assert (str(after["SUMMARY"]), str(after["STATUS"])) == ("Met: Answer the probe", "CONFIRMED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (before["LAST-MODIFIED"].dt, after["LAST-MODIFIED"].dt) == (probe.BEGUN, NOW)
    at(30.001)
    assert _events(client, address) == []


@pytest.mark.parametrize(
    ("change", "status", "summary"),
    [
        ({"state": State.PAUSED, "paused_at": NOW, "next_step_at": None}, "TENTATIVE", "Paused: Answer the probe"),
        ({"state": State.WAIVED, "closed_at": NOW, "next_step_at": None}, "CANCELLED", "Waived: Answer the probe"),
        ({"state": State.LAPSED, "closed_at": NOW, "next_step_at": None}, "CANCELLED", "Lapsed: Answer the probe"),
        ({"state": State.OVERDUE}, "CONFIRMED", "Overdue: Answer the probe"),
    ],
)
def test_its_state_is_said(
    cast: Cast, client: Client, deadline: Deadline, change: dict[str, Any], status: str, summary: str
) -> None:
    with tenant(cast.frontier.pk):
        Deadline.objects.filter(pk=deadline.pk).update(**change)
    [event] = _events(client, _address(_made(cast)))
    assert (str(event["STATUS"]), str(event["SUMMARY"])) == (status, summary)
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_wrong_revoked_and_ended_addresses_answer_alike(cast: Cast, client: Client) -> None:
    revoked, ended, closed = (_made(cast, name) for name in ("clerk", "aster.liaison", "aster.alternate"))
    cast["aster.alternate"].person.is_active = False
    cast["aster.alternate"].person.save()
    with tenant(cast.frontier.pk):
        services.revoke_feed(actor=cast.viewer("clerk"), now=NOW, uid=revoked.feed.uid)
        cast["aster.liaison"].ends_at = NOW - timedelta(hours=1)
        cast["aster.liaison"].save()
    addresses = [_address(one) for one in (revoked, ended, closed)]
    addresses += ["/calendars/frontier/guess.ics", "/calendars/nowhere/guess.ics", _address(revoked, "pacific")]
    answers = [client.get(address) for address in addresses]
    assert {(answer.status_code, answer.content, str(sorted(answer.items()))) for answer in answers} == {
        (404, b"", str(sorted(answers[0].items())))
    }


def test_pacifics_address_shows_nothing_of_frontier(cast: Cast, client: Client, deadline: Deadline) -> None:
    made = _made(cast, "eve")
    assert _events(client, _address(made, "pacific")) == []
    assert client.get(_address(made)).status_code == 404


def test_it_rests_while_its_person_lacks_the_second_factor(cast: Cast, client: Client, settings: Settings) -> None:
    address = _address(_made(cast))
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get(address).status_code == 404
    settings.REQUIRE_SECOND_FACTOR = False
    assert client.get(address).status_code == 200


def test_the_seat_is_asked_for_anew_at_each_reading(cast: Cast, client: Client, deadline: Deadline) -> None:
    address = _address(_made(cast, "aster.representative", Whose.MINE))
    assert _events(client, address) == []
    with tenant(cast.frontier.pk):
        Deadline.objects.filter(pk=deadline.pk).update(subject_id=cast["aster.liaison"].organisation_id)
    assert len(_events(client, address)) == 1


def test_the_day_of_the_last_reading_is_kept_and_no_finer(cast: Cast, client: Client, at: Any) -> None:
    made = _made(cast)
    client.get(_address(made))
    with CaptureQueriesContext(connection) as again:
        client.get(_address(made))
    assert [query for query in again if query["sql"].startswith("UPDATE")] == []
    at(1)
    client.get(_address(made))
    with tenant(cast.frontier.pk):
        assert CalendarFeed.objects.get().last_read_on == date(2026, 11, 22)


def test_a_program_that_has_run_wild_is_held_up(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr("apps.kernel.api.throttle.time.time", lambda: 1_800_000_000)
    address = _address(_made(cast))
    answers = [client.get(address).status_code for _time in range(READS_A_MINUTE + 1)]
    assert answers == [200] * READS_A_MINUTE + [429]


def test_a_feed_takes_the_same_queries_for_one_event_and_for_thirty(
    cast: Cast, client: Client, deadline: Deadline
) -> None:
    address = _address(_made(cast))
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert len(_events(client, address)) == 1
    with tenant(cast.frontier.pk):
        for number in range(29):
            deadline.pk, deadline.clock, deadline.uid = (
                None,
                f"probe {number}",
                CalendarFeed._meta.get_field("uid").get_default(),
            )
            deadline.save(force_insert=True)
    with CaptureQueriesContext(connection) as thirty:
        assert len(_events(client, address)) == 30
    assert len(thirty) == len(one)


@pytest.mark.walks
def test_no_feed_holds_a_word_of_a_confidential_report(cast: Cast, client: Client) -> None:
    """Not even for those who may read it: a calendar goes to programs of others."""
    with tenant(cast.frontier.pk):
        garden = plant(cast)
    public = {word for one in garden.reports for word in one.words.values() if "green" in word or "clear" in word}
    read = {name: client.get(_address(_made(cast, name))).content.decode() for name in cast.in_frontier}
    found = {name: set(re.findall(r"kanari\w+", content.replace("\r\n ", ""))) for name, content in read.items()}
    assert {name for name, words in found.items() if words - public} == set()
    assert found["clerk"]
    assert all(found[name].isdisjoint(garden.hidden_from(name)) for name in found)


def test_only_the_digest_is_kept(frontier: Cast) -> None:
    made = services.make_feed(actor=frontier.viewer("clerk"), now=NOW, whose=Whose.MINE)
    kept = str(CalendarFeed.objects.filter(pk=made.feed.pk).values())
    assert made.secret not in kept
    assert made.feed.hint == f"…{made.secret[-4:]}"


def test_one_address_for_each_calendar_of_a_seat(frontier: Cast) -> None:
    clerk = frontier.viewer("clerk")
    first = services.make_feed(actor=clerk, now=NOW, whose=Whose.MINE)
    with pytest.raises(Invalid, match="Revoke it first"):
        services.make_feed(actor=clerk, now=NOW, whose=Whose.MINE)
    services.revoke_feed(actor=clerk, now=NOW, uid=first.feed.uid)
    assert services.make_feed(actor=clerk, now=NOW, whose=Whose.MINE).secret != first.secret


def test_making_and_revoking_stand_in_the_record_for_the_seat_alone(frontier: Cast) -> None:
    liaison = frontier.viewer("borealis.liaison")
    made = services.make_feed(actor=liaison, now=NOW, whose=Whose.MINE)
    for _time in range(2):
        services.revoke_feed(actor=liaison, now=NOW, uid=made.feed.uid)
    acts = Act.objects.filter(kind__startswith="calendar.")
    assert list(acts.order_by("id").values_list("kind", flat=True)) == ["calendar.made", "calendar.revoked"]
    assert made.secret not in str(acts.values())
    see = [name for name in frontier.in_frontier if acts.visible_to(frontier.viewer(name)).exists()]
    assert see == ["borealis.liaison"]
    assert list(SUBJECTS["calendar"].seats(made.feed.pk, NOW)) == [frontier["borealis.liaison"]]


def test_there_is_no_calendar_of_a_kind_that_nobody_has_declared(frontier: Cast) -> None:
    with pytest.raises(Invalid, match="no such calendar"):
        services.make_feed(actor=frontier.viewer("clerk"), now=NOW, whose="eve")


def test_nobody_revokes_anothers(frontier: Cast) -> None:
    made = services.make_feed(actor=frontier.viewer("borealis.liaison"), now=NOW, whose=Whose.MINE)
    with pytest.raises(Http404):
        services.revoke_feed(actor=frontier.viewer("borealis.alternate"), now=NOW, uid=made.feed.uid)


def test_the_address_is_made_after_proving_who_one_is_shown_once_and_revoked(cast: Cast, client: Client) -> None:
    sign_in(client, cast["clerk"].person)
    assert "reauthenticate" in client.get(f"{FEEDS}new/")["Location"]
    confirm_identity(client)
    page = client.get(f"{FEEDS}new/").content.decode()
    assert "What my organisation owes" in page
    made = client.post(f"{FEEDS}new/", {"whose": "mine"}).content.decode()
    [address] = re.findall(r"/calendars/frontier/[\w-]+\.ics", made)
    assert client.get(address).status_code == 200
    listed = client.get(FEEDS).content.decode()
    assert address.split("/")[-1] not in listed
    assert "last read 21 Nov 2026 (UTC)" in listed
    [uid] = re.findall(r"feeds/([\w-]{36})/revoke/", listed)
    client.post(f"{FEEDS}{uid}/revoke/")
    assert client.get(address).status_code == 404
    assert "No address is in use" in client.get(FEEDS).content.decode()


def test_an_odd_choice_comes_back_with_what_to_do(cast: Cast, client: Client) -> None:
    sign_in(client, cast["clerk"].person)
    confirm_identity(client)
    for whose in ("", "eve", "\x00"):
        answer = client.post(f"{FEEDS}new/", {"whose": whose})
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()


def test_one_deadline_comes_as_a_file_that_rings_ahead(cast: Cast, client: Client, deadline: Deadline) -> None:
    client.force_login(cast["clerk"].person)
    answer = client.get(f"/c/frontier/deadlines/{deadline.uid}.ics")
    assert f'filename="deadline-{deadline.uid}.ics"' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-1)
    assert event["DTSTART"].dt == datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert client.post(f"/c/frontier/deadlines/{deadline.uid}.ics").status_code == 405


def test_a_file_of_a_hidden_deadline_is_not_found(cast: Cast, client: Client, deadline: Deadline) -> None:
    client.force_login(cast["cygnus.liaison"].person)
    assert client.get(f"/c/frontier/deadlines/{deadline.uid}.ics").status_code == 404
