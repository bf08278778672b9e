"""Telling the keepers of an endpoint that nothing reaches it: after a day, or when it says that it is gone."""

from datetime import datetime

from apps.committees.rules.viewer import Portal
from apps.kernel.tenancy.context import tenant
from apps.notices import acts
from apps.notices.models import Endpoint
from apps.notices.rules import TELL_AFTER
from apps.notices.services.endpoints import tell
from apps.notices.states import EndpointKind
from apps.record.models import Act

ACTOR = Portal("deliveries")


def tell_of_failing(committee_id: int, *, now: datetime, at: datetime) -> int:
    """Tell of endpoints that failed for longer than TELL_AFTER by the machines' clock `at`, or are gone; how many."""
    with tenant(committee_id):
        live = Endpoint.objects.live().exclude(kind=EndpointKind.PUSH)
        failing = list(live.filter(failing_since__lte=at - TELL_AFTER).values_list("pk", flat=True))
        # What its keepers remove is forgotten there and then; what still has its address was removed by its own answer.
        gone = list(
            Endpoint.objects.exclude(kind=EndpointKind.PUSH).filter(removed_at__isnull=False).exclude(sealed="")
        )
        return sum(_tell(pk, now) for pk in failing) + sum(_forget(endpoint, now) for endpoint in gone)


def _forget(endpoint: Endpoint, now: datetime) -> bool:
    mine = Endpoint.objects.filter(pk=endpoint.pk).exclude(sealed="")
    if not mine.update(sealed="", ack_digest=""):
        return False
    tell(acts.GONE, endpoint, ACTOR, now)
    return True


def _tell(pk: int, now: datetime) -> bool:
    endpoint = Endpoint.objects.select_for_update(of=("self",)).get(pk=pk)
    if endpoint.failing_since is None:
        return False
    since = endpoint.failing_since.isoformat()
    told = Act.objects.about(acts.ENDPOINT, pk).filter(kind=acts.FAILING, facts__failing_since=since)
    if told.exists():
        return False
    tell(acts.FAILING, endpoint, ACTOR, now, {"failing_since": since})
    return True
