"""A test: a message that means nothing, to see that it arrives."""

import uuid
from datetime import datetime

from celery import current_app

from apps.kernel.tenancy.tasks import ring_after_commit
from apps.notices.models import Delivery, Endpoint
from apps.notices.services.outbox import DELIVER
from apps.notices.states import DeliveryState, Purpose


def queue_test(endpoint: Endpoint, at: datetime) -> Delivery:
    """Queue a test to an endpoint whose keeper has been judged; `at` is the machines' time."""
    identity = uuid.uuid4()
    delivery = Delivery.objects.create(
        uid=identity,
        channel=endpoint.kind,
        purpose=Purpose.TEST,
        seat_id=endpoint.seat_id,
        endpoint=endpoint,
        state=DeliveryState.QUEUED,
        next_attempt_at=at,
        message_id=str(identity),
    )
    ring_after_commit(current_app.tasks[DELIVER], endpoint.committee_id)
    return delivery
