"""The sweep: everything due in every committee, once, however late and however many sweeps run."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from apps.deadlines.models import Deadline
from apps.deadlines.rules.ladder import plan
from apps.deadlines.services import sweep, take_on
from apps.deadlines.services.sweeping import PUSHED_BACK, claim_due
from apps.deadlines.states import State
from apps.deadlines.tasks import sweep_deadlines
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.at_once import at_once, somebody_waits
from tests.cast import Cast, assemble
from tests.deadlines import probe

LATE = probe.DUE + timedelta(hours=1)


def _acts() -> Counter:
    made = Act.objects.filter(kind__startswith="deadline.").values_list("subject_id", "kind", "facts__step")
    return Counter(made)


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast, really committed."""
    return assemble()


class TestOne:
    pytestmark = pytest.mark.django_db

    def test_it_finds_what_is_due_in_every_committee(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.many(cast, 3)
        assert sweep(LATE).acts == 9
        with tenant(cast.frontier.pk):
            assert set(Deadline.objects.values_list("state", "steps_taken")) == {(State.OVERDUE, 2)}

    def test_it_leaves_alone_what_is_not_due(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.many(cast, 3)
        assert sweep(probe.DUE - timedelta(hours=4, seconds=1)).acts == 0

    def test_a_leased_deadline_is_not_leased_again_until_the_lease_runs_out(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            deadline = probe.deadline(cast)
        assert claim_due(10, LATE).ids == {cast.frontier.pk: [deadline.pk]}
        assert claim_due(10, LATE + timedelta(seconds=119)).ids == {}
        assert claim_due(10, LATE + timedelta(seconds=120)).ids == {cast.frontier.pk: [deadline.pk]}

    def test_the_longest_waiting_are_leased_first(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.deadline(cast, at=probe.BEGUN + timedelta(minutes=1))
            older = probe.deadline(cast, lab="cygnus")
        assert claim_due(1, LATE).ids == {cast.frontier.pk: [older.pk]}

    def test_more_than_a_batch_is_taken_batch_by_batch(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.many(cast, 7)
        swept = sweep(LATE, batch=3, most_batches=20)
        assert (swept.acts, swept.more) == (21, False)

    def test_a_day_of_silence_is_caught_up_in_the_order_of_the_steps_also_across_batches(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            for minute in range(7):
                probe.many(cast, 1, due=probe.DUE + timedelta(minutes=minute))
                Deadline.objects.filter(subject_id__gt=0).update(subject_id=-1000 - minute)
        sweep(LATE + timedelta(hours=4), batch=3, most_batches=30)
        with tenant(cast.frontier.pk):
            acts = Act.objects.filter(kind__startswith="deadline.").order_by("id")
            late = [act.facts["late_minutes"] for act in acts]
        assert len(late) == 28
        assert late == sorted(late, reverse=True)

    def test_it_stops_after_so_many_batches_and_says_that_more_may_be_due(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.many(cast, 7)
        swept = sweep(LATE, batch=3, most_batches=2)
        assert (swept.acts, swept.more) == (6, True)

    def test_a_bad_row_isolates_itself_and_is_pushed_back(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.many(cast, 5)
            bad = Deadline.objects.order_by("pk")[2]
            bad.plan = {"steps": [{"at": "no instant", "to": [], "does": "remind"}], "repeat": None}
            bad.save(update_fields=["plan"])
        swept = sweep(LATE)
        assert (swept.acts, swept.failed) == (12, 1)
        with tenant(cast.frontier.pk):
            assert not Act.objects.about(probe.KIND, bad.subject_id).filter(kind__startswith="deadline.").exists()
            bad.refresh_from_db()
            assert (bad.next_step_at, bad.steps_taken) == (LATE + PUSHED_BACK, 0)
            assert set(Deadline.objects.exclude(pk=bad.pk).values_list("steps_taken", flat=True)) == {2}

    def test_the_collector_rests_during_a_batch_only_also_when_it_fails(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        at_work: list[bool] = []

        def failing(*_args: object, **_words: object) -> int:
            at_work.append(gc.isenabled())
            raise RuntimeError

        monkeypatch.setattr("apps.deadlines.services.sweeping.take_steps", failing)
        with tenant(cast.frontier.pk):
            probe.deadline(cast)
        sweep(LATE, most_batches=1)
        assert at_work[0] is False
        assert gc.isenabled()

    def test_a_bad_row_that_is_mended_goes_on_where_it_stood(self, cast: Cast) -> None:
        from apps.deadlines.rules import CLOCKS

        with tenant(cast.frontier.pk):
            deadline = probe.deadline(cast)
            Deadline.objects.update(plan={})
        assert sweep(LATE).failed == 1
        with tenant(cast.frontier.pk):
            charter = dict.fromkeys(("deadline_probe.remind_hours", "deadline_probe.members_hours"), 4)
            Deadline.objects.update(plan=plan(CLOCKS[probe.ANSWER], charter, deadline.starts_at, deadline.due_at))
        assert sweep(LATE + PUSHED_BACK).acts == 3

    def test_the_task_rings_again_while_more_is_due(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        from apps.deadlines import tasks

        rung: list[object] = []
        monkeypatch.setattr(tasks, "ring", rung.append)
        monkeypatch.setattr(tasks.clock, "now", lambda: LATE)
        monkeypatch.setattr("apps.deadlines.services.sweeping.sweep.__kwdefaults__", {"batch": 2, "most_batches": 1})
        with tenant(cast.frontier.pk):
            probe.many(cast, 3)
        for _run in range(3):
            sweep_deadlines.apply()
        assert rung == [sweep_deadlines] * 3


class TestParallel:
    def test_parallel_sweeps_never_double_a_step(self, committed: Cast) -> None:
        with tenant(committed.frontier.pk):
            probe.many(committed, 120)
        assert at_once(*[lambda: sweep(LATE, batch=10, most_batches=40)] * 3) == []
        with tenant(committed.frontier.pk):
            assert set(_acts().values()) == {1}
            assert len(_acts()) == 120 * 3
            assert set(Deadline.objects.values_list("state", "steps_taken")) == {(State.OVERDUE, 2)}

    def test_an_act_that_meets_a_duty_somebody_is_on_waits_for_the_sweep_and_both_go_on(
        self, committed: Cast, definer: psycopg.Connection
    ) -> None:
        """The sweep locks the duty, then its second clock; in the table the second clock stands first."""
        with tenant(committed.frontier.pk):
            probe.many(committed, 2000)
            first = Deadline.objects.get(subject_id__gt=0)
            until = probe.BEGUN + timedelta(hours=1)
            take_on(actor=committed.viewer("clerk"), now=probe.BEGUN, uid=first.uid, until=until)
            second = Deadline.objects.get(second_to=first)
            Deadline.objects.filter(pk=first.pk).update(next_step_at=until)
        definer.execute("ANALYZE deadlines_deadline")
        definer.commit()
        held = Event()

        def sweeping() -> None:
            with tenant(committed.frontier.pk):
                Deadline.objects.select_for_update(of=("self",)).get(pk=first.pk)
                held.set()
                somebody_waits()
                Deadline.objects.select_for_update(of=("self",)).get(pk=second.pk)

        def meeting() -> None:
            assert held.wait(10)
            with tenant(committed.frontier.pk):
                probe.act(committed, probe.ANSWERED, probe.BEGUN + timedelta(minutes=30))

        assert at_once(sweeping, meeting) == []
        with tenant(committed.frontier.pk):
            assert set(Deadline.objects.filter(subject_id=first.subject_id).values_list("state", flat=True)) == {
                State.MET
            }

    def test_a_batch_leased_twice_is_stepped_once(self, committed: Cast) -> None:
        """A batch slower than its lease: two workers hold the same rows."""
        from apps.deadlines.services import take_steps

        with tenant(committed.frontier.pk):
            probe.many(committed, 40)
            ids = list(Deadline.objects.values_list("pk", flat=True))

        def run() -> None:
            with tenant(committed.frontier.pk):
                take_steps(ids, LATE)

        assert at_once(run, run, run) == []
        with tenant(committed.frontier.pk):
            assert set(_acts().values()) == {1}
            assert len(_acts()) == 40 * 3

    def test_meeting_and_escalating_at_once_end_in_met(self, committed: Cast) -> None:
        with tenant(committed.frontier.pk):
            deadline = probe.deadline(committed)

        def answer() -> None:
            with tenant(committed.frontier.pk):
                probe.act(committed, probe.ANSWERED, at=LATE)

        assert at_once(answer, lambda: sweep(LATE)) == []
        with tenant(committed.frontier.pk):
            deadline.refresh_from_db()
            assert (deadline.state, deadline.next_step_at) == (State.MET, None)
        assert claim_due(10, LATE + timedelta(days=9)).ids == {}


@pytest.fixture
def definer(committed: Cast) -> Iterator[psycopg.Connection]:
    """A connection that plans as the definer does, who owns claim_due."""
    settings = connection.settings_dict
    address = make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=settings["NAME"])
    with psycopg.connect(address) as owner:
        yield owner


def test_the_time_of_a_sweep_depends_on_the_due_only_because_it_walks_the_partial_index(
    committed: Cast, definer: psycopg.Connection
) -> None:
    with tenant(committed.frontier.pk):
        probe.many(committed, 3000, due=probe.DUE + timedelta(days=30))
        probe.deadline(committed, lab="cygnus")
    (body,) = definer.execute("SELECT prosrc FROM pg_proc WHERE proname = 'claim_due'").fetchone()
    definer.execute("ANALYZE deadlines_deadline")
    definer.execute("SET LOCAL ROLE concord_definer")
    statement = body.replace("<= at", "<= %(at)s").replace("at + interval", "%(at)s + interval")
    explain = definer.execute("EXPLAIN (COSTS OFF) " + statement.replace("LIMIT n", "LIMIT 500"), {"at": LATE})
    lines = "\n".join(line for (line,) in explain.fetchall())
    assert "Index Scan using deadline_due" in lines
    assert "Seq Scan" not in lines
