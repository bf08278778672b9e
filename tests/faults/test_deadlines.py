"""Sweeps are killed, doubled, late, and see the clock jump: every step is taken once, in order, and told once."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from apps.deadlines.models import Deadline, SweepMark
from apps.deadlines.services.sweeping import BATCH
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import Cast, assemble
from tests.deadlines import probe
from tests.faults import crowd
from tests.faults.stage import Machine, Stage

pytestmark = pytest.mark.faults

REMINDED, OVERDUE, ESCALATED = ("deadline.reminded", 1), ("deadline.overdue", None), ("deadline.escalated", 2)
CLIMB = {
    REMINDED: timedelta(hours=-4),
    OVERDUE: timedelta(),
    ESCALATED: timedelta(),
    **{("deadline.escalated", 3 + n): timedelta(hours=4 + 12 * n) for n in range(4)},
}
"""The probe's ladder: each step and how long after the due time it comes."""


def _lay(cast: Cast, dues: Iterable[datetime]) -> None:
    """A deadline for each due time, each on an object of its own, as the clock would have made them."""
    dues = list(dues)
    with tenant(cast.frontier.pk):
        probe.many(cast, len(dues), due=min(dues))
        rows = list(Deadline.objects.order_by("pk"))
        for row, due in zip(rows, dues, strict=True):
            row.due_at = row.first_due_at = due
            row.next_step_at = row.wake_at()
        Deadline.objects.bulk_update(rows, ["due_at", "first_due_at", "next_step_at"])


def _steps(cast: Cast) -> Counter:
    with tenant(cast.frontier.pk):
        acts = Act.objects.filter(kind__startswith="deadline.")
        return Counter(acts.values_list("subject_id", "kind", "facts__step"))


def _left(cast: Cast) -> int:
    """How many ladders have not been climbed."""
    with tenant(cast.frontier.pk):
        return Deadline.objects.filter(steps_taken=0).count()


def _leased(cast: Cast, at: datetime) -> bool:
    """Whether the sweep has leased a batch, which puts rows off by two minutes."""
    with tenant(cast.frontier.pk):
        return Deadline.objects.filter(steps_taken=0, next_step_at__gt=at).exists()


def _taken_once(cast: Cast, expected: dict[tuple[str, int | None], int]) -> None:
    taken = _steps(cast)
    assert set(taken.values()) == {1}
    assert Counter(step[1:] for step in taken) == expected


def _told_once(cast: Cast, mail: Machine, letters: int) -> None:
    inboxes = crowd.inboxes(cast)
    assert len(inboxes) == letters
    assert set(inboxes.values()) == {1}
    accepted = [message_id for message_id, _reader in mail.accepted]
    assert len(accepted) == letters
    assert set(accepted) == crowd.message_ids(cast)


@pytest.mark.parametrize(
    ("rows", "done", "due_in", "steps"),
    [
        pytest.param(200, 0, timedelta(hours=-1), [REMINDED, OVERDUE, ESCALATED], id="in its first batch"),
        pytest.param(BATCH + 100, BATCH, timedelta(hours=1), [REMINDED], id="in its second batch"),
    ],
)
def test_a_worker_killed_in_a_sweep_leaves_no_step_out_and_takes_none_twice(
    stage: Stage, rows: int, done: int, due_in: timedelta, steps: list[tuple[str, int | None]]
) -> None:
    cast, began = assemble(), datetime.now(UTC)
    _lay(cast, [began + due_in] * rows)
    worker = stage.worker(queues="celery")
    stage.ring("deadlines.sweep")
    stage.until(lambda: _leased(cast, began) and rows - _left(cast) == done, "the worker is at work", every=0.01)
    stage.kill(worker)
    assert rows - _left(cast) == done, "the torn batch left something behind"
    stage.move_clock(180)  # the leases of the dead have run out
    stage.worker(queues="celery")
    stage.ring("deadlines.sweep")
    stage.until(lambda: _left(cast) == 0, "the rest is swept")
    _taken_once(cast, dict.fromkeys(steps, rows))


def test_two_beats_and_three_workers_take_each_of_2000_steps_once_and_tell_it_once(stage: Stage, mail: Machine) -> None:
    cast, now = assemble(), datetime.now(UTC)
    _lay(cast, [now - timedelta(hours=1)] * 200 + [now + timedelta(hours=1)] * 1800)
    for _each in range(3):
        stage.worker()
    for _each in range(2):
        stage.beat()
    stage.until(lambda: crowd.all_sent(cast, 2200), "every step is told", every=0.2)
    _taken_once(cast, {REMINDED: 2000, OVERDUE: 200, ESCALATED: 200})
    _told_once(cast, mail, 2200)


def test_a_clock_that_jumps_an_hour_in_a_sweep_misses_nothing_and_doubles_nothing(stage: Stage, mail: Machine) -> None:
    cast, now = assemble(), datetime.now(UTC)
    due_now, in_between, jumped_over = [timedelta(hours=hours) for hours in (3, 4.5, 0.5)]
    later = timedelta(hours=6)
    rows = 300
    _lay(cast, [now + due for due in (due_now, in_between, jumped_over, later) for _row in range(rows)])
    stage.worker()
    stage.worker()
    stage.beat()
    stage.until(lambda: mail.count >= 50, "the first steps are told", every=0.01)
    stage.move_clock(3600)
    stage.until(lambda: crowd.all_sent(cast, 4 * rows), "every step is told", every=0.2)
    _taken_once(cast, {REMINDED: 3 * rows, OVERDUE: rows, ESCALATED: rows})
    _told_once(cast, mail, 4 * rows)


def test_after_a_day_without_beat_and_worker_the_sweep_catches_up_in_order_and_says_so(stage: Stage) -> None:
    cast = assemble()
    beat, worker = stage.beat(), stage.worker(queues="celery")
    stage.until(SweepMark.objects.exists, "a sweep has come by")
    stage.kill(beat)
    stage.kill(worker)
    now = datetime.now(UTC)
    gone = now - timedelta(days=1)
    SweepMark.objects.update(swept_at=gone)
    # Nothing falls due while the test runs: every step is ten minutes past, or further from now than that.
    dues = [gone + timedelta(minutes=20 * n + 10) for n in range(90) for _row in range(7)]
    _lay(cast, dues)
    missed = Counter(step for due in dues for step, after in CLIMB.items() if due + after < now)
    stage.beat()
    stage.worker(queues="celery")
    stage.until(lambda: _steps(cast).total() >= missed.total(), "every step is taken", every=0.2)
    _taken_once(cast, missed)
    with tenant(cast.frontier.pk):
        acts = Act.objects.filter(kind__startswith="deadline.").order_by("pk").values_list("kind", "facts")
        came = [datetime.fromisoformat(f["due_at"]) + CLIMB[kind, f.get("step")] for kind, f in acts]
        [caught_up] = Act.objects.filter(kind="deadlines.caught_up").values_list("facts", flat=True)
    assert came == sorted(came)
    assert datetime.fromisoformat(caught_up["from"]) == gone
    assert caught_up["steps"] == missed.total()
