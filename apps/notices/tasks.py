"""Shells around the services. Each is safe to run twice and in parallel; the sweep finds what a lost bell left."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.db import connection

from apps.kernel import clock
from apps.kernel.tenancy.tasks import TenantTask, ring
from apps.notices import services
from apps.notices.services.failing import tell_of_failing

LONGEST = timedelta(seconds=120)
"""A task begins nothing more after this long and rings for the next: Celery kills whoever takes 300 seconds."""


@shared_task(base=TenantTask, name="notices.expand", bind=True, one_transaction=False)
def expand(self: Any) -> None:
    """Bring frozen audiences to inboxes and channels."""
    committee_id = self.committee_id
    if services.expand(committee_id, now=clock.now(), at=clock.machine_now()):
        ring(expand, headers={"committee": committee_id})
    ring(deliver, headers={"committee": committee_id})


@shared_task(base=TenantTask, name="notices.deliver", bind=True, one_transaction=False)
def deliver(self: Any, channel: str = "") -> None:
    """Send what is due over a channel; without one, ring for each that has something due.

    So a mail server that hangs holds up no pager.
    """
    committee_id = self.committee_id
    if not channel:
        for key in services.channels_due(committee_id, clock.machine_now()):
            ring(deliver, kwargs={"channel": key}, headers={"committee": committee_id})
        return
    end = clock.machine_now() + LONGEST
    while services.deliver(committee_id, channel, now=clock.now(), watch=clock.machine_now, end=end):
        if clock.machine_now() > end:
            ring(deliver, kwargs={"channel": channel}, headers={"committee": committee_id})
            return
    tell_of_failing(committee_id, now=clock.now(), at=clock.machine_now())


@shared_task(name="notices.sweep")
def sweep() -> None:
    """Ring for every committee with unexpanded fan-outs or due deliveries, across all committees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM committees_with_outbox(%s)", [clock.machine_now()])
        work = cursor.fetchall()
    for committee_id, to_expand, to_deliver in work:
        if to_expand:
            ring(expand, headers={"committee": committee_id})
        elif to_deliver:
            ring(deliver, headers={"committee": committee_id})
