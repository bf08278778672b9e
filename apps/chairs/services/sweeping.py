"""The minute sweep: settles every committee whose rotation must be looked at, each in its own transaction."""

from datetime import datetime, timedelta

import structlog
from django.db import connection

from apps.chairs.models import Rotation
from apps.chairs.services.settling import settle
from apps.kernel.tenancy.context import tenant

log = structlog.get_logger(__name__)

PUSHED_BACK = timedelta(minutes=5)


def sweep(now: datetime) -> int:
    """Settle what is due at `now` in all committees; how many were. Outside any tenant context.

    One that fails is pushed back, so that it does not keep the others waiting.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT committee_id FROM chairs_due(%s)", [now])
        due = [committee_id for (committee_id,) in cursor.fetchall()]
    for committee_id in due:
        try:
            with tenant(committee_id):
                settle(now)
        except Exception:
            log.exception("chair_failed", committee=committee_id)
            with tenant(committee_id):
                Rotation.objects.filter(wake_at__lte=now).update(wake_at=now + PUSHED_BACK)
    return len(due)
