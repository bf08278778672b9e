"""Who sees which deadlines, whose they are, and how a ladder is drawn."""

import dataclasses
from datetime import timedelta

import pytest
from django.http import Http404

from apps.deadlines.models import Deadline
from apps.deadlines.selectors import (
    Filters,
    Show,
    Whose,
    deadline_for,
    due_times,
    ladder,
    listed,
    of_subject,
    page_of,
    waiting_for,
)
from apps.deadlines.selectors.browsing import PAGE
from apps.deadlines.selectors.shown import Shown, in_words
from apps.deadlines.services import take_steps
from apps.deadlines.states import State
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.deadlines import probe

pytestmark = pytest.mark.django_db


def _who(cast: Cast, whose: Whose) -> set[str]:
    return {name for name in cast.in_frontier if listed(cast.viewer(name), NOW, Filters(whose)).exists()}


def test_only_who_may_see_the_subject_sees_its_deadline(frontier: Cast) -> None:
    probe.deadline(frontier)
    lab = {"borealis.representative", "borealis.alternate", "borealis.liaison"}
    assert _who(frontier, Whose.COMMITTEE) == {*lab, "clerk"}


def test_the_first_deadline_on_a_kind_of_object_shows_in_the_request_that_makes_it(frontier: Cast) -> None:
    """Which kinds there are deadlines on is asked once in a request, and again after one was added."""
    viewer = frontier.viewer("clerk")
    assert not listed(viewer, NOW, Filters(Whose.COMMITTEE)).exists()
    deadline = probe.deadline(frontier)
    assert list(listed(viewer, NOW, Filters(Whose.COMMITTEE))) == [deadline]


def test_mine_are_those_that_my_audiences_owe_and_that_i_may_see(frontier: Cast) -> None:
    """The chair owes the answer too, but is a rival here and may not know of it."""
    probe.deadline(frontier)
    assert _who(frontier, Whose.MINE) == {"clerk"}


def test_the_chair_owes_what_it_may_see(frontier: Cast) -> None:
    deadline = probe.deadline(frontier, lab="aster")
    assert _who(frontier, Whose.MINE) == {"clerk", "aster.representative"}
    assert [each.deadline for each in waiting_for(frontier.viewer("aster.representative"), NOW)] == [deadline]


def test_an_organisations_duty_is_mine_when_i_file_for_it(frontier: Cast) -> None:
    probe.deadline(frontier, probe.ASKED)
    assert _who(frontier, Whose.MINE) == {"borealis.representative", "borealis.alternate", "borealis.liaison"}


def test_my_organisations_are_those_it_owes_and_those_any_of_its_seats_owes(frontier: Cast) -> None:
    probe.deadline(frontier, lab="aster")
    probe.deadline(frontier, probe.ASKED, lab="borealis")
    aster, borealis = ({f"{lab}.representative", f"{lab}.alternate", f"{lab}.liaison"} for lab in ("aster", "borealis"))
    assert _who(frontier, Whose.ORGANISATION) == {*aster, *borealis, "clerk"}


def test_my_organisations_tab_takes_two_queries(frontier: Cast, django_assert_num_queries: object) -> None:
    viewer = frontier.viewer("clerk")
    with django_assert_num_queries(2):
        list(listed(viewer, NOW, Filters(Whose.ORGANISATION)))


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (1, True)])
def test_due_now_is_not_overdue_even_before_the_sweep_has_come_by(frontier: Cast, minutes: int, late: bool) -> None:
    deadline = probe.deadline(frontier)
    now = probe.DUE + timedelta(minutes=minutes)
    assert listed(frontier.viewer("clerk"), now, Filters(Whose.MINE, Show.OVERDUE)).exists() is late
    assert (Shown(deadline, now).state == State.OVERDUE) is late


def test_what_is_met_leaves_the_open_list_and_says_whether_it_was_late(frontier: Cast) -> None:
    in_time, late = probe.deadline(frontier), probe.deadline(frontier, lab="cygnus")
    probe.act(frontier, probe.ANSWERED, at=in_time.due_at)
    probe.act(frontier, probe.ANSWERED, at=late.due_at + timedelta(hours=1), lab="cygnus")
    clerk = frontier.viewer("clerk")
    assert not listed(clerk, NOW, Filters(Whose.COMMITTEE)).exists()
    rows = page_of(clerk, NOW, Filters(Whose.COMMITTEE, Show.MET)).rows
    assert [(row.deadline, row.label, row.tone) for row in rows] == [(late, "Met late", "warn"), (in_time, "Met", "ok")]


