"""Webhooks, at real receivers: signed, followed to no other place, and queued in one statement."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from standardwebhooks import Webhook, WebhookVerificationError

from apps.committees.models import Organisation
from apps.notices.models import Attempt, Delivery, FanOut
from apps.notices.services import expand
from apps.notices.services.endpoints import rotate
from apps.notices.services.resending import send_test
from tests.cast import NOW, Cast
from tests.notices.conftest import AT, Work
from tests.notices.probe import tell
from tests.notices.receiver import Receiver, receiving
from tests.notices.webhooks import add, only

pytestmark = pytest.mark.django_db


def test_a_webhook_is_signed_so_that_the_standard_library_accepts_it(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    made = add(frontier, receiver.url)
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
            "drill": False,
        },
    }
    delivery = only()
    assert (delivery.state, delivery.tries.get().status, delivery.tries.get().said) == ("sent", 202, "taken")


def test_after_a_change_both_secrets_sign_for_a_day_and_then_the_new_one_alone(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work
) -> None:
    old = add(frontier, receiver.url)
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


def test_a_redirect_is_a_failure_and_is_not_followed(frontier: Cast, aster: Organisation, post: Work) -> None:
    with receiving((302, "")) as receiver:
        add(frontier, receiver.url)
        tell(aster)
        post()
    assert (only().state, Attempt.objects.get().status, len(receiver.received)) == ("failed", 302, 1)


def test_an_address_that_may_not_be_reached_gets_nothing(
    frontier: Cast, aster: Organisation, receiver: Receiver, post: Work, settings: object
) -> None:
    add(frontier, receiver.url)
    tell(aster)
    settings.EGRESS_ALLOWED_NETWORKS = []
    post()
    assert (only().state, receiver.received) == ("failed", [])
    assert "https" in Attempt.objects.get().said


def test_a_name_is_judged_by_where_it_leads_when_something_is_sent(
    frontier: Cast, aster: Organisation, post: Work, settings: object
) -> None:
    """No form looks it up, and it may lead elsewhere by then."""
    settings.EGRESS_ALLOWED_NETWORKS = []
    add(frontier, "https://localhost/hook")
    tell(aster)
    post()
    assert only().state == "failed"
    assert (
        Attempt.objects.get().said == "localhost leads to this machine itself, not to a place on the public internet."
    )


def test_a_test_arrives_signed_and_says_that_it_means_nothing(frontier: Cast, receiver: Receiver, post: Work) -> None:
    made = add(frontier, receiver.url)
    delivery = send_test(actor=frontier.viewer("aster.representative"), at=AT, uid=made.endpoint.uid)
    assert post() == 1
    [got] = receiver.received
    assert Webhook(made.secret).verify(got.body, got.headers)["type"] == "test"
    assert got.headers["webhook-id"] == str(delivery.uid)


def test_queueing_is_one_statement_however_many_and_writes_each_once(
    frontier: Cast, aster: Organisation, receiver: Receiver
) -> None:
    from apps.notices.channels import CHANNELS

    for keeper in ("aster.representative", "clerk"):
        add(frontier, receiver.url, keeper)
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
