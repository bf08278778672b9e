"""Leases, failures and second attempts, with a mail server that does as it is told."""

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.notices.channels import CHANNELS, Said
from apps.notices.models import Attempt, Delivery
from apps.notices.rules import MOST_ATTEMPTS
from apps.notices.services import deliver, deliver_batch, expand, try_again, try_all_again
from apps.notices.services.claiming import LEASE, claim
from apps.notices.services.lines import Outcome
from apps.notices.services.marking import mark
from apps.notices.states import DeliveryState
from apps.record.rules import SUBJECTS
from tests.cast import NOW, Cast, assemble
from tests.notices.conftest import AT
from tests.notices.probe import KIND, RED, tell

pytestmark = pytest.mark.django_db
Work = Callable[..., int]
REFUSED = smtplib.SMTPDataError(550, b"No such\r\nmailbox")


class ObedientServer(EmailBackend):
    """Takes mail as Django's own backend in memory does, but for the addresses it was told to fail."""

    failing: dict[str, Exception] = {}
    opened = 0
    is_open = False

    def open(self) -> bool:
        if self.is_open:
            return False
        type(self).opened += 1
        self.is_open = True
        return True

    def close(self) -> None:
        self.is_open = False

    def send_messages(self, messages: list) -> int:
        if error := self.failing.get(messages[0].to[0]) or self.failing.get("everyone"):
            raise error
        return super().send_messages(messages)


@pytest.fixture
def server(settings: object) -> Iterator[type[ObedientServer]]:
    settings.EMAIL_BACKEND = f"{__name__}.ObedientServer"
    ObedientServer.failing, ObedientServer.opened = {}, 0
    yield ObedientServer
    ObedientServer.failing = {}


def _states() -> dict[str, int]:
    states = list(Delivery.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in set(states)}


def test_a_batch_goes_out_over_one_connection(aster: Organisation, work: Work, server: type[ObedientServer]) -> None:
    tell(aster)
    assert work() == 4
    assert _states() == {"sent": 4}
    assert server.opened == 1
    assert len(mail.outbox) == 4


