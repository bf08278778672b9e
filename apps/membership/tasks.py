"""What beat and the doorbell start; each is safe to run twice."""

import structlog
from celery import shared_task

from apps.accounts.services import clear_sessions
from apps.committees.models import Committee
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.membership import services

log = structlog.get_logger(__name__)


@shared_task(name="membership.send_invitations")
def send_invitations() -> None:
    """Mail every invitation that waits, one transaction each."""
    for committee_id in Committee.objects.values_list("pk", flat=True):
        while services.send_next_invitation(committee_id=committee_id, now=clock.now()):
            pass


@shared_task(name="membership.clear_expired")
def clear_expired() -> None:
    """Clear old answers, committee by committee, and sessions that have run out."""
    for committee_id in Committee.objects.values_list("pk", flat=True):
        with tenant(committee_id):
            services.clear_expired(now=clock.now())
    clear_sessions()
