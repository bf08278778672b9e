"""A permit is granted at the moment when its order ends."""

from threading import Event

import pytest

from apps.committees.rules.viewer import Portal
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import Permit
from apps.pauses.services import permitting
from apps.pauses.services.ending import lift
from apps.pauses.states import PermitState
from tests.at_once import at_once, somebody_waits
from tests.cast import NOW, Cast
from tests.pauses import carveouts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]


def test_no_permit_outlives_its_order(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        order = carveouts.ordered(cast)
        ref = carveouts.permit(cast, order).ref
    granted, may_go_on = Event(), Event()

    def grant() -> None:
        with tenant(cast.frontier.pk):
            permitting.grant(actor=cast.viewer("aster.representative"), now=NOW, ref=ref)
            granted.set()
            may_go_on.wait(30)

    def end() -> None:
        granted.wait(30)
        with tenant(cast.frontier.pk):
            lift(actor=Portal("a test"), now=NOW, ref=order.ref, because="Over.")

    def release() -> None:
        try:
            granted.wait(30)
            somebody_waits()
        finally:
            may_go_on.set()

    assert at_once(grant, end, release) == []
    with tenant(cast.frontier.pk):
        assert Permit.objects.get().state == PermitState.EXPIRED
