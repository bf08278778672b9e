"""Silence: who owes what and has not opened it, not answered, not acted; and who may know that."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.committees.models import Seat
from apps.deadlines.models import Deadline
from apps.deadlines.services import hand_over, pause, take_on
from apps.desk.selectors import Silence, owners_of, silent_page, unopened_soon
from apps.desk.selectors import silence as silence_module
from apps.desk.selectors.silence import Row
from apps.incidents.acts import ACKNOWLEDGEMENT, SUBJECT
from apps.incidents.models import Incident
from apps.incidents.services.adding import add_update
from apps.incidents.services.handling import acknowledge
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.services import confirm_receipt
from apps.record.services import note_sighting
from tests.cast import NOW, Cast
from tests.deadlines import probe
from tests.desk.pages import client_of, deliver, opened, page, set_clock
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's clock shows two hours after the filing."""
    set_clock(monkeypatch, LATER)


def _rows(cast: Cast, name: str, **asked: Any) -> dict[str, Row]:
    """The acknowledgements on somebody's page, by the reference of the report."""
    rows = silent_page(cast.viewer(name), LATER, **asked).rows
    return {row.deadline.subject_ref: row for row in rows if row.deadline.clock == ACKNOWLEDGEMENT}


def _row(cast: Cast, incident: Incident, name: str = "clerk") -> Row:
    return _rows(cast, name)[incident.ref]


def _holders(row: Row) -> list[str]:
    return [str(each.seat) for each in row.owing]


def _duty(incident: Incident, clock: str = ACKNOWLEDGEMENT) -> Deadline:
    return Deadline.objects.get(subject_id=incident.pk, clock=clock, second_to=None)


def _see(cast: Cast, incident: Incident, name: str) -> None:
    note_sighting(SUBJECT, incident.pk, viewer=cast.viewer(name), now=NOW + timedelta(hours=1))


def test_those_who_owe_it_are_those_for_whom_it_waits(frontier: Cast) -> None:
    """The chair owes acknowledgements, but not of its own organisation's reports, nor of what it may not see."""
    seen = _duty(filed(frontier, by="borealis.liaison"))
    own = _duty(filed(frontier, by="aster.liaison"))
    hidden = _duty(filed(frontier, tlp="TLP:RED", recipients=["secretariat"]))
    owners = owners_of([seen, own, hidden], NOW)
    assert owners[seen.pk] == [frontier["aster.representative"], frontier["clerk"]]
    assert owners[own.pk] == owners[hidden.pk] == [frontier["clerk"]]


def test_what_was_handed_over_is_owed_by_that_person_alone(frontier: Cast) -> None:
    incident = filed(frontier)
    clerk = frontier["clerk"]
    hand_over(actor=frontier.viewer("clerk"), now=NOW, uid=_duty(incident).uid, to=clerk.uid)
    assert owners_of([_duty(incident)], NOW) == {_duty(incident).pk: [clerk]}


def test_a_machines_silence_says_nothing(frontier: Cast) -> None:
    lab = frontier["borealis.liaison"].organisation
    gateway = Seat.objects.create(organisation=lab, name="Gateway", role="service", starts_at=NOW)
    duty = probe.deadline(frontier, probe.ASKED, at=NOW)
    assert len(owners_of([duty], NOW)[duty.pk]) == 3
    assert gateway not in owners_of([duty], NOW)[duty.pk]


def test_who_owes_many_is_asked_in_four_queries(frontier: Cast, django_assert_num_queries: Any) -> None:
    duties = [
        _duty(filed(frontier, by=f"{lab}.liaison", tlp=tlp))
        for lab in ("aster", "cygnus")
        for tlp in ("TLP:GREEN", "TLP:AMBER")
    ]
    with django_assert_num_queries(4):
        owners_of(duties, NOW)


def test_at_first_nobody_has_opened_it(frontier: Cast) -> None:
    row = _row(frontier, filed(frontier))
    assert row.is_unopened
    assert row.is_idle
    assert row.standing == "Nobody has opened it"
    assert row.share == 8


def test_opening_the_object_breaks_one_silence_and_not_the_others(frontier: Cast) -> None:
    incident = filed(frontier)
    _see(frontier, incident, "clerk")
    row = _row(frontier, incident)
    assert not row.is_unopened
    assert row.opened_share == 4
    assert row.is_silent(Silence.UNANSWERED)
    assert row.is_silent(Silence.IDLE)


