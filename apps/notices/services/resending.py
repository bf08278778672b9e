"""Messages to an endpoint once more, with the same ids, so that a receiver recognises what it has."""

import uuid
from datetime import datetime

from celery import current_app
from django.db.models import QuerySet

from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import no
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.notices import acts
from apps.notices.channels.recipients import queue_to_endpoints
from apps.notices.models import Delivery, Endpoint, FanOut
from apps.notices.rules import may_keep_endpoints, may_replay
from apps.notices.services.endpoints import endpoint_of, tell
from apps.notices.services.outbox import DELIVER
from apps.notices.services.trying import queue_test
from apps.notices.states import RESTING, DeliveryState, EndpointKind, Purpose


def send_test(*, actor: Viewer, at: datetime, uid: uuid.UUID) -> Delivery:
    """Send a message that means nothing, to see that it arrives; also to a paused endpoint.

    `at` is the machines' time. Raises Refused, Endpoint.DoesNotExist.
    """
    may_keep_endpoints(actor).require()
    endpoint = endpoint_of(actor, uid)
    waiting = endpoint.deliveries.filter(purpose=Purpose.TEST, state__in=[DeliveryState.QUEUED, DeliveryState.SENDING])
    if waiting.exists():
        no("A test is on its way already.").require()
    return queue_test(endpoint, at)


def send_again(*, actor: Viewer, at: datetime, uid: uuid.UUID, delivery: uuid.UUID) -> Endpoint:
    """Send one message once more; raises Refused, Endpoint.DoesNotExist, Delivery.DoesNotExist."""
    may_keep_endpoints(actor).require()
    endpoint = endpoint_of(actor, uid)
    found = endpoint.deliveries.get(uid=delivery)
    if not _queue(endpoint.deliveries.filter(pk=found.pk), at):
        no("It is on its way already.").require()
    ring_after_commit(current_app.tasks[DELIVER], actor.committee_id)
    return endpoint


def replay(*, actor: Viewer, now: datetime, at: datetime, uid: uuid.UUID, since: datetime) -> int:
    """Send a webhook every act since an instant once more, and those that passed while it was paused; how many.

    `since` and `now` are the portal's time, `at` the machines'. Raises Refused, Endpoint.DoesNotExist.
    """
    may_keep_endpoints(actor).require()
    endpoint = endpoint_of(actor, uid)
    may_replay(EndpointKind(endpoint.kind), since, now).require()
    told = endpoint.deliveries.filter(purpose=Purpose.ACT, act__at__gte=since)
    missed = FanOut.objects.filter(created_at__gte=since, expanded_at__isnull=False)
    unknown = missed.exclude(act__in=told.values("act")).order_by("pk").values_list("pk", flat=True)
    # Those first that wait already, or the new ones would be counted twice.
    count = _queue(told, at) + queue_to_endpoints(EndpointKind.WEBHOOK, list(unknown), at, only=endpoint.pk)
    tell(acts.REPLAYED, endpoint, actor, now, {"since": since.isoformat(), "messages": count})
    ring_after_commit(current_app.tasks[DELIVER], actor.committee_id)
    return count


def _queue(deliveries: QuerySet[Delivery], at: datetime) -> int:
    return deliveries.filter(state__in=RESTING).update(
        state=DeliveryState.QUEUED, attempts=0, next_attempt_at=at, sent_at=None, error=""
    )
