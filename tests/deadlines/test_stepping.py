"""Ladders are climbed: reminders, the due time, escalations, repeats, each an act on the deadline's subject."""

from datetime import timedelta

import pytest

from apps.deadlines.models import Deadline
from apps.deadlines.services import take_steps
from apps.deadlines.states import State
from apps.record.models import Act
from apps.record.selectors import Hearing
from tests.cast import Cast
from tests.deadlines import probe

pytestmark = pytest.mark.django_db

BEFORE = [("reminded", 1), ("overdue", None), ("escalated", 2), ("escalated", 3)]


def _climb(deadline: Deadline, hours: int) -> int:
    acts = take_steps([deadline.pk], probe.DUE + timedelta(hours=hours))
    deadline.refresh_from_db()
    return acts


def test_nothing_happens_before_the_first_step(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    assert _climb(deadline, -5) == 0
    assert (deadline.state, deadline.steps_taken) == (State.RUNNING, 0)


def test_a_reminder_goes_before_the_due_time_to_those_it_names(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    assert _climb(deadline, -4) == 1
    act = Act.objects.get(kind="deadline.reminded")
    assert (act.subject_kind, act.subject_id, act.subject_ref) == deadline.subject
    assert (act.told, act.actor) == (["chair", "clerks"], "The portal (clock “Answer the probe”)")
    assert act.facts == {
        "deadline": "Answer the probe",
        "deadline_id": str(deadline.uid),
        "due_at": "2026-11-21T12:00:00Z",
        "course": 1,
        "step": 1,
        "to": ["chair", "clerks"],
    }
    assert deadline.next_step_at == probe.DUE


def test_at_the_due_time_it_escalates_and_a_moment_later_it_is_overdue(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    _climb(deadline, -4)
    _climb(deadline, 0)
    assert (deadline.state, deadline.steps_taken) == (State.RUNNING, 2)
    take_steps([deadline.pk], deadline.next_step_at)
    deadline.refresh_from_db()
    assert deadline.state == State.OVERDUE
    assert probe.steps_of(deadline.subject_id) == [("reminded", 1), ("escalated", 2), ("overdue", None)]


def test_a_step_is_not_taken_twice(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    _climb(deadline, 5)
    assert _climb(deadline, 5) == 0
    assert probe.steps_of(deadline.subject_id) == BEFORE


def test_after_a_day_without_a_sweep_everything_missed_follows_in_order_and_says_it_is_late(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    _climb(deadline, 24)
    assert probe.steps_of(deadline.subject_id) == [*BEFORE, ("escalated", 4)]
    late = [act.facts["late_minutes"] for act in Act.objects.filter(kind__startswith="deadline.").order_by("id")]
    assert late == [28 * 60, 24 * 60, 24 * 60, 20 * 60, 8 * 60]
    assert deadline.next_step_at == probe.DUE + timedelta(hours=28)


def test_it_repeats_until_it_is_met(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    _climb(deadline, 16)
    assert (deadline.steps_taken, deadline.repeats) == (4, 1)
    probe.act(frontier, probe.ANSWERED, at=probe.DUE + timedelta(hours=17))
    assert _climb(deadline, 90) == 0


def test_at_the_ladders_end_it_stays_overdue_and_rests(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    _climb(deadline, 1000)
    assert (deadline.state, deadline.steps_taken, deadline.repeats, deadline.next_step_at) == (
        State.OVERDUE,
        6,
        3,
        None,
    )


def test_missed_steps_of_several_deadlines_stand_in_the_record_by_their_times(frontier: Cast) -> None:
    later = probe.deadline(frontier, at=probe.BEGUN + timedelta(hours=1))
    sooner = probe.deadline(frontier, lab="cygnus")
    take_steps([later.pk, sooner.pk], probe.DUE + timedelta(hours=2))
    acts = Act.objects.filter(kind__startswith="deadline.").order_by("id")
    assert [(act.kind, act.subject_id == sooner.subject_id) for act in acts] == [
        ("deadline.reminded", True),
        ("deadline.reminded", False),
        ("deadline.overdue", True),
        ("deadline.escalated", True),
        ("deadline.overdue", False),
        ("deadline.escalated", False),
    ]


def test_a_clock_without_a_ladder_still_falls_overdue(frontier: Cast) -> None:
    deadline = probe.deadline(frontier, probe.ASKED)
    take_steps([deadline.pk], deadline.due_at)
    assert probe.steps_of(deadline.subject_id) == []
    take_steps([deadline.pk], deadline.next_step_at)
    deadline.refresh_from_db()
    assert (deadline.state, deadline.next_step_at) == (State.OVERDUE, None)


def test_a_step_whose_audience_may_not_see_the_subject_falls_to_the_clerks(frontier: Cast) -> None:
    """The chair is a rival here: the ladder neither tells it nor stops."""
    deadline = probe.deadline(frontier)
    hearing = Hearing(probe.KIND, deadline.subject_id, probe.DUE)
    assert not hearing.is_heard(["chair"])
    assert list(hearing.fallback(["chair"])) == [frontier["clerk"]]


def test_the_steps_of_a_ladder_cannot_be_switched_off() -> None:
    from apps.record.rules import CATALOGUE

    assert CATALOGUE["deadline.reminded"].urgent
    assert CATALOGUE["deadline.escalated"].urgent
