"""After a time without a sweep each committee's record says so, once, to its clerks."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.deadlines.models import SweepMark
from apps.deadlines.services import sweep
from apps.deadlines.services.catching_up import GAP
from apps.deadlines.tasks import sweep_deadlines
from apps.kernel.tenancy.context import tenant
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.selectors import recent
from tests.cast import Cast, assemble
from tests.deadlines import probe

START = probe.DUE - timedelta(hours=5)
BACK = START + timedelta(days=1)


def _told(committee_id: int) -> list[Act]:
    with tenant(committee_id):
        return list(Act.objects.filter(kind="deadlines.caught_up").order_by("id"))


@pytest.mark.django_db
class TestOne:
    def test_after_a_day_the_first_sweep_says_from_when_to_when_and_how_many_steps_came_late(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.many(cast, 2)
        sweep(START, at=START)
        sweep(BACK, at=BACK)
        [act] = _told(cast.frontier.pk)
        assert act.facts == {"from": "2026-11-21T07:00:00Z", "until": "2026-11-22T07:00:00Z", "steps": 2 * 5}
        with tenant(cast.frontier.pk):
            late = Act.objects.filter(facts__has_key="late_minutes")
            assert late.count() == 10
            assert act.pk < late.earliest("id").pk
            assert FanOut.objects.get(act=act).seat_ids == [cast["clerk"].pk]

    def test_a_committee_without_late_steps_hears_nothing(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.deadline(cast)
        sweep(START, at=START)
        sweep(BACK, at=BACK)
        assert len(_told(cast.frontier.pk)) == 1
        assert _told(cast.pacific.pk) == []

    def test_an_hour_of_the_demos_clock_is_no_gap(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.deadline(cast)
        sweep(START, at=START)
        sweep(BACK, at=START + timedelta(minutes=1))
        assert _told(cast.frontier.pk) == []

    @pytest.mark.parametrize(("gap", "times"), [(GAP, 0), (GAP + timedelta(seconds=1), 1)])
    def test_a_quarter_of_an_hour_is_no_gap_yet(self, cast: Cast, gap: timedelta, times: int) -> None:
        with tenant(cast.frontier.pk):
            probe.deadline(cast)
        sweep(START, at=START)
        sweep(BACK, at=START + gap)
        assert len(_told(cast.frontier.pk)) == times

    def test_the_first_sweep_of_all_knows_of_no_gap(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.deadline(cast)
        sweep(BACK, at=BACK)
        assert _told(cast.frontier.pk) == []
        assert SweepMark.objects.get().swept_at == BACK

    def test_a_clock_that_goes_back_leaves_the_mark(self, cast: Cast) -> None:
        sweep(BACK, at=BACK)
        sweep(BACK, at=START)
        assert SweepMark.objects.get().swept_at == BACK

    def test_how_much_was_late_is_known_to_the_clerks_only(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            probe.deadline(cast)
        sweep(START, at=START)
        sweep(BACK, at=BACK)
        with tenant(cast.frontier.pk):
            told = {
                name
                for name in cast.in_frontier
                if any(entry.act.kind == "deadlines.caught_up" for entry in recent(cast.viewer(name), 50))
            }
        assert told == {"clerk"}

    def test_trouble_with_the_mark_keeps_no_deadline_from_being_swept(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_args: object) -> None:
            raise RuntimeError

        monkeypatch.setattr("apps.deadlines.services.catching_up._put_mark", broken)
        with tenant(cast.frontier.pk):
            probe.deadline(cast)
        assert sweep(BACK, at=BACK).acts == 5

    def test_an_idle_sweep_asks_little(self, cast: Cast, django_assert_num_queries: object) -> None:
        sweep(START, at=START)
        with django_assert_num_queries(5):  # type: ignore[operator]
            sweep(START, at=START + timedelta(minutes=1))

    def test_the_task_puts_the_mark(self, cast: Cast) -> None:
        sweep_deadlines.apply()
        assert SweepMark.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_several_workers_tell_of_a_gap_once() -> None:
    cast = assemble()
    with tenant(cast.frontier.pk):
        probe.many(cast, 30)
    sweep(START, at=START)
    gate, errors = Barrier(3), []

    def run() -> None:
        try:
            gate.wait(10)
            sweep(BACK, at=BACK, batch=5, most_batches=60)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _worker in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    [act] = _told(cast.frontier.pk)
    assert act.facts["steps"] == 30 * 5
    with tenant(cast.frontier.pk):
        assert Act.objects.filter(facts__has_key="late_minutes").count() == 30 * 5
