"""The order of committed acts: without a gap, and nothing ever appears behind a place that has been read."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from apps.kernel.tenancy.context import tenant
from apps.record.models import Act, Position, Unplaced
from apps.record.services import place
from portal.celery import app
from tests.cast import Cast, assemble
from tests.notices import probe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Nobody answers the bell, so that acts wait for their places until the test gives them out."""
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    return assemble()


def _order() -> list[int]:
    return list(Position.objects.order_by("number").values_list("act", flat=True))


def test_an_act_waits_for_its_place_and_gets_it_once(cast: Cast) -> None:
    lab = cast["aster.liaison"].organisation
    with tenant(cast.frontier.pk):
        first = probe.tell(lab)
        assert Unplaced.objects.filter(act=first).exists()
    with tenant(cast.frontier.pk):
        assert place() == Act.objects.count()
        assert place() == 0
        assert not Unplaced.objects.exists()
        assert list(Position.objects.order_by("number").values_list("number", flat=True)) == list(
            range(1, Act.objects.count() + 1)
        )


def test_an_act_that_commits_late_comes_after_what_has_been_placed(cast: Cast) -> None:
    lab, other = cast["aster.liaison"].organisation, cast["borealis.liaison"].organisation

    def later() -> int:
        try:
            with tenant(cast.frontier.pk):
                return probe.tell(other).pk
        finally:
            connection.close()

    with tenant(cast.frontier.pk):
        place()
    with ThreadPoolExecutor(1) as pool, tenant(cast.frontier.pk):
        early = probe.tell(lab).pk  # its id is the smaller one, its transaction still open
        late = pool.submit(later).result()
        before = pool.submit(_place_elsewhere, cast.frontier.pk).result()
    with tenant(cast.frontier.pk):
        assert before == 1
        place()
        assert early < late
        assert _order()[-2:] == [late, early]


def _place_elsewhere(committee_id: int) -> int:
    try:
        with tenant(committee_id):
            return place()
    finally:
        connection.close()


def test_workers_that_place_at_once_give_each_act_one_place(cast: Cast) -> None:
    lab = cast["aster.liaison"].organisation
    with tenant(cast.frontier.pk):
        for _ in range(40):
            probe.tell(lab)
    with ThreadPoolExecutor(4) as pool:
        placed = list(pool.map(_place_elsewhere, [cast.frontier.pk] * 8))
    with tenant(cast.frontier.pk):
        acts = Act.objects.count()
        assert sum(placed) == acts
        assert sorted(_order()) == sorted(Act.objects.values_list("pk", flat=True))
        assert list(Position.objects.order_by("number").values_list("number", flat=True)) == list(range(1, acts + 1))


def test_what_is_rolled_back_leaves_no_place(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        place()
        there = Position.objects.count()
    with tenant(cast.frontier.pk):
        probe.tell(cast["aster.liaison"].organisation)
        transaction.set_rollback(True)
    with tenant(cast.frontier.pk):
        assert place() == 0
        assert Position.objects.count() == there
