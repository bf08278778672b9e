"""The clerks' matrix, and chasing those who are late."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.deadlines.models import Deadline
from apps.deadlines.services import extend, pause, sweep, take_on, waive
from apps.desk.rules import Stand, worst
from apps.desk.selectors import late_ones, matrix
from apps.desk.selectors.matrix import COMMITTEE, Cell
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.services.handling import acknowledge, withdraw
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.deadlines import probe
from tests.desk.pages import client_of, opened, page, set_clock
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db

LATE = NOW + timedelta(hours=30)
"""When an acknowledgement that was due a day after NOW is late."""


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the portal's clock; it begins at LATE."""

    def to(now: datetime) -> None:
        set_clock(monkeypatch, now)

    to(LATE)
    return to


def _cell(cast: Cast, organisation: str, clock: str, now: datetime = NOW, name: str = "clerk") -> Cell:
    rows = {row.key: row for row in matrix(cast.viewer(name), now).rows}
    return next((cell for duty, cell in rows[organisation].cells if duty.clock == clock), Cell())


def test_the_worst_wants_looking_at_first() -> None:
    assert worst([Stand.MET, Stand.RUNNING, Stand.OVERDUE]) == Stand.OVERDUE
    assert worst([Stand.WAIVED, Stand.PAUSED]) == Stand.PAUSED
    assert worst([]) == Stand.NONE


def test_what_an_organisation_owes_stands_in_its_row_and_what_offices_owe_in_the_committees(frontier: Cast) -> None:
    probe.deadline(frontier, probe.ASKED, at=NOW, lab="borealis")
    filed(frontier)
    assert _cell(frontier, "borealis", probe.REPORT).counts == {Stand.RUNNING: 1}
    assert _cell(frontier, COMMITTEE, ACKNOWLEDGEMENT).counts == {Stand.SOON: 1}
    assert _cell(frontier, "cygnus", probe.REPORT).stand == Stand.NONE


def test_every_organisation_that_files_has_a_row_and_no_other(frontier: Cast) -> None:
    assert [row.key for row in matrix(frontier.viewer("clerk"), NOW).rows] == ["aster", "borealis", "cygnus", ""]


def test_a_cell_says_the_worst_and_counts_the_rest(frontier: Cast) -> None:
    clerk, chair = frontier.viewer("clerk"), frontier.viewer("aster.representative")
    duties = [Deadline.objects.get(clock=ACKNOWLEDGEMENT, subject_id=filed(frontier).pk) for _number in range(5)]
    pause(actor=clerk, now=NOW, uid=duties[0].uid, reason="A copy is awaited.")
    waive(actor=chair, now=NOW, uid=duties[1].uid, reason="A drill.")
    withdraw(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=duties[4].subject_ref, reason="Filed twice.")
    acknowledge(actor=clerk, now=NOW, ref=duties[2].subject_ref)
    cell = _cell(frontier, COMMITTEE, ACKNOWLEDGEMENT, LATE)
    assert cell.counts == dict.fromkeys((Stand.OVERDUE, Stand.PAUSED, Stand.WAIVED, Stand.FELL_AWAY, Stand.MET), 1)
    assert (cell.stand, cell.number) == (Stand.OVERDUE, 1)


def test_overdue_is_what_is_past_its_time_whether_the_sweep_has_come_by_or_not(frontier: Cast) -> None:
    filed(frontier)
    assert _cell(frontier, COMMITTEE, ACKNOWLEDGEMENT, LATE).late == 1
    sweep(LATE)
    assert _cell(frontier, COMMITTEE, ACKNOWLEDGEMENT, LATE).late == 1


def test_met_late_is_told_from_met_and_neither_is_kept_for_ever(frontier: Cast) -> None:
    ref = filed(frontier).ref
    sweep(LATE)
    acknowledge(actor=frontier.viewer("clerk", LATE), now=LATE, ref=ref)
    assert _cell(frontier, COMMITTEE, ACKNOWLEDGEMENT, LATE).stand == Stand.MET_LATE
    assert _cell(frontier, COMMITTEE, ACKNOWLEDGEMENT, LATE + timedelta(days=31)).stand == Stand.NONE


def test_a_second_clock_is_not_counted_again(frontier: Cast) -> None:
    duty = Deadline.objects.get(clock=ACKNOWLEDGEMENT, subject_id=filed(frontier).pk)
    take_on(actor=frontier.viewer("clerk"), now=NOW, uid=duty.uid, until=NOW + timedelta(hours=2))
    counted = [
        sum(cell.counts.values()) for row in matrix(frontier.viewer("clerk"), NOW).rows for _duty, cell in row.cells
    ]
    assert sum(counted) == Deadline.objects.open().filter(second_to=None).count()


def test_what_one_may_not_see_is_not_counted(frontier: Cast) -> None:
    filed(frontier, tlp="TLP:RED", recipients=["independent"])
    assert _cell(frontier, COMMITTEE, ACKNOWLEDGEMENT, LATE).stand == Stand.NONE


def test_it_takes_as_many_queries_for_many_duties_as_for_one(frontier: Cast) -> None:
    viewer = frontier.viewer("clerk")
    counts = []
    for more in (1, 29):
        for number in range(more):
            filed(frontier, by=f"{('aster', 'borealis', 'cygnus')[number % 3]}.liaison")
        with CaptureQueriesContext(connection) as captured:
            matrix(viewer, NOW)
        counts.append(len(captured))
    assert counts == [4, 4]


