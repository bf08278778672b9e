"""What nobody owes any more, and nobody did, fell away: it is neither met nor swept, and every page says so."""

import csv
import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.dateparse import parse_datetime
from icalendar import Calendar

from apps.deadlines import services
from apps.deadlines.models import Deadline
from apps.deadlines.rules import CLOCKS
from apps.deadlines.selectors import Shown, Whose, deadline_for, ladder, of_subject
from apps.deadlines.selectors.of_acts import all_done, ended_by
from apps.deadlines.services import pause, sweep, take_on, take_steps
from apps.deadlines.states import State
from apps.kernel.tenancy.context import tenant
from apps.record.rules import CATALOGUE
from tests.cast import NOW, Cast
from tests.deadlines import probe
from tests.deadlines.doing import EARLY, HOUR, do

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=9)
LIST, API = "/c/frontier/deadlines/", "/api/v1/committees/frontier/deadlines/"


def _paused(cast: Cast, deadline: Deadline) -> None:
    do(cast, pause, deadline, reason="It waits.")


def _overdue(_cast: Cast, deadline: Deadline) -> None:
    take_steps([deadline.pk], NOW + HOUR / 2)


def _as_it_is(_cast: Cast, _deadline: Deadline) -> None:
    """It runs."""


@pytest.mark.parametrize("stand", [_as_it_is, _paused, _overdue])
def test_an_act_that_moots_ends_it_for_good_whichever_way_it_stands(frontier: Cast, stand: Any) -> None:
    deadline = probe.deadline(frontier)
    stand(frontier, deadline)
    dropped = probe.act(frontier, probe.DROPPED, at=NOW + HOUR)
    steps = probe.steps_of(deadline.subject_id)
    deadline.refresh_from_db()
    assert (deadline.state, deadline.closed_at, deadline.closed_by) == (State.MOOT, dropped.at, dropped)
    assert (deadline.met_at, deadline.met_by, deadline.paused_at, deadline.next_step_at) == (None, None, None, None)
    assert take_steps([deadline.pk], LATER) == 0
    assert probe.steps_of(deadline.subject_id) == steps
    assert not Deadline.objects.waiting_for(frontier.viewer("clerk")).exists()


