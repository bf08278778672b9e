"""What beat and the doorbell start; each is safe to run twice."""

import structlog
from celery import shared_task

from apps.accounts.services import clear_sessions
from apps.committees.models import Committee
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.membership.services import applications
from apps.membership.services.membership import let_leave

log = structlog.get_logger(__name__)


@shared_task(name="membership.send_invitations")
def send_invitations() -> None:
    """Mail every invitation and every applicant that waits, one transaction each."""
    for committee_id in Committee.objects.values_list("pk", flat=True):
        while services.send_next_invitation(committee_id=committee_id, now=clock.now()):
            pass
        while applications.send_next_application_mail(committee_id=committee_id, now=clock.now()):
            pass


@shared_task(name="membership.clear_expired")
def clear_expired() -> None:
    """Clear old answers and applications never confirmed, and sessions that have run out.

    Members whose notice has run leave by the sweep of deadlines; those whose deadline somebody has stopped leave here.
    """
    for committee_id in Committee.objects.values_list("pk", flat=True):
        with tenant(committee_id):
            services.clear_expired(now=clock.now())
            applications.clear_unconfirmed(now=clock.now())
            let_leave(now=clock.now())
    clear_sessions()