def test_a_look_by_somebody_who_does_not_owe_it_breaks_none(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:GREEN")
    _see(frontier, incident, "cygnus.liaison")
    assert _row(frontier, incident).is_unopened


def test_reading_the_notice_counts_as_opening_and_a_confirmed_receipt_is_said(frontier: Cast) -> None:
    incident = filed(frontier)
    deliver(frontier)
    notice = Notice.objects.get(seat=frontier["clerk"], subject_id=incident.pk)
    notice.read_at = NOW + timedelta(minutes=5)
    notice.save()
    [_chair, clerk] = _row(frontier, incident).owing
    assert clerk.reading.opened_at == notice.read_at
    notice.receipt_due, notice.receipt_at = True, NOW + timedelta(minutes=6)
    notice.save()
    assert "confirmed reading" in page(frontier, "clerk", "silent/")


def test_who_confirms_having_read_has_not_acted(frontier: Cast) -> None:
    incident = filed(frontier)
    hand_over(actor=frontier.viewer("clerk"), now=NOW, uid=_duty(incident).uid, to=frontier["aster.representative"].uid)
    deliver(frontier)
    notice = Notice.objects.get(seat=frontier["aster.representative"], receipt_due=True)
    confirm_receipt(actor=frontier.viewer("aster.representative"), now=NOW + timedelta(hours=1), uid=notice.uid)
    row = _row(frontier, incident)
    [owing] = row.owing
    assert owing.reading.confirmed_at == NOW + timedelta(hours=1)
    assert row.is_silent(Silence.IDLE)
    assert row.is_silent(Silence.UNANSWERED)
    assert not row.is_silent(Silence.UNOPENED)


def test_i_am_on_it_answers_without_doing_it(frontier: Cast) -> None:
    incident = filed(frontier)
    take_on(actor=frontier.viewer("clerk"), now=NOW, uid=_duty(incident).uid, until=NOW + timedelta(hours=4))
    row = _row(frontier, incident)
    assert row.on_it_until == NOW + timedelta(hours=4)
    assert not row.is_silent(Silence.UNANSWERED)
    assert [each.is_on_it for each in row.owing] == [False, True]
    assert not [one for one in silent_page(frontier.viewer("clerk"), LATER).rows if one.deadline.second_to_id]


def test_a_promise_that_has_passed_is_silence_again(frontier: Cast) -> None:
    incident = filed(frontier)
    take_on(actor=frontier.viewer("clerk"), now=NOW, uid=_duty(incident).uid, until=NOW + timedelta(hours=1))
    assert _row(frontier, incident).is_silent(Silence.UNANSWERED)


def test_doing_something_else_about_it_is_no_idleness(frontier: Cast) -> None:
    incident = filed(frontier)
    add_update(actor=frontier.viewer("clerk"), now=NOW + timedelta(hours=1), ref=incident.ref, text="More?")
    row = _row(frontier, incident)
    assert not row.is_idle
    assert row.standing == "Acted, not done"
    assert "added an update" in page(frontier, "clerk", "silent/")


def test_what_is_met_or_paused_is_not_waited_for(frontier: Cast) -> None:
    done, paused = filed(frontier), filed(frontier)
    acknowledge(actor=frontier.viewer("clerk"), now=NOW, ref=done.ref)
    pause(actor=frontier.viewer("clerk"), now=NOW, uid=_duty(paused).uid, reason="A copy is awaited.")
    assert _rows(frontier, "clerk") == {}


def test_a_kind_of_silence_is_looked_for_past_the_first_page(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence_module, "PAGE", 2)
    first = [filed(frontier) for _number in range(3)]
    for incident in first:
        _see(frontier, incident, "clerk")
    silent = filed(frontier)
    found = silent_page(frontier.viewer("clerk"), LATER, kind=Silence.UNOPENED).rows
    assert silent.ref in {row.deadline.subject_ref for row in found}
    assert not {row.deadline.subject_ref for row in found if row.deadline.clock == ACKNOWLEDGEMENT} & {
        incident.ref for incident in first
    }


def test_an_organisation_narrows_the_list_to_what_it_owes(frontier: Cast) -> None:
    probe.deadline(frontier, probe.ASKED, at=NOW, lab="borealis")
    probe.deadline(frontier, probe.ASKED, at=NOW, lab="cygnus")
    found = silent_page(frontier.viewer("clerk"), LATER, organisation="cygnus").rows
    assert [row.deadline.subject_ref for row in found] == ["PRB-CYGNUS"]


def test_pages_follow_each_other_by_due_time(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence_module, "PAGE", 2)
    for _number in range(3):
        filed(frontier)
    clerk, found, cursor = frontier.viewer("clerk"), [], ""
    while True:
        shown = silent_page(clerk, LATER, cursor=cursor)
        found += [row.deadline for row in shown.rows]
        if not (cursor := shown.next):
            break
    assert len(found) == len({deadline.pk for deadline in found}) == Deadline.objects.open().count()
    assert [deadline.due_at for deadline in found] == sorted(deadline.due_at for deadline in found)


@pytest.mark.parametrize(
    ("name", "knows"),
    [
        ("clerk", ["aster.representative", "clerk"]),
        ("borealis.liaison", ["aster.representative", "clerk"]),
        ("aster.representative", ["aster.representative"]),
        ("aster.liaison", ["aster.representative"]),
        ("cygnus.liaison", []),
        ("observer.eu", []),
    ],
)
def test_others_reading_is_known_to_clerks_to_the_own_organisation_and_to_whose_matter_it_is(
    frontier: Cast, name: str, knows: list[str]
) -> None:
    """As the report's own page says who has opened it."""
    incident = filed(frontier, tlp="TLP:GREEN")
    for owner in ("clerk", "aster.representative"):
        _see(frontier, incident, owner)
    row = _row(frontier, incident, name)
    shown = [each.seat for each in row.owing if each.reading.is_shown]
    assert shown == [frontier[one] for one in knows]
    assert [each.seat for each in row.owing if each.reading.opened_at] == shown
    assert not row.is_unopened


def test_a_rival_finds_nothing_of_a_confidential_report(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast, title="Quokka").ref
    assert ref in page(cast, "clerk", "silent/")
    for name in ("cygnus.representative", "observer.california"):
        text = page(cast, name, "silent/")
        assert ref not in text
        assert "Quokka" not in text


def test_the_page_says_who_has_not_opened_it_in_words(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        _see(cast, filed(cast), "clerk")
    text = page(cast, "clerk", "silent/")
    assert "not opened" in text
    assert "Opened, not answered" in text
    assert "8 % of the time is gone; first opened after 4 %." in text


def test_odd_filters_count_as_none(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    assert ref in page(cast, "clerk", "silent/?kind=loud&organisation=nobody&page=%00")


def test_an_empty_page_says_what_will_be_there(cast: Cast) -> None:
    assert "Nobody owes anything" in page(cast, "clerk", "silent/")
    assert "No such silence" in page(cast, "clerk", "silent/?kind=idle")


def _stamp(text: str) -> str:
    return text.split('id="silence"')[1].split("seen=")[1].split('"')[0].split("&")[0]


def test_a_poll_is_answered_only_when_the_list_has_changed(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        incident = filed(cast)
    client = client_of(cast, "clerk")
    stamp = _stamp(client.get("/c/frontier/silent/").content.decode())
    poll = f"/c/frontier/silent/?seen={stamp}"
    assert client.get(poll, headers={"X-Poll": "1"}).status_code == 204
    with tenant(cast.frontier.pk):
        _see(cast, incident, "clerk")
    answer = client.get(poll, headers={"X-Poll": "1"})
    assert answer.status_code == 200
    assert "<form" not in answer.content.decode()
    assert _stamp(answer.content.decode()) != stamp


def test_a_list_that_was_stopped_asks_no_more(cast: Cast) -> None:
    assert "hx-get" in page(cast, "clerk", "silent/").split('id="silence"')[1]
    assert "hx-get" not in page(cast, "clerk", "silent/?live=off").split('id="silence"')[1]


def _queries(cast: Cast) -> int:
    client = client_of(cast, "clerk")
    client.get("/c/frontier/silent/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/c/frontier/silent/")
    return len(captured)


def test_thirty_rows_take_as_many_queries_as_one(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        filed(cast)
    few = _queries(cast)
    with tenant(cast.frontier.pk):
        for number in range(30):
            tlp = ("TLP:GREEN", "TLP:AMBER", "TLP:CLEAR")[number % 3]
            filed(cast, by=f"{('aster', 'borealis', 'cygnus')[number % 3]}.liaison", tlp=tlp)
    assert _queries(cast) == few


def test_the_card_counts_what_is_due_within_two_days_and_nobody_has_opened(frontier: Cast) -> None:
    filed(frontier)
    _see(frontier, filed(frontier), "clerk")
    assert unopened_soon(frontier.viewer("clerk"), LATER) == "1"
    assert unopened_soon(frontier.viewer("cygnus.liaison"), LATER) == "0"
    assert 'kind=unopened"' in page(frontier, "clerk", "")


def test_the_card_counts_no_further_than_a_hundred(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence_module, "MOST_COUNTED", 1)
    filed(frontier)
    filed(frontier)
    assert unopened_soon(frontier.viewer("clerk"), LATER) == "1+"


def test_times_are_written_in_the_readers_zone(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        person = Seat.objects.get(pk=cast["clerk"].pk).person
        filed(cast)
    person.zone = "Asia/Tokyo"
    person.save()
    local = timezone.localtime(NOW + timedelta(hours=24), timezone.zoneinfo.ZoneInfo("Asia/Tokyo"))
    assert f"{local:%H:%M}" in page(cast, "clerk", "silent/")


def test_pacific_sees_none_of_it(cast: Cast) -> None:
    assert opened(cast, "eve", "silent/").status_code == 404