def test_the_sweep_passes_it_by(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        deadline = probe.deadline(cast)
        probe.act(cast, probe.DROPPED, at=EARLY)
    sweep(LATER)
    with tenant(cast.frontier.pk):
        assert probe.steps_of(deadline.subject_id) == []
        assert Deadline.objects.get().state == State.MOOT


def test_the_second_clock_of_who_was_on_it_falls_away_too(frontier: Cast) -> None:
    deadline = do(frontier, take_on, probe.deadline(frontier), until=EARLY + HOUR)
    dropped = probe.act(frontier, probe.DROPPED, at=EARLY + HOUR / 2)
    assert (
        list(Deadline.objects.order_by("pk").values_list("state", "closed_by", "closed_at"))
        == [(State.MOOT, dropped.pk, dropped.at)] * 2
    )
    assert Deadline.objects.filter(second_to=deadline).count() == 1


def test_one_act_meets_one_clock_and_lets_another_fall_away_each_with_its_second(frontier: Cast) -> None:
    answer, report = probe.deadline(frontier), probe.deadline(frontier, probe.ASKED)
    do(frontier, take_on, answer, until=EARLY + HOUR)
    do(frontier, take_on, report, "borealis.liaison", until=EARLY + HOUR)
    finished = probe.act(frontier, probe.FINISHED, at=EARLY + HOUR / 2)
    found = Deadline.objects.values_list("second_to__clock", "clock", "state", "met_by", "closed_by")
    stands = {first or clock: (state, met, closed) for first, clock, state, met, closed in found if first}
    assert stands == {
        probe.ANSWER: (State.MOOT, None, finished.pk),
        probe.REPORT: (State.MET, finished.pk, None),
    }
    assert set(Deadline.objects.filter(second_to=None).values_list("clock", "state")) == {
        (probe.ANSWER, State.MOOT),
        (probe.REPORT, State.MET),
    }


@pytest.mark.parametrize(("hours", "closed"), [(-1, -1), (5, 0)])
def test_what_is_due_at_a_fixed_hour_falls_away_at_it_at_the_latest(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch, hours: int, closed: int
) -> None:
    deadline = probe.deadline(frontier)
    monkeypatch.setitem(CLOCKS._items, probe.ANSWER, dataclasses.replace(CLOCKS[probe.ANSWER], fixed=True))
    probe.act(frontier, probe.DROPPED, at=NOW + hours * HOUR)
    deadline.refresh_from_db()
    assert deadline.closed_at == deadline.due_at + closed * HOUR


def test_of_another_lab_nothing_falls_away_and_the_clock_can_start_again(frontier: Cast) -> None:
    ours, theirs = probe.deadline(frontier), probe.deadline(frontier, lab="cygnus")
    probe.act(frontier, probe.DROPPED, at=EARLY)
    again = probe.deadline(frontier, at=EARLY + HOUR)
    states = dict(Deadline.objects.values_list("pk", "state"))
    assert states == {ours.pk: State.MOOT, theirs.pk: State.RUNNING, again.pk: State.RUNNING}
    assert of_subject(*ours.subject[:2]) == [again, ours]


def test_without_the_act_the_database_refuses_it(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    rows = Deadline.objects.filter(pk=deadline.pk)
    for change in ({"state": State.MOOT, "closed_at": NOW}, {"closed_by": deadline.started_by}):
        with pytest.raises(IntegrityError, match="fell_away_with_an_act"), transaction.atomic():
            rows.update(next_step_at=None, **change)


def test_whoever_follows_what_acts_end_hears_of_it(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    dropped = probe.act(frontier, probe.DROPPED, at=EARLY)
    assert ended_by([deadline.started_by, dropped]) == {dropped.pk: [deadline]}
    assert all_done([deadline.started_by]) == {deadline.started_by_id}


def test_its_ladder_says_with_which_act_and_that_the_rest_is_not_needed(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    probe.act(frontier, probe.DROPPED, at=EARLY)
    shown: Shown = deadline_for(frontier.viewer("clerk"), deadline.uid, NOW)
    assert (shown.label, shown.tone) == ("Fell away", "neutral")
    assert [(line.title, line.mark) for line in ladder(shown)] == [
        ("Started: Liaison, Liaison of Borealis opened the probe", "started"),
        ("Fell away: Liaison, Liaison of Borealis dropped the probe", "turned"),
        ("Reminder", "dropped"),
        ("Due", "later"),
        ("Escalation", "dropped"),
        ("Escalation", "dropped"),
    ]


@pytest.fixture
def mooted(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Deadline:
    """An answer that fell away six hours before it was due, seen an hour after that by a clerk."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: EARLY + HOUR)
    with tenant(cast.frontier.pk):
        deadline = probe.deadline(cast)
        probe.act(cast, probe.DROPPED, at=EARLY)
    client.force_login(cast["clerk"].person)
    return deadline


def test_its_page_says_so_with_the_hour_and_offers_nothing(client: Client, mooted: Deadline) -> None:
    page = " ".join(client.get(f"{LIST}{mooted.uid}/").content.decode().split())
    assert '<strong class="c-tag c-tag--neutral">Fell away</strong>' in page
    stated = page.split("<dt>Fell away</dt>")[1].split("</dd>")[0]
    assert 'datetime="2026-11-21T06:00:00Z"' in stated
    assert "Met" not in page
    assert "<form" not in page.split('id="live"')[1]
    assert client.get(f"{LIST}{mooted.uid}/live/").status_code == 286


def test_lists_show_it_among_what_is_over_and_not_among_what_is_owed_or_met(client: Client, mooted: Deadline) -> None:
    for show, holds in (("open", False), ("met", False), ("overdue", False), ("closed", True), ("all", True)):
        page = client.get(LIST, {"whose": "committee", "show": show}).content.decode()
        assert (f"{LIST}{mooted.uid}/" in page) is holds
    page = client.get(LIST, {"whose": "committee", "show": "closed"}).content.decode()
    assert "Waived, lapsed or fallen away" in page
    assert "Fell away</strong>" in page


def test_machines_read_it_as_moot_with_its_hour(client: Client, mooted: Deadline) -> None:
    (row,) = client.get(API, {"show": "closed", "whose": "committee"}).json()["results"]
    assert (row["id"], row["state"], row["met_at"], row["next_step"]) == (str(mooted.uid), "moot", None, None)
    assert parse_datetime(row["closed_at"]) == EARLY


def test_the_export_says_so_with_the_hour(client: Client, mooted: Deadline) -> None:
    answer = client.get(f"{LIST}export.csv", {"whose": "committee", "show": "closed"})
    header, row = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    told = dict(zip(header, row, strict=True))
    assert (told["state"], told["met (UTC)"], told["closed (UTC)"]) == ("Fell away", "", "2026-11-21T06:00:00Z")


def test_calendars_cancel_it(cast: Cast, client: Client, mooted: Deadline) -> None:
    with tenant(cast.frontier.pk):
        feed = services.make_feed(actor=cast.viewer("clerk"), now=NOW, whose=Whose.COMMITTEE)
    for address in (f"/calendars/frontier/{feed.secret}.ics", f"{LIST}{mooted.uid}.ics"):
        [event] = Calendar.from_ical(client.get(address).content).walk("VEVENT")
        assert (str(event["STATUS"]), str(event["SUMMARY"])[:9]) == ("CANCELLED", "Fell away")
        assert event["LAST-MODIFIED"].dt == EARLY
        assert event.walk("VALARM") == []


def test_every_act_that_moots_is_one_after_which_the_clock_could_still_be_open() -> None:
    """Nobody lets fall away what no act starts."""
    started = {clock for _key, kind in CATALOGUE for clock in kind.starts}
    mooted = {clock for _key, kind in CATALOGUE for clock in kind.moots}
    assert mooted <= started