@pytest.mark.parametrize("path", ["matrix/", "matrix/chase/", "matrix/export.csv"])
def test_only_clerks_and_the_chair_have_it(cast: Cast, path: str) -> None:
    found = {name for name in cast.in_frontier if opened(cast, name, path).status_code == 200}
    assert found == {"clerk", "aster.representative"}


def test_a_cell_leads_to_its_list(cast: Cast, at: Any) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    text = page(cast, "clerk", "matrix/")
    address = "/c/frontier/deadlines/?whose=committee&amp;clock=incident.acknowledgement&amp;show=overdue"
    assert f'href="{address}"' in text
    assert "1 overdue" in text
    assert ref in client_of(cast, "clerk").get(address.replace("&amp;", "&")).content.decode()


def _uids(text: str) -> list[str]:
    return [part.split('value="')[1].split('"')[0] for part in text.split('name="uid"')[1:]]


def _chase(cast: Cast, query: str = "", **more: Any) -> Any:
    client = client_of(cast, "clerk")
    address = f"/c/frontier/matrix/chase/{query}"
    uids = _uids(client.get(address).content.decode())
    return client.post(address, {"uid": uids} | more, follow=True)


def test_the_chase_names_whom_it_will_reach_before_it_is_sent(cast: Cast, at: Any) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    text = page(cast, "clerk", "matrix/chase/")
    assert ref in text
    whom = text.split('id="whom"')[1]
    assert "Representative, Aster" in whom
    assert "Clerk, Secretariat" not in whom.split("</section>")[0], "nobody is told of their own act"


def test_chasing_asks_those_who_are_late_and_says_how_many(cast: Cast, at: Any) -> None:
    with tenant(cast.frontier.pk):
        late = filed(cast).ref
        early = filed(cast).ref
        duty = Deadline.objects.get(clock=ACKNOWLEDGEMENT, subject_ref=early)
        extend(actor=cast.viewer("clerk"), now=NOW, uid=duty.uid, until=LATE + timedelta(hours=2), reason="A copy.")
    answer = _chase(cast, note="Please answer today.")
    assert "1 duty was chased." in answer.content.decode()
    with tenant(cast.frontier.pk):
        act = Act.objects.get(kind="deadline.chased")
        assert act.subject_ref == late
        assert act.facts["note"] == "Please answer today."
        assert act.told == ["chair", "clerks"]


def test_who_was_chased_within_the_hour_is_passed_by_and_counted(cast: Cast, at: Any) -> None:
    with tenant(cast.frontier.pk):
        filed(cast)
    client = client_of(cast, "clerk")
    uids = _uids(client.get("/c/frontier/matrix/chase/").content.decode())
    for said in ("1 duty was chased.", "0 duties were chased. 1 was passed by"):
        answer = client.post("/c/frontier/matrix/chase/", {"uid": uids, "note": ""}, follow=True)
        assert said in answer.content.decode()
    text = client.get("/c/frontier/matrix/chase/").content.decode()
    assert "Nobody to chase" in text
    assert "They have been asked within the last hour." in text
    at(LATE + timedelta(hours=2))
    assert len(_uids(client.get("/c/frontier/matrix/chase/").content.decode())) == 1


def test_one_organisation_alone_can_be_chased(frontier: Cast) -> None:
    late = [probe.deadline(frontier, probe.ASKED, at=NOW, lab=lab) for lab in ("borealis", "cygnus")]
    filed(frontier)
    clerk, now = frontier.viewer("clerk"), NOW + timedelta(days=20)
    assert set(late) < set(late_ones(clerk, now))
    assert late_ones(clerk, now, organisation="cygnus", clock=probe.REPORT) == [late[1]]
    assert not set(late) & set(late_ones(clerk, now, organisation=COMMITTEE))
    assert late_ones(clerk, now, organisation="nobody") == []


def test_a_note_that_is_too_long_comes_back(cast: Cast, at: Any) -> None:
    with tenant(cast.frontier.pk):
        filed(cast)
    answer = _chase(cast, note="x" * 2001)
    assert answer.status_code == 422
    assert "Shorten this" in answer.content.decode()
    assert "x" * 2001 in answer.content.decode()
    with tenant(cast.frontier.pk):
        assert not Act.objects.filter(kind="deadline.chased").exists()


def test_addresses_that_are_none_are_passed_over(cast: Cast, at: Any) -> None:
    answer = client_of(cast, "clerk").post("/c/frontier/matrix/chase/", {"uid": ["nonsense"], "note": ""}, follow=True)
    assert "0 duties were chased." in answer.content.decode()


@pytest.mark.parametrize("name", ["clock", "organisation"])
def test_an_odd_address_narrows_the_chase_to_nothing(cast: Cast, at: Any, name: str) -> None:
    for value in ("\0", "nobody\0"):
        assert opened(cast, "clerk", "matrix/chase/", data={name: value, "whose": "\0"}).status_code == 200


def test_the_matrix_can_be_taken_away(cast: Cast, at: Any) -> None:
    with tenant(cast.frontier.pk):
        filed(cast)
    answer = opened(cast, "clerk", "matrix/export.csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    own = [row for row in rows if row["duty"] == "Acknowledge the report" and row["overdue"] == "1"]
    assert [row["owed by"] for row in own] == ["The committee’s own offices"]
