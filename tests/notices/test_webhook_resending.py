"""Webhooks paused, resumed and removed; what was missed or sent is sent again under the same ids."""

from datetime import timedelta

import pytest

from apps.committees.models import Organisation
from apps.notices.models import Delivery
from apps.notices.services import expand
from apps.notices.services.endpoints import pause, remove, resume
from apps.notices.services.resending import replay, send_again
from apps.notices.states import DeliveryState
from tests.cast import NOW, Cast
from tests.notices.conftest import AT, Work
from tests.notices.probe import tell
from tests.notices.receiver import Receiver
from tests.notices.webhooks import add, only

pytestmark = pytest.mark.django_db


def test_a_paused_webhook_gets_nothing_and_later_what_it_missed(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    made, actor = add(frontier, receiver.url), frontier.viewer("aster.representative")
    waiting = tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    pause(actor=actor, now=NOW, uid=made.endpoint.uid)
    missed = tell(aster)
    post()
    assert (receiver.received, only().state) == ([], "withheld")
    resume(actor=actor, now=NOW, uid=made.endpoint.uid)
    count = replay(actor=actor, now=NOW, at=AT, uid=made.endpoint.uid, since=NOW - timedelta(hours=1))
    assert count == 2
    post()
    assert {one.headers["webhook-id"] for one in receiver.received} == {str(waiting.uid), str(missed.uid)}


def test_a_replay_sends_what_was_sent_with_the_same_ids_and_nothing_older(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    made, actor = add(frontier, receiver.url), frontier.viewer("aster.representative")
    tell(aster, now=NOW - timedelta(hours=3))
    newer = [str(tell(aster, now=NOW - timedelta(minutes=age)).uid) for age in (30, 20)]
    post()
    receiver.received.clear()
    replay(actor=actor, now=NOW, at=AT, uid=made.endpoint.uid, since=NOW - timedelta(hours=1))
    post()
    assert sorted(one.headers["webhook-id"] for one in receiver.received) == sorted(newer)
    assert Delivery.objects.filter(channel="webhook").count() == 3


def test_one_message_can_be_sent_again_alone(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    made, actor = add(frontier, receiver.url), frontier.viewer("aster.representative")
    tell(aster)
    post()
    send_again(actor=actor, at=AT, uid=made.endpoint.uid, delivery=only().uid)
    assert only().state == DeliveryState.QUEUED
    post()
    assert [one.headers["webhook-id"] for one in receiver.received] == [only().message_id] * 2


def test_a_removed_webhook_gets_not_even_what_waits(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    made = add(frontier, receiver.url)
    tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    remove(actor=frontier.viewer("aster.representative"), now=NOW, uid=made.endpoint.uid)
    post()
    assert (only().state, receiver.received) == ("withheld", [])
