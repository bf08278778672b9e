"""A real worker rings a browser over a push service on loopback and is killed meanwhile: the next one tells the rest."""

from collections import Counter

import pytest

from apps.kernel import p256
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Delivery
from apps.notices.services.browsers import ring_browser
from apps.notices.states import DeliveryState
from tests.cast import NOW, Cast, assemble
from tests.faults.stage import Stage
from tests.notices.probe import tell
from tests.notices.push_service import push_service

pytestmark = pytest.mark.faults
ACTS = 150


def test_a_killed_worker_leaves_no_browser_unrung(stage: Stage) -> None:
    stage.environment |= {"VAPID_PRIVATE_KEY": p256.make(), "VAPID_CONTACT": "mailto:operator@concord.example"}
    cast = assemble()
    with push_service() as service:
        browser = service.browser()
        with tenant(cast.frontier.pk):
            ring_browser(actor=cast.viewer("clerk"), now=NOW, **browser.given)
            for number in range(ACTS):
                tell(cast["aster.liaison"].organisation, facts={"deadline": f"Report {number}."})
        stage.beat()
        worker = stage.worker()
        stage.until(lambda: len(browser.requests) > 20, "some are told")
        stage.kill(worker)
        assert len(browser.requests) < ACTS, "or else it was killed too late to prove anything"
        stage.worker()
        stage.until(lambda: _sent(cast) == ACTS, "all are told")
        told = Counter(rung.shown["body"].partition("Report ")[2].partition(".")[0] for rung in browser.rung)
    assert set(told) == {str(number) for number in range(ACTS)}
    assert max(told.values()) <= 2, "what the dead worker had not yet marked may ring once more"


def _sent(cast: Cast) -> int:
    with tenant(cast.frontier.pk):
        return Delivery.objects.filter(channel="push", state=DeliveryState.SENT).count()
