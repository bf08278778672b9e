"""Waiving what arrears cost: by a decision of the committee, until a day."""

from datetime import datetime

from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.funding.acts.rights import WAIVED
from apps.funding.models import ARREARS, Waiver
from apps.funding.rules.charter import ARREARS_PERIODS, refuse
from apps.funding.selectors.rights import right_of
from apps.funding.services.judging import judge
from apps.funding.services.settling import hold_the_money
from apps.record.services import record


def waive(
    *, actor: Portal, now: datetime, organisation: Organisation, ends_at: datetime, motion_ref: str, because: str
) -> Waiver:
    """Let a lab keep its vote in spite of its arrears, from now until `ends_at`. Raises Http404 or Refused."""
    hold_the_money()
    right = right_of(organisation.pk, now)
    if right is None:
        raise Http404(organisation.key)
    case = right.case
    if case is None:
        refuse(ARREARS_PERIODS, f"The arrears of {organisation.name} cost it nothing any more.").require()
        raise AssertionError
    if ends_at <= now:
        refuse(ARREARS_PERIODS, "The last day of the waiver has passed.").require()
    row = Waiver.objects.create(
        organisation=organisation, motion_ref=motion_ref, because=because[:300], starts_at=now, ends_at=ends_at
    )
    facts = {"organisation": organisation.key, "motion": motion_ref, "until": ends_at.isoformat()}
    record(WAIVED, actor=actor, now=now, subject=(ARREARS, case.pk, case.ref), facts=facts)
    judge(now=now, organisations=[organisation.pk])
    return row
