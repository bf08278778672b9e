"""Signing as a task: rung after whatever may change what binds a lab, and for every committee each minute by beat."""

from pathlib import Path

import structlog
from celery import shared_task
from django.conf import settings

from apps.committees.models import Committee
from apps.committees.rules.viewer import Portal
from apps.kernel import clock, ed25519
from apps.kernel.tenancy.tasks import TenantTask, ring
from apps.pauses.services import signing

log = structlog.get_logger(__name__)

SIGNER = Portal("the measures key")


@shared_task(base=TenantTask, name=signing.SIGN)
def sign_measures() -> None:
    """Sign what binds each lab; a worker without the key leaves it to one that has it."""
    if not settings.MEASURES_KEY_FILE:
        return
    key = ed25519.load(Path(settings.MEASURES_KEY_FILE))
    if signed := signing.sign_measures(actor=SIGNER, now=clock.now(), key=key):
        log.info("measures_signed", labs=signed)


@shared_task(name="pauses.sign_all_measures")
def sign_all_measures() -> None:
    """Ring for every committee: documents grow old, hours come, and a bell may have been lost."""
    for committee_id in Committee.objects.values_list("pk", flat=True):
        ring(sign_measures, headers={"committee": committee_id})
