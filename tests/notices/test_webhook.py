"""Webhooks, at real receivers: signed, once by their id, only to those who may know, and nothing secret said."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from standardwebhooks import Webhook, WebhookVerificationError

from apps.committees.models import Organisation
from apps.kernel.tenancy.context import tenant
from apps.notices.acts import FAILING, GONE
from apps.notices.channels.places import place_of
from apps.notices.models import Attempt, Delivery, Endpoint, FanOut, Notice
from apps.notices.rules import FIRST_WAIT
from apps.notices.services import deliver_batch, expand
from apps.notices.services.endpoints import NewSecret, add_webhook, pause, remove, resume, rotate
from apps.notices.services.failing import tell_of_failing
from apps.notices.services.resending import replay, send_again, send_test
from apps.notices.states import DeliveryState
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import CANARY, CONFIDENTIAL, RED, tell
from tests.notices.receiver import Receiver, dead_address, receiving

pytestmark = pytest.mark.django_db
Work = Callable[..., int]


@pytest.fixture
def aster(frontier: Cast) -> Organisation:
    return frontier["aster.liaison"].organisation


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as open_receiver:
        yield open_receiver


@pytest.fixture
def post(frontier: Cast) -> Work:
    """Expand, and deliver what is due over webhooks; how many were tried."""

    def run(at: timedelta = timedelta(), now: timedelta = timedelta()) -> int:
        expand(frontier.frontier.pk, now=NOW + now, at=AT + at)
        return deliver_batch(frontier.frontier.pk, "webhook", now=NOW + now, watch=lambda: AT + at)

    return run


def _add(cast: Cast, url: str, keeper: str = "aster.representative") -> NewSecret:
    return add_webhook(actor=cast.viewer(keeper), now=NOW, label=f"desk of {keeper}", url=url)


def _only() -> Delivery:
    return Delivery.objects.get(channel="webhook")


def test_a_webhook_is_signed_so_that_the_standard_library_accepts_it(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    made = _add(frontier, receiver.url)
    act = tell(aster, facts={"due_at": (NOW + timedelta(hours=4)).isoformat()})
    assert post() == 1
    [got] = receiver.received
    assert Webhook(made.secret).verify(got.body, got.headers) == got.json
    assert got.headers["webhook-id"] == str(act.uid)
    assert got.json == {
        "type": "probe.told",
        "timestamp": NOW.isoformat(),
        "data": {
            "id": str(act.uid),
            "committee": "frontier",
            "what": "The portal (the test's clock) filed the probe",
            "actor": "The portal (the test's clock)",
            "task": "",
            "subject": {
                "kind": "notice-probe",
                "ref": "PRB-aster",
                "url": "http://testserver/c/frontier/probes/PRB-aster/",
            },
            "due_at": "2026-11-21T16:00:00+00:00",
            "asks": "Acknowledge the probe.",
            "urgent": False,
        },
    }
    delivery = _only()
    assert (delivery.state, delivery.tries.get().status, delivery.tries.get().said) == ("sent", 202, "taken")


def test_after_a_change_both_secrets_sign_for_a_day_and_then_the_new_one_alone(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    old = _add(frontier, receiver.url)
    new = rotate(actor=frontier.viewer("aster.representative"), now=NOW, uid=old.endpoint.uid)
    tell(aster)
    post(now=timedelta(hours=23))
    tell(aster, now=NOW + timedelta(hours=25))
    post(now=timedelta(hours=25))
    first, second = receiver.received
    for secret in (old.secret, new.secret):
        assert Webhook(secret).verify(first.body, first.headers)
    assert Webhook(new.secret).verify(second.body, second.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old.secret).verify(second.body, second.headers)


def test_what_fails_is_tried_again_with_the_same_id_and_each_try_is_kept(
    frontier: Cast, aster: Organisation, post: Work
) -> None:
    with receiving((500, "We are\r\nbeing mended"), (200, "")) as receiver:
        made = _add(frontier, receiver.url)
        tell(aster)
        post()
        assert _only().state == "failed"
        assert Endpoint.objects.get(pk=made.endpoint.pk).failing_since == AT
        assert post() == 0
        assert post(at=timedelta(hours=1)) == 1
    assert _only().state == "sent"
    assert [one.headers["webhook-id"] for one in receiver.received] == [_only().message_id] * 2
    tries = Attempt.objects.order_by("pk").values_list("state", "status", "said")
    assert list(tries) == [("failed", 500, "We are"), ("sent", 200, "")]
    assert Endpoint.objects.get(pk=made.endpoint.pk).failing_since is None


@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_that_asks_for_an_hour_is_left_alone_for_it(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work, status: int
) -> None:
    receiver.answers, receiver.headers = [(status, "Busy"), (200, "")], {"Retry-After": "3600"}
    _add(frontier, receiver.url)
    tell(aster)
    post()
    assert (_only().state, _only().next_attempt_at) == ("failed", AT + timedelta(hours=1))
    assert post(at=timedelta(minutes=59)) == 0
    assert post(at=timedelta(hours=1)) == 1
    assert _only().state == "sent"


def test_a_receiver_that_asks_for_a_second_still_gets_the_usual_wait(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    receiver.answers, receiver.headers = [(429, "Busy")], {"Retry-After": "1"}
    _add(frontier, receiver.url)
    tell(aster)
    post()
    assert _only().next_attempt_at >= AT + FIRST_WAIT * 0.75


def test_a_redirect_is_a_failure_and_is_not_followed(frontier: Cast, aster: Organisation, post: Work) -> None:
    with receiving((302, "")) as receiver:
        _add(frontier, receiver.url)
        tell(aster)
        post()
    assert (_only().state, Attempt.objects.get().status, len(receiver.received)) == ("failed", 302, 1)


def test_an_address_that_may_not_be_reached_gets_nothing(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work, settings: object
) -> None:
    _add(frontier, receiver.url)
    tell(aster)
    settings.EGRESS_ALLOWED_NETWORKS = []
    post()
    assert (_only().state, receiver.received) == ("failed", [])
    assert "https" in Attempt.objects.get().said


def test_a_name_is_judged_by_where_it_leads_when_something_is_sent(
    frontier: Cast, aster: Organisation, post: Work, settings: object
) -> None:
    """No form looks it up, and it may lead elsewhere by then."""
    settings.EGRESS_ALLOWED_NETWORKS = []
    _add(frontier, "https://localhost/hook")
    tell(aster)
    post()
    assert _only().state == "failed"
    assert (
        Attempt.objects.get().said == "localhost leads to this machine itself, not to a place on the public internet."
    )


def test_who_says_gone_is_removed_and_its_keepers_are_told_once(
    frontier: Cast, aster: Organisation, post: Work
) -> None:
    with receiving((410, "moved away")) as receiver:
        made = _add(frontier, receiver.url)
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
    made = _add(frontier, dead_address())
    tell(aster)
    post()
    day = timedelta(days=1)
    assert tell_of_failing(frontier.frontier.pk, now=NOW, at=AT + day - timedelta(seconds=1)) == 0
    assert tell_of_failing(frontier.frontier.pk, now=NOW, at=AT + day) == 1
    assert tell_of_failing(frontier.frontier.pk, now=NOW, at=AT + 2 * day) == 0
    Endpoint.objects.filter(pk=made.endpoint.pk).update(failing_since=AT + 3 * day)
    assert tell_of_failing(frontier.frontier.pk, now=NOW, at=AT + 4 * day) == 1
    assert Act.objects.filter(kind=FAILING).count() == 2


def test_neither_a_rival_nor_eve_hears_of_what_their_seats_are_not_told(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    with receiving() as rival, receiving() as eves, receiving() as clerks:
        _add(frontier, receiver.url)
        _add(frontier, rival.url, "borealis.representative")
        _add(frontier, clerks.url, "clerk")
        with tenant(frontier.pacific.pk):
            _add(frontier, eves.url, "eve")
        tell(aster)
        assert post() == 2
        with tenant(frontier.pacific.pk):
            assert not Delivery.objects.exists()
        counts = [len(one.received) for one in (receiver, rival, eves, clerks)]
    assert counts == [1, 0, 0, 1]


def test_nobody_hears_any_more_when_the_organisation_lost_sight_of_the_subject(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    _add(frontier, receiver.url, "clerk")
    tell(aster)
    Organisation.objects.filter(pk=aster.pk).update(tier=RED)
    post()
    assert (_only().state, receiver.received) == ("withheld", [])


def test_about_a_confidential_subject_it_carries_no_words_of_people(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    _add(frontier, receiver.url)
    person = frontier["aster.liaison"].person
    person.name = CANARY
    person.save()
    tell(aster, actor=frontier.viewer("aster.liaison"), tier=CONFIDENTIAL, facts={"deadline": CANARY, "reason": CANARY})
    post()
    [got] = receiver.received
    assert CANARY not in got.body.decode()
    assert got.json["data"]["actor"] is None
    assert got.json["data"]["what"] == "filed the probe"


def test_the_same_act_about_an_open_subject_does_name_its_actor(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    """Or else the test above would prove nothing."""
    _add(frontier, receiver.url)
    person = frontier["aster.liaison"].person
    person.name = CANARY
    person.save()
    tell(aster, actor=frontier.viewer("aster.liaison"))
    post()
    assert CANARY in receiver.received[0].json["data"]["actor"]


def test_what_only_both_ends_know_stands_neither_in_log_nor_in_answers(
    frontier: Cast, aster: Organisation, post: Work, caplog: pytest.LogCaptureFixture
) -> None:
    capability = "T0000AAAA/B1111BBBB"
    with receiving((500, "x")) as receiver, caplog.at_level(logging.DEBUG):
        made = _add(frontier, f"{receiver.url}/{capability}?key=verysecretkey")
        new = rotate(actor=frontier.viewer("aster.representative"), now=NOW, uid=made.endpoint.uid)
        place = place_of(new.endpoint)
        receiver.answers = [(500, f"no {place.url} {capability} {place.secret} {place.previous} {place.secret[6:]}")]
        tell(aster)
        post()
    said = Attempt.objects.get().said
    kept = said + _only().error + caplog.text + str(list(Act.objects.values_list("facts", flat=True)))
    secrets = (capability, "T0000AAAA", "verysecretkey", made.secret, new.secret, new.secret[6:])
    assert [secret for secret in secrets if secret in kept] == []
    assert said.startswith("no …")
    assert new.secret not in Endpoint.objects.get(pk=made.endpoint.pk).sealed


def test_a_paused_webhook_gets_nothing_and_later_what_it_missed(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    made, actor = _add(frontier, receiver.url), frontier.viewer("aster.representative")
    waiting = tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    pause(actor=actor, now=NOW, uid=made.endpoint.uid)
    missed = tell(aster)
    post()
    assert (receiver.received, _only().state) == ([], "withheld")
    resume(actor=actor, now=NOW, uid=made.endpoint.uid)
    count = replay(actor=actor, now=NOW, at=AT, uid=made.endpoint.uid, since=NOW - timedelta(hours=1))
    assert count == 2
    post()
    assert {one.headers["webhook-id"] for one in receiver.received} == {str(waiting.uid), str(missed.uid)}


def test_a_replay_sends_what_was_sent_with_the_same_ids_and_nothing_older(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    made, actor = _add(frontier, receiver.url), frontier.viewer("aster.representative")
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
    made, actor = _add(frontier, receiver.url), frontier.viewer("aster.representative")
    tell(aster)
    post()
    send_again(actor=actor, at=AT, uid=made.endpoint.uid, delivery=_only().uid)
    assert _only().state == DeliveryState.QUEUED
    post()
    assert [one.headers["webhook-id"] for one in receiver.received] == [_only().message_id] * 2


def test_a_test_arrives_signed_and_says_that_it_means_nothing(frontier: Cast, receiver: Receiver, post: Work) -> None:
    made = _add(frontier, receiver.url)
    delivery = send_test(actor=frontier.viewer("aster.representative"), at=AT, uid=made.endpoint.uid)
    assert post() == 1
    [got] = receiver.received
    assert Webhook(made.secret).verify(got.body, got.headers)["type"] == "test"
    assert got.headers["webhook-id"] == str(delivery.uid)


def test_a_removed_webhook_gets_not_even_what_waits(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    made = _add(frontier, receiver.url)
    tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    remove(actor=frontier.viewer("aster.representative"), now=NOW, uid=made.endpoint.uid)
    post()
    assert (_only().state, receiver.received) == ("withheld", [])


def test_a_dead_endpoint_delays_nobody_else(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    dead = _add(frontier, dead_address())
    live = _add(frontier, receiver.url)
    for _time in range(6):
        tell(aster)
    post()
    assert len(receiver.received) == 6
    assert live.endpoint.deliveries.filter(state="sent").count() == 6
    # Two tries show that it is down; what else waits for it has lost no attempt.
    states = sorted(dead.endpoint.deliveries.values_list("state", "attempts"))
    assert [state for state, _attempts in states].count("queued") >= 1
    assert {attempts for state, attempts in states if state == "queued"} == {0}


def test_queueing_is_one_statement_however_many_and_writes_each_once(
    frontier: Cast, aster: Organisation, receiver: Receiver
) -> None:
    from apps.notices.channels import CHANNELS

    for keeper in ("aster.representative", "clerk"):
        _add(frontier, receiver.url, keeper)
    for _time in range(5):
        tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    rows = list(FanOut.objects.filter(act__kind="probe.told").select_related("act"))
    before = Delivery.objects.filter(channel="webhook").count()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        CHANNELS["webhook"].queue(rows, AT)
    assert len(queries) == 1
    assert Delivery.objects.filter(channel="webhook").count() == before == 10


def test_queueing_unfolds_no_audience_where_no_organisation_has_a_webhook(frontier: Cast, aster: Organisation) -> None:
    from apps.notices.channels.recipients import QUEUE

    tell(aster)
    ids = list(FanOut.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, TIMING OFF) " + QUEUE, ["webhook", None, None, ids, [""] * len(ids), "webhook", AT]
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    unfolded = [line for line in plan.splitlines() if "unnest reader" in line]
    assert unfolded != []
    assert [line for line in unfolded if "never executed" not in line] == []
