"""Webhooks that do not take what is sent: tried again, left alone, removed, and their keepers told."""

from datetime import timedelta

import pytest

from apps.committees.models import Organisation
from apps.notices.acts import FAILING, GONE
from apps.notices.models import Attempt, Endpoint, Notice
from apps.notices.rules import FIRST_WAIT
from apps.notices.services.failing import tell_of_failing
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.notices.conftest import AT, Work
from tests.notices.probe import tell
from tests.notices.receiver import Receiver, dead_address, receiving
from tests.notices.webhooks import add, only

pytestmark = pytest.mark.django_db


def test_what_fails_is_tried_again_with_the_same_id_and_each_try_is_kept(
    frontier: Cast, aster: Organisation, post: Work
) -> None:
    with receiving((500, "We are\r\nbeing mended"), (200, "")) as receiver:
        made = add(frontier, receiver.url)
        tell(aster)
        post()
        assert only().state == "failed"
        assert Endpoint.objects.get(pk=made.endpoint.pk).failing_since == AT
        assert post() == 0
        assert post(at=timedelta(hours=1)) == 1
    assert only().state == "sent"
    assert [one.headers["webhook-id"] for one in receiver.received] == [only().message_id] * 2
    tries = Attempt.objects.order_by("pk").values_list("state", "status", "said")
    assert list(tries) == [("failed", 500, "We are"), ("sent", 200, "")]
    assert Endpoint.objects.get(pk=made.endpoint.pk).failing_since is None


@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_that_asks_for_an_hour_is_left_alone_for_it(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work, status: int
) -> None:
    receiver.answers, receiver.headers = [(status, "Busy"), (200, "")], {"Retry-After": "3600"}
    add(frontier, receiver.url)
    tell(aster)
    post()
    assert (only().state, only().next_attempt_at) == ("failed", AT + timedelta(hours=1))
    assert post(at=timedelta(minutes=59)) == 0
    assert post(at=timedelta(hours=1)) == 1
    assert only().state == "sent"


def test_a_receiver_that_asks_for_a_second_still_gets_the_usual_wait(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    receiver.answers, receiver.headers = [(429, "Busy")], {"Retry-After": "1"}
    add(frontier, receiver.url)
    tell(aster)
    post()
    assert only().next_attempt_at >= AT + FIRST_WAIT * 0.75


def test_who_says_gone_is_removed_and_its_keepers_are_told_once(
    frontier: Cast, aster: Organisation, post: Work
) -> None:
    with receiving((410, "moved away")) as receiver:
        made = add(frontier, receiver.url)
        tell(aster)
        post()
        for _time in range(2):
            tell_of_failing(frontier.frontier.pk, now=NOW, at=AT)
        tell(aster)
        post()
    assert len(receiver.received) == 1
    endpoint = Endpoint.objects.get(pk=made.endpoint.pk)
    assert (endpoint.removed_at, endpoint.sealed) == (AT, "")
    told = Notice.objects.filter(act__kind=GONE).values_list("seat", flat=True)
    assert list(told) == [frontier["aster.representative"].pk]


def test_keepers_are_told_once_of_an_endpoint_that_fails_for_a_day(
    frontier: Cast, aster: Organisation, post: Work
) -> None:
    made = add(frontier, dead_address())
    tell(aster)
    post()
    day = timedelta(days=1)
    assert tell_of_failing(frontier.frontier.pk, now=NOW, at=AT + day - timedelta(seconds=1)) == 0
    assert tell_of_failing(frontier.frontier.pk, now=NOW, at=AT + day) == 1
    assert tell_of_failing(frontier.frontier.pk, now=NOW, at=AT + 2 * day) == 0
    Endpoint.objects.filter(pk=made.endpoint.pk).update(failing_since=AT + 3 * day)
    assert tell_of_failing(frontier.frontier.pk, now=NOW, at=AT + 4 * day) == 1
    assert Act.objects.filter(kind=FAILING).count() == 2


def test_a_dead_endpoint_delays_nobody_else(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    dead = add(frontier, dead_address())
    live = add(frontier, receiver.url)
    for _time in range(6):
        tell(aster)
    post()
    assert len(receiver.received) == 6
    assert live.endpoint.deliveries.filter(state="sent").count() == 6
    # Two tries show that it is down; what else waits for it has lost no attempt.
    states = sorted(dead.endpoint.deliveries.values_list("state", "attempts"))
    assert [state for state, _attempts in states].count("queued") >= 1
    assert {attempts for state, attempts in states if state == "queued"} == {0}
