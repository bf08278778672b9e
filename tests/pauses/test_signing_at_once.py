"""Workers that sign at the same moment: who read first never writes last."""

from datetime import datetime
from threading import Event

import pytest

from apps.kernel import ed25519
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import MeasuresKey, SignedMeasures
from apps.pauses.rules.documents import opened, parsed
from apps.pauses.selectors.signed import Bound
from apps.pauses.services import signing
from apps.pauses.services.ending import lift
from apps.pauses.tasks import SIGNER
from apps.record.models import Act
from tests.at_once import at_once, somebody_waits
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import HOUR

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]
KEY = ed25519.Ed25519PrivateKey.from_private_bytes(b"k" * 32)


def test_many_workers_take_the_key_once_and_sign_once(cast: Cast) -> None:
    def work() -> None:
        with tenant(cast.frontier.pk):
            signing.sign_measures(actor=SIGNER, now=NOW, key=KEY)

    assert at_once(*[work] * 4) == []
    with tenant(cast.frontier.pk):
        assert (MeasuresKey.objects.count(), SignedMeasures.objects.count()) == (1, 3)
        assert Act.objects.filter(kind="measures_key.taken").count() == 1


def test_a_slow_worker_does_not_bring_back_what_was_lifted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow one has read the order and not yet written; meanwhile it is lifted and another worker signs."""
    with tenant(cast.frontier.pk):
        order = factory.imposed(cast)
    has_read, may_go_on, read = Event(), Event(), signing.binding_until

    def hesitating(now: datetime, until: datetime) -> list[Bound]:
        found = read(now, until)
        if now == NOW:
            has_read.set()
            may_go_on.wait(30)
        return found

    def slow() -> None:
        with tenant(cast.frontier.pk):
            signing.sign_measures(actor=SIGNER, now=NOW, key=KEY)

    def quick() -> None:
        has_read.wait(30)
        with tenant(cast.frontier.pk):
            lift(actor=SIGNER, now=NOW + HOUR, ref=order.ref, because="Over.")
        with tenant(cast.frontier.pk):
            signing.sign_measures(actor=SIGNER, now=NOW + HOUR, key=KEY)

    def release() -> None:
        try:
            somebody_waits()
        finally:
            may_go_on.set()

    monkeypatch.setattr(signing, "binding_until", hesitating)
    assert at_once(slow, quick, release) == []
    with tenant(cast.frontier.pk):
        document = SignedMeasures.objects.get(organisation__key="aster")
    assert (document.issued_at, parsed(opened(document.envelope)[0]).orders) == (NOW + HOUR, ())
