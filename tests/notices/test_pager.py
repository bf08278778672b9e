"""Pagers, at real receivers: rung for what cannot wait, told when it is over, and never rung for what is over."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.committees.models import Organisation
from apps.kernel.tenancy.context import tenant
from apps.notices.channels import CHANNELS
from apps.notices.channels.places import digest_of
from apps.notices.models import Attempt, Delivery, Endpoint
from apps.notices.rules import ENDINGS, MATTERS, Matter
from apps.notices.selectors import pager_of
from apps.notices.services import deliver_batch, expand
from apps.notices.services.claiming import claim
from apps.notices.services.endpoints import NewSecret, add_pager, pause, remove, rotate
from apps.notices.services.resending import send_test
from apps.record.models import Act
from apps.record.rules import ActKind, declare
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import CANARY, CONFIDENTIAL, tell
from tests.notices.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db
Work = Callable[..., int]
DUE = NOW + timedelta(hours=1)
KEY = "0123456789abcdef0123456789abcdef"


def _matters(acts: Sequence[Act], slug: str) -> dict[int, Matter]:
    return {
        act.pk: Matter(act.facts["matter"], f"/api/v1/committees/{slug}/acknowledge/", DUE)
        for act in acts
        if "matter" in act.facts and act.kind == "probe.page"
    }


def _endings(acts: Sequence[Act]) -> dict[int, list[str]]:
    return {act.pk: [act.facts["matter"]] for act in acts if act.kind == "probe.over"}


declare(
    ActKind(
        "probe.page", "escalated the probe", told=("everyone",), asks="Look now.", urgent=True, pages=lambda _act: True
    ),
    ActKind("probe.over", "answered the probe", told=("everyone",)),
)
MATTERS.register("notice-probe", _matters)
ENDINGS.register("notice-probe", _endings)


@pytest.fixture
def ring(frontier: Cast) -> Work:
    """Expand, and deliver what is due over pagers; how many were tried."""

    def run(at: timedelta = timedelta()) -> int:
        expand(frontier.frontier.pk, now=NOW, at=AT + at)
        return deliver_batch(frontier.frontier.pk, "pager", now=NOW, watch=lambda: AT + at)

    return run


def _add(cast: Cast, url: str, keeper: str = "aster.representative") -> NewSecret:
    return add_pager(actor=cast.viewer(keeper), now=NOW, label="on call", url=url, routing_key=KEY)


def _page(lab: Organisation, matter: str = "m-1", **more: Any) -> Act:
    return tell(lab, kind="probe.page", facts={"matter": matter, "deadline": "Acknowledge the probe"}, **more)


def _over(lab: Organisation, matter: str = "m-1") -> Act:
    return tell(lab, kind="probe.over", facts={"matter": matter})


def _said(receiver: Receiver) -> list[tuple[str, str]]:
    return [(one.json["event_action"], one.json["dedup_key"]) for one in receiver.received]


def test_a_page_is_an_event_as_pagerduty_has_it(
    frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work
) -> None:
    _add(frontier, receiver.url)
    act = _page(aster)
    assert ring() == 1
    url = "http://testserver/c/frontier/probes/PRB-aster/"
    assert receiver.received[0].json == {
        "routing_key": KEY,
        "event_action": "trigger",
        "dedup_key": "m-1",
        "client": "Concord",
        "client_url": url,
        "payload": {
            "summary": "Acknowledge the probe: The portal (the test's clock) escalated the probe, "
            "due 21 Nov 2026, 13:00 UTC",
            "severity": "critical",
            "source": "Frontier",
            "timestamp": NOW.isoformat(),
            "component": "Probe",
            "class": "probe.page",
            "custom_details": {
                "task": "Acknowledge the probe",
                "asks": "Look now.",
                "due_at": DUE.isoformat(),
                "event": str(act.uid),
                "what": "The portal (the test's clock) escalated the probe",
                "ref": "PRB-aster",
                "acknowledge_url": "http://testserver/api/v1/committees/frontier/acknowledge/",
                "acknowledge_method": "POST",
                "acknowledge_authentication": "Authorization: Bearer, followed by the token that was shown when this "
                "pager was added",
            },
        },
        "links": [{"href": url, "text": "Open it in Concord"}],
    }


def test_about_a_confidential_subject_a_page_says_the_duty_and_its_time_only(
    frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work
) -> None:
    _add(frontier, receiver.url)
    tell(
        aster,
        kind="probe.page",
        tier=CONFIDENTIAL,
        facts={"deadline": "Acknowledge the probe", "due_at": DUE.isoformat(), "reason": CANARY},
    )
    ring()
    [got] = receiver.received
    assert CANARY not in got.body.decode()
    assert got.json["payload"]["summary"] == "Acknowledge the probe, due 21 Nov 2026, 13:00 UTC"
    assert "what" not in got.json["payload"]["custom_details"]


def test_a_persons_words_stay_out_of_a_page_about_a_confidential_subject(
    frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work
) -> None:
    _add(frontier, receiver.url)
    actor = frontier.viewer("aster.liaison")
    tell(aster, kind="probe.page", actor=actor, tier=CONFIDENTIAL, facts={"deadline": CANARY})
    ring()
    assert CANARY not in receiver.received[0].body.decode()
    assert receiver.received[0].json["payload"]["summary"] == "Look now."


def test_what_can_wait_rings_nobody(frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work) -> None:
    _add(frontier, receiver.url)
    tell(aster, kind="probe.urgent", told=("everyone",))
    assert (ring(), receiver.received) == (0, [])


def test_a_page_without_a_matter_is_one_of_its_own(
    frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work
) -> None:
    _add(frontier, receiver.url)
    act = tell(aster, kind="probe.page")
    ring()
    assert _said(receiver) == [("trigger", str(act.uid))]


def test_a_rival_and_eve_are_not_rung(frontier: Cast, aster: Organisation, ring: Work) -> None:
    with receiving() as rival, receiving() as eves:
        _add(frontier, rival.url, "borealis.representative")
        with tenant(frontier.pacific.pk):
            _add(frontier, eves.url, "eve")
        _page(aster)
        assert ring() == 0
        with tenant(frontier.pacific.pk):
            assert not Delivery.objects.exists()
        assert rival.received + eves.received == []


def test_the_end_of_a_matter_is_told_once_to_each_pager_that_was_rung(
    frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work
) -> None:
    with receiving() as other:
        _add(frontier, receiver.url)
        _page(aster)
        _page(aster)
        ring()
        _add(frontier, other.url)
        _over(aster)
        _over(aster)
        ring()
        _over(aster)
        ring()
        assert other.received == []
    assert _said(receiver) == [("trigger", "m-1"), ("trigger", "m-1"), ("resolve", "m-1")]


def test_a_matter_that_comes_back_rings_and_ends_again(
    frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work
) -> None:
    _add(frontier, receiver.url)
    for _time in range(2):
        _page(aster)
        ring()
        _over(aster)
        ring()
    assert [action for action, _key in _said(receiver)] == ["trigger", "resolve"] * 2


def test_an_end_before_a_page_in_one_batch_does_not_silence_the_page(
    frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work
) -> None:
    _add(frontier, receiver.url)
    _page(aster)
    ring()
    _over(aster)
    _page(aster)
    ring()
    assert sorted(_said(receiver)) == [("resolve", "m-1"), ("trigger", "m-1"), ("trigger", "m-1")]
    assert Delivery.objects.filter(channel="pager", state="withheld").count() == 0


def test_a_page_that_was_over_before_it_went_out_rings_nobody(frontier: Cast, aster: Organisation, ring: Work) -> None:
    with receiving((500, "no"), (202, "yes")) as receiver:
        _add(frontier, receiver.url)
        _page(aster)
        ring()
        _over(aster)
        ring()
        ring(at=timedelta(hours=3))
    assert [action for action, _key in _said(receiver)] == ["trigger", "resolve"]
    assert Delivery.objects.get(purpose="act", channel="pager").state == "withheld"


def test_an_end_waits_while_another_worker_sends_its_page(
    frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work
) -> None:
    _add(frontier, receiver.url)
    _page(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    claim(frontier.frontier.pk, CHANNELS["pager"], lambda: AT)
    _over(aster)
    ring()
    assert receiver.received == []
    assert "being sent" in Attempt.objects.filter(delivery__purpose="over").get().said


def test_an_end_tells_no_pager_that_was_rung_for_another_matter(
    frontier: Cast, aster: Organisation, receiver: Receiver, ring: Work
) -> None:
    _add(frontier, receiver.url)
    _page(aster, "m-1")
    ring()
    _over(aster, "m-2")
    ring()
    assert _said(receiver) == [("trigger", "m-1")]


def test_a_test_rings_with_the_lowest_severity(frontier: Cast, receiver: Receiver, ring: Work) -> None:
    made = _add(frontier, receiver.url)
    send_test(actor=frontier.viewer("aster.representative"), at=AT, uid=made.endpoint.uid)
    ring()
    assert receiver.received[0].json["payload"]["severity"] == "info"


def test_a_token_names_its_organisation_while_its_pager_lives(frontier: Cast, receiver: Receiver) -> None:
    actor = frontier.viewer("aster.representative")
    old = _add(frontier, receiver.url)
    whose = (frontier["aster.liaison"].organisation_id, "Aster")
    assert pager_of(digest_of(old.secret)) == whose
    assert pager_of("") is None
    new = rotate(actor=actor, now=NOW, uid=old.endpoint.uid)
    assert (pager_of(digest_of(old.secret)), pager_of(digest_of(new.secret))) == (None, whose)
    assert new.secret not in str(Endpoint.objects.values().get(pk=new.endpoint.pk))
    with tenant(frontier.pacific.pk):
        assert pager_of(digest_of(new.secret)) is None
    pause(actor=actor, now=NOW, uid=old.endpoint.uid)
    assert pager_of(digest_of(new.secret)) is None
    remove(actor=actor, now=NOW, uid=old.endpoint.uid)
    assert pager_of(digest_of(new.secret)) is None


def test_a_routing_key_that_is_said_back_is_not_kept(frontier: Cast, aster: Organisation, ring: Work) -> None:
    with receiving((400, f"unknown key {KEY}")) as receiver:
        _add(frontier, receiver.url)
        _page(aster)
        ring()
    assert Attempt.objects.get(delivery__channel="pager").said == "unknown key …"


def test_composing_asks_as_often_for_thirty_as_for_one(frontier: Cast, aster: Organisation, receiver: Receiver) -> None:
    _add(frontier, receiver.url)
    counts = []
    for number in (1, 30):
        for page in range(number):
            _page(aster, f"m-{number}-{page}")
        expand(frontier.frontier.pk, now=NOW, at=AT)
        rows = (
            Delivery.objects.filter(channel="pager").select_related("act", "endpoint", "seat__person").order_by("-pk")
        )
        deliveries = list(rows[:number])
        with CaptureQueriesContext(connection) as queries:
            event_of = CHANNELS["pager"].compose(deliveries, NOW)
            assert all(event_of(delivery) for delivery in deliveries)
        counts.append(len(queries))
    assert counts[0] == counts[1]