@pytest.mark.parametrize("show", [Show.OPEN, Show.MET])
def test_pages_hold_every_deadline_once_nearest_first(frontier: Cast, show: Show) -> None:
    total = 2 * PAGE + 1
    lab = frontier["borealis.liaison"].organisation_id
    probe.many(frontier, total)
    answer = probe.act(frontier, probe.ANSWERED, lab="cygnus")
    rows = list(Deadline.objects.order_by("id"))
    for number, row in enumerate(rows):
        row.subject_id, row.due_at = lab, probe.DUE + timedelta(minutes=number % 7)
        row.clock = f"probe {number}"
        if show == Show.MET:
            row.state, row.met_at, row.met_by, row.next_step_at = State.MET, row.due_at, answer, None
    Deadline.objects.bulk_update(rows, ["subject_id", "due_at", "clock", "state", "met_at", "met_by", "next_step_at"])
    clerk, after, seen = frontier.viewer("clerk"), "", []
    for _page in range(3):
        page = page_of(clerk, NOW, Filters(Whose.COMMITTEE, show), after)
        seen += [row.deadline for row in page.rows]
        after = page.next
    assert after == ""
    assert len({deadline.pk for deadline in seen}) == len(seen) == total
    times = [deadline.due_at for deadline in seen]
    assert times == sorted(times, reverse=show == Show.MET)


def test_a_forbidden_deadline_answers_like_a_missing_one(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    with pytest.raises(Http404):
        deadline_for(frontier.viewer("cygnus.representative"), deadline.uid, NOW)
    assert deadline_for(frontier.viewer("clerk"), deadline.uid, NOW).deadline == deadline


def test_eve_finds_nothing(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        deadline = probe.deadline(cast)
    with tenant(cast.pacific.pk), pytest.raises(Http404):
        deadline_for(cast.viewer("eve"), deadline.uid, NOW)


def test_an_objects_open_deadlines_come_first(frontier: Cast) -> None:
    met = probe.deadline(frontier)
    probe.act(frontier, probe.ANSWERED)
    running = probe.deadline(frontier, at=probe.BEGUN + timedelta(hours=1))
    assert of_subject(*running.subject[:2]) == [running, met]


def test_the_due_time_of_an_act_is_that_of_the_deadline_it_started(frontier: Cast) -> None:
    opened = probe.act(frontier, probe.OPENED)
    answered = probe.act(frontier, probe.ANSWERED)
    assert due_times([opened, answered]) == {opened.pk: probe.DUE}


def test_an_operators_look_in_sees_all_and_owes_nothing(frontier: Cast) -> None:
    probe.deadline(frontier)
    operator = dataclasses.replace(frontier.viewer("observer.eu"), seat_id=0, organisation_id=0, operator_session=1)
    shown = {whose: listed(operator, NOW, Filters(whose)).count() for whose in Whose}
    assert shown == {Whose.MINE: 0, Whose.ORGANISATION: 0, Whose.COMMITTEE: 1}


def _drawn(deadline: Deadline, hours: float) -> list[tuple[str, str, str]]:
    now = probe.DUE + timedelta(hours=hours)
    take_steps([deadline.pk], now)
    shown = Shown(Deadline.objects.get(pk=deadline.pk), now)
    return [(line.title, line.mark, line.late) for line in ladder(shown)]


def test_the_ladder_shows_what_has_happened_what_is_next_and_what_comes_later(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    assert _drawn(deadline, -3.95) == [
        ("Started: Liaison, Liaison of Borealis opened the probe", "started", ""),
        ("Reminder", "taken", ""),
        ("Due", "later", ""),
        ("Escalation", "next", ""),
        ("Escalation", "later", ""),
    ]


def test_the_ladder_shows_only_the_next_repeat(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    assert _drawn(deadline, 17)[-2:] == [("Escalation, again", "taken", "1 h"), ("Escalation, again", "next", "")]


def test_a_late_step_says_how_late_it_came(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    assert ("Reminder", "taken", "1 day 4 h") in _drawn(deadline, 24)


def test_steps_that_were_not_needed_are_marked_when_it_is_met(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    probe.act(frontier, probe.ANSWERED, at=probe.BEGUN + timedelta(hours=1))
    assert _drawn(deadline, -6) == [
        ("Started: Liaison, Liaison of Borealis opened the probe", "started", ""),
        ("Met: Liaison, Liaison of Borealis answered the probe", "met", ""),
        ("Reminder", "dropped", ""),
        ("Due", "later", ""),
        ("Escalation", "dropped", ""),
        ("Escalation", "dropped", ""),
    ]


def test_audiences_in_words_join_with_and() -> None:
    assert in_words(["chair", "clerks", "members"]) == "the chair, the clerks and all members and their alternates"
    assert in_words(["no longer registered"]) == "no longer registered"
