"""The bell, and the sweep that does without it."""

import os
import uuid
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.core import mail
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from apps.kernel import clock
from apps.kernel.tenancy.context import NoTenant, active_committee, tenant
from apps.kernel.tenancy.tasks import TenantTask
from apps.notices import tasks
from apps.notices.models import Delivery, FanOut, Notice
from apps.notices.services.claiming import due
from apps.notices.states import DeliveryState
from portal.celery import app
from tests.cast import Cast, assemble
from tests.notices.probe import tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast, really committed, so that bells ring."""
    return assemble()


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lose every message, as a flushed Redis does; call it to hear again."""

    def lose(*_args: object, **_options: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(TenantTask, "apply_async", lose)
    return monkeypatch.undo


def test_an_act_is_in_inboxes_and_mail_as_soon_as_it_is_committed(committed: Cast) -> None:
    with tenant(committed.frontier.pk):
        tell(committed["aster.liaison"].organisation)
        assert not mail.outbox
    assert len(mail.outbox) == 4
    with tenant(committed.frontier.pk):
        assert Notice.objects.count() == 4


def test_an_act_that_is_rolled_back_tells_nobody(committed: Cast) -> None:
    with tenant(committed.frontier.pk):
        tell(committed["aster.liaison"].organisation)
        transaction.set_rollback(True)
    tasks.sweep()
    assert not mail.outbox


def test_the_sweep_finds_what_the_bell_lost(committed: Cast, deaf: Callable[[], None]) -> None:
    with tenant(committed.frontier.pk):
        tell(committed["aster.liaison"].organisation)
    with tenant(committed.pacific.pk):
        assert not FanOut.objects.exists()
    deaf()
    assert not mail.outbox
    tasks.sweep()
    assert len(mail.outbox) == 4


def test_the_sweep_finds_deliveries_whose_time_has_come_and_no_others(committed: Cast) -> None:
    with tenant(committed.frontier.pk):
        tell(committed["aster.liaison"].organisation)
    mail.outbox.clear()
    at = clock.machine_now()
    with tenant(committed.frontier.pk):
        due, later, *_sent = Delivery.objects.all()
        Delivery.objects.filter(pk=due.pk).update(state=DeliveryState.FAILED, next_attempt_at=at)
        Delivery.objects.filter(pk=later.pk).update(
            state=DeliveryState.FAILED, next_attempt_at=at + timedelta(minutes=5)
        )
    tasks.sweep()
    assert [message["Message-ID"] for message in mail.outbox] == [due.message_id]


def test_an_idle_sweep_rings_for_nobody(committed: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM committees_with_outbox(%s)", [clock.machine_now()])
        assert cursor.fetchall() == []


def test_claiming_and_sweeping_walk_the_partial_indexes_however_much_was_sent(committed: Cast) -> None:
    with tenant(committed.frontier.pk):
        tell(committed["aster.liaison"].organisation)
    with tenant(committed.frontier.pk):
        notice, at = Notice.objects.first(), clock.machine_now()
        Delivery.objects.bulk_create(
            Delivery(
                notice=notice,
                seat_id=notice.seat_id,
                channel=f"probe-{number}",
                state=DeliveryState.SENT,
                next_attempt_at=at,
                message_id=str(uuid.uuid4()),
            )
            for number in range(3000)
        )
    address = make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=connection.settings_dict["NAME"])
    with psycopg.connect(address) as owner:
        owner.execute("ANALYZE notices_delivery")
        owner.execute("SET LOCAL ROLE concord_definer")
        (body,) = owner.execute("SELECT prosrc FROM pg_proc WHERE proname = 'committees_with_outbox'").fetchone()
        statement = "EXPLAIN (COSTS OFF) " + body.replace("<= at", "<= %(at)s")
        sweep = "\n".join(line for (line,) in owner.execute(statement, {"at": at}).fetchall())
        owner.commit()
    with tenant(committed.frontier.pk):
        claim = due("email", at)[:100].explain(costs=False)
    for plan in (sweep, claim):
        assert "using delivery_due" in plan
        assert "Seq Scan on notices_delivery" not in plan


def test_moving_the_portals_clock_neither_ends_a_lease_nor_sends_twice(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant(committed.frontier.pk):
        tell(committed["aster.liaison"].organisation)
    with tenant(committed.frontier.pk):
        Delivery.objects.update(state=DeliveryState.SENDING, next_attempt_at=clock.machine_now() + timedelta(minutes=2))
    mail.outbox.clear()
    monkeypatch.setattr(clock, "offset", lambda: timedelta(hours=1))
    tasks.sweep()
    assert not mail.outbox


def test_a_task_that_opens_its_own_transactions_runs_in_none(committed: Cast) -> None:
    seen = []

    class Probe(TenantTask):
        name = "notices.tests.probe"
        one_transaction = False

        def run(self) -> None:
            seen.append((self.committee_id, active_committee(), transaction.get_connection().in_atomic_block))

    app.register_task(Probe()).apply(headers={"committee": 7})
    assert seen == [(7, None, False)]


def test_a_task_without_a_committee_is_refused(committed: Cast) -> None:
    with pytest.raises(NoTenant):
        tasks.expand.apply_async()
    with pytest.raises(NoTenant):
        tasks.deliver.apply()
