"""What cannot wait rings an organisation's pager; the pager answers for it, and is told when the matter is over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from apps.deadlines.models import Deadline
from apps.incidents.services.handling import acknowledge
from apps.kernel.tenancy.context import tenant
from apps.notices.services.endpoints import add_pager
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.journeys.conftest import Move
from tests.notices.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as open_receiver:
        yield open_receiver


def test_a_critical_report_rings_the_chairs_pager_until_somebody_is_on_it(
    committed: Cast, wait: Move, receiver: Receiver
) -> None:
    cast = committed
    with tenant(cast.frontier.pk):
        pager = add_pager(
            actor=cast.viewer("aster.representative"), now=NOW, label="on call", url=receiver.url, routing_key="f" * 32
        )
    with tenant(cast.frontier.pk):
        incident = filed(cast, severity=5, tlp="TLP:GREEN")
    [rung] = receiver.received
    assert rung.json["event_action"] == "trigger"
    with tenant(cast.frontier.pk):
        deadline = Deadline.objects.get(clock="incident.acknowledgement")
        assert rung.json["dedup_key"] == str(deadline.uid)
        assert deadline.due_at == NOW + timedelta(hours=1)

    details = rung.json["payload"]["custom_details"]
    path = details["acknowledge_url"].removeprefix("http://testserver")
    client = Client()
    assert client.post(path, headers={"authorization": "Bearer not-this-pagers"}).status_code == 401
    answer = client.post(path, headers={"authorization": f"Bearer {pager.secret}"})
    assert answer.status_code == 200, answer.content
    with tenant(cast.frontier.pk):
        deadline.refresh_from_db()
        assert deadline.taken_on_until == deadline.due_at
        said = Act.objects.get(kind="deadline.taken_on")
        assert "on call" in said.actor or "Aster" in said.actor

    with tenant(cast.frontier.pk):
        acknowledge(actor=cast.viewer("clerk"), now=NOW + timedelta(minutes=20), ref=incident.ref)
    assert (receiver.received[-1].json["event_action"], receiver.received[-1].json["dedup_key"]) == (
        "resolve",
        str(deadline.uid),
    )
    rings = len(receiver.received)
    wait(3)
    assert len(receiver.received) == rings


def test_a_report_that_can_wait_rings_nobody(committed: Cast, wait: Move, receiver: Receiver) -> None:
    cast = committed
    with tenant(cast.frontier.pk):
        add_pager(
            actor=cast.viewer("aster.representative"), now=NOW, label="on call", url=receiver.url, routing_key="f" * 32
        )
    with tenant(cast.frontier.pk):
        filed(cast, severity=2, tlp="TLP:GREEN")
    wait(48)
    assert not receiver.received
