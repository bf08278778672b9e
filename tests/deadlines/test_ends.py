"""What happens when a ladder has been climbed in vain, and how errors in an end stay alone."""

from datetime import datetime, timedelta

import pytest

from apps.deadlines.models import Deadline
from apps.deadlines.rules import ENDS, LAPSE, End
from apps.deadlines.rules.ladder import LONGEST_HELD
from apps.deadlines.services import sweep, take_on, take_steps
from apps.deadlines.services.sweeping import PUSHED_BACK
from apps.deadlines.states import State
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import Cast
from tests.deadlines import probe

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
END = probe.DUE + 52 * HOUR
"""Twelve hours after the third and last repeat."""


def _ending(deadline: Deadline, key: str = LAPSE) -> Deadline:
    deadline.plan["end"] = {"key": key, "after": 52 * 3600}
    deadline.save(update_fields=["plan"])
    return deadline


def test_a_deadline_lapses_at_its_ladders_end_and_not_before(frontier: Cast) -> None:
    deadline = _ending(probe.deadline(frontier))
    take_steps([deadline.pk], END - HOUR)
    deadline.refresh_from_db()
    assert (deadline.state, deadline.next_step_at) == (State.OVERDUE, END)
    take_steps([deadline.pk], END)
    deadline.refresh_from_db()
    assert (deadline.state, deadline.closed_at, deadline.next_step_at) == (State.LAPSED, END, None)
    act = Act.objects.get(kind="deadline.lapsed")
    assert (act.told, act.actor) == (["chair", "clerks"], "The portal (clock “Answer the probe”)")
    assert take_steps([deadline.pk], END + 99 * HOUR) == 0


def test_a_lapsed_clock_can_start_again(frontier: Cast) -> None:
    deadline = _ending(probe.deadline(frontier))
    take_steps([deadline.pk], END)
    assert probe.deadline(frontier).state == State.RUNNING


def test_a_promise_puts_the_end_off_and_lapses_with_it(frontier: Cast) -> None:
    deadline = _ending(probe.deadline(frontier))
    until = END + 2 * HOUR
    take_on(actor=frontier.viewer("clerk"), now=END - HOUR, uid=deadline.uid, until=until)
    deadline.refresh_from_db()
    assert (deadline.state, deadline.next_step_at) == (State.OVERDUE, until)
    take_steps(list(Deadline.objects.values_list("pk", flat=True)), until)
    assert set(Deadline.objects.values_list("state", flat=True)) == {State.LAPSED}


def test_who_promises_again_and_again_does_not_put_the_end_off_for_ever(frontier: Cast) -> None:
    deadline = _ending(probe.deadline(frontier))
    now = END - HOUR
    while Deadline.objects.get(pk=deadline.pk).state == State.OVERDUE or now < END:
        assert now <= END + LONGEST_HELD * HOUR
        take_on(actor=frontier.viewer("clerk"), now=now, uid=deadline.uid, until=now + 4 * HOUR)
        now += 3 * HOUR
        take_steps(list(Deadline.objects.open().values_list("pk", flat=True)), now)
    assert Deadline.objects.get(pk=deadline.pk).state == State.LAPSED


def test_an_end_of_another_app_runs_once_with_the_deadline_as_it_stands(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, datetime]] = []
    end = End("probe.end", "", lambda deadline, now: ran.append((Deadline.objects.get(pk=deadline.pk).state, now)))
    monkeypatch.setitem(ENDS._items, "probe.end", end)
    deadline = _ending(probe.deadline(frontier), "probe.end")
    for hours in (0, 1, 9):
        take_steps([deadline.pk], END + hours * HOUR)
    assert ran == [(State.OVERDUE, END)]


def test_an_end_may_meet_what_is_due_in_the_same_batch_on_another_subject(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = _ending(probe.deadline(frontier), "probe.end"), probe.deadline(frontier, lab="cygnus")
    end = End("probe.end", "", lambda _deadline, now: probe.act(frontier, probe.ANSWERED, now, "cygnus"))
    monkeypatch.setitem(ENDS._items, "probe.end", end)
    take_steps([first.pk, other.pk], END)
    assert dict(Deadline.objects.values_list("pk", "state")) == {first.pk: State.OVERDUE, other.pk: State.MET}
    assert Deadline.objects.get(pk=other.pk).next_step_at is None


def test_ends_stand_in_the_record_between_the_steps_of_others_by_time(frontier: Cast) -> None:
    sooner = _ending(probe.deadline(frontier, at=probe.BEGUN - 50 * HOUR))
    later = probe.deadline(frontier, lab="cygnus")
    take_steps([sooner.pk, later.pk], probe.DUE + 5 * HOUR)
    kinds = [
        (act.kind, act.subject_id == sooner.subject_id)
        for act in Act.objects.filter(kind__startswith="deadline.").order_by("id")
    ]
    assert kinds[-4:] == [
        ("deadline.overdue", False),
        ("deadline.escalated", False),
        ("deadline.lapsed", True),
        ("deadline.escalated", False),
    ]


def test_an_end_that_fails_keeps_only_its_own_deadline_back(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        bad = _ending(probe.deadline(cast), "probe.unknown")
        good = _ending(probe.deadline(cast, lab="cygnus"))
    swept = sweep(END)
    assert swept.failed == 1
    with tenant(cast.frontier.pk):
        bad.refresh_from_db()
        good.refresh_from_db()
        assert (bad.state, bad.steps_taken, bad.next_step_at) == (State.RUNNING, 0, END + PUSHED_BACK)
        assert good.state == State.LAPSED