def test_no_batch_is_begun_after_the_end_however_much_is_left(
    frontier: Cast, aster: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow server would keep a task until Celery kills it with messages on their way."""
    monkeypatch.setattr("apps.notices.services.claiming.AT_ONCE", 1)
    tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    slow = iter(AT + n * timedelta(seconds=1) for n in range(1000))
    assert deliver(frontier.frontier.pk, "email", now=NOW, watch=lambda: next(slow), end=AT) == 1
    assert _states() == {"sent": 1, "queued": 3}


def test_what_cannot_be_read_about_fails_alone(
    frontier: Cast, aster: Organisation, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = frontier["borealis.liaison"].organisation
    tell(aster)
    tell(lost, told=("clerks",))
    monkeypatch.setitem(SUBJECTS._items, KIND, replace(SUBJECTS[KIND], confidential=lambda pk: {aster.pk: False}[pk]))
    assert work() == 5
    assert _states() == {"sent": 4, "failed": 1}
    assert Delivery.objects.get(state="failed").error == f"KeyError: {lost.pk}"
    assert work() == 0


def test_what_is_sent_is_not_sent_again(aster: Organisation, work: Work) -> None:
    tell(aster)
    work()
    assert work() == 0
    assert len(mail.outbox) == 4


def test_one_refused_message_waits_and_the_others_go(
    frontier: Cast, aster: Organisation, work: Work, server: type[ObedientServer]
) -> None:
    server.failing = {frontier["clerk"].person.email: REFUSED}
    tell(aster)
    work()
    assert _states() == {"sent": 3, "failed": 1}
    failed = Delivery.objects.get(state="failed")
    assert failed.error == "550 No such mailbox"
    assert AT + timedelta(seconds=22) < failed.next_attempt_at < AT + timedelta(seconds=38)
    assert server.opened == 1


def test_it_is_tried_again_when_its_time_has_come_with_the_same_message_id(
    frontier: Cast, aster: Organisation, work: Work, server: type[ObedientServer]
) -> None:
    server.failing = {frontier["clerk"].person.email: REFUSED}
    tell(aster)
    work()
    message_id = Delivery.objects.get(state="failed").message_id
    server.failing = {}
    assert work(AT + timedelta(seconds=20)) == 0
    assert work(AT + timedelta(seconds=40)) == 1
    assert mail.outbox[-1].message()["Message-ID"] == message_id
    assert _states() == {"sent": 4}


def test_after_the_last_attempt_it_is_given_up_until_a_clerk_tries_again(
    frontier: Cast, aster: Organisation, work: Work, server: type[ObedientServer]
) -> None:
    server.failing = {frontier["clerk"].person.email: REFUSED}
    tell(aster)
    for attempt in range(MOST_ATTEMPTS):
        work(AT + attempt * timedelta(hours=3))
    given_up = Delivery.objects.get(state="given_up")
    assert given_up.attempts == MOST_ATTEMPTS
    assert work(AT + timedelta(days=90)) == 0
    server.failing = {}
    try_again(actor=frontier.viewer("clerk"), at=AT, uid=given_up.uid)
    assert work() == 1
    assert _states() == {"sent": 4}


def test_only_clerks_try_again_and_only_what_was_not_delivered(frontier: Cast, aster: Organisation, work: Work) -> None:
    tell(aster)
    work()
    sent = Delivery.objects.filter(state="sent").first()
    with pytest.raises(Refused, match="clerks"):
        try_again(actor=frontier.viewer("aster.representative"), at=AT, uid=sent.uid)
    with pytest.raises(Refused, match="on its way"):
        try_again(actor=frontier.viewer("clerk"), at=AT, uid=sent.uid)
    assert try_all_again(actor=frontier.viewer("clerk"), at=AT) == 0


def test_a_dead_server_is_tried_twice_a_batch_and_costs_the_rest_no_attempt(
    aster: Organisation, work: Work, server: type[ObedientServer]
) -> None:
    server.failing = {"everyone": smtplib.SMTPServerDisconnected("gone")}
    tell(aster)
    assert work() == 2
    assert sorted(Delivery.objects.values_list("state", "attempts")) == [
        ("failed", 1),
        ("failed", 1),
        ("queued", 0),
        ("queued", 0),
    ]
    assert not Delivery.objects.filter(next_attempt_at__lte=AT).exists()


def test_what_a_dead_worker_had_claimed_is_sent_when_its_lease_has_run_out(aster: Organisation, work: Work) -> None:
    tell(aster)
    work(AT - timedelta(days=1))
    Delivery.objects.update(state=DeliveryState.SENDING, next_attempt_at=AT + LEASE)
    assert work(AT + LEASE - timedelta(seconds=1)) == 0
    assert work(AT + LEASE) == 4
    assert _states() == {"sent": 4}


def test_a_slow_batch_gives_back_what_it_has_no_time_for(frontier: Cast, aster: Organisation) -> None:
    tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    deliver_batch(frontier.frontier.pk, "email", now=NOW, watch=lambda: AT + timedelta(seconds=13) * len(mail.outbox))
    assert _states() == {"sent": 3, "queued": 1}
    assert set(Delivery.objects.filter(state="queued").values_list("attempts", flat=True)) == {0}


def test_an_outcome_is_not_written_over_another_workers_lease(frontier: Cast, aster: Organisation) -> None:
    tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    batch = claim(frontier.frontier.pk, CHANNELS["email"], lambda: AT)
    others = AT + timedelta(hours=1)
    Delivery.objects.update(next_attempt_at=others)
    mark(batch, [Outcome(delivery, Said()) for delivery in Delivery.objects.all()], NOW, lambda: AT)
    assert set(Delivery.objects.values_list("state", "next_attempt_at")) == {("sending", others)}


def test_every_attempt_leaves_a_row_with_what_the_other_end_said(
    frontier: Cast, aster: Organisation, work: Work, server: type[ObedientServer]
) -> None:
    server.failing = {frontier["clerk"].person.email: REFUSED}
    tell(aster)
    work()
    server.failing = {}
    work(AT + timedelta(minutes=1))
    clerks = Attempt.objects.filter(delivery__seat=frontier["clerk"]).order_by("id")
    assert list(clerks.values_list("state", "status", "said")) == [
        ("failed", 550, "550 No such mailbox"),
        ("sent", None, ""),
    ]
    assert Attempt.objects.filter(state="sent", ended_at__isnull=False).count() == 4


def test_who_may_no_longer_see_the_subject_gets_no_email(frontier: Cast, aster: Organisation, work: Work) -> None:
    tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    Organisation.objects.filter(pk=aster.pk).update(tier=RED)
    work()
    withheld = Delivery.objects.get(state="withheld")
    assert withheld.notice.seat == frontier["clerk"]
    assert frontier["clerk"].person.email not in {message.to[0] for message in mail.outbox}


def test_who_has_left_gets_no_email(frontier: Cast, aster: Organisation, work: Work) -> None:
    tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    Seat.objects.filter(pk=frontier["aster.alternate"].pk).update(ends_at=NOW)
    User.objects.filter(pk=frontier["aster.liaison"].person_id).update(is_active=False)
    work()
    assert {message.to[0] for message in mail.outbox} == {
        frontier["clerk"].person.email,
        frontier["aster.representative"].person.email,
    }
    assert _states() == {"sent": 2, "withheld": 2}


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_send_each_message_once() -> None:
    cast = assemble()
    with tenant(cast.frontier.pk):
        for _ in range(60):
            tell(cast["aster.liaison"].organisation)
    expand(cast.frontier.pk, now=NOW, at=AT)
    workers = 4
    start = Barrier(workers)

    def worker() -> None:
        start.wait()
        while deliver_batch(cast.frontier.pk, "email", now=NOW, watch=lambda: AT):
            pass
        connection.close()

    threads = [Thread(target=worker) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    message_ids = [message["Message-ID"] for message in mail.outbox]
    assert len(message_ids) == len(set(message_ids)) == 240
    with tenant(cast.frontier.pk):
        assert _states() == {"sent": 240}
