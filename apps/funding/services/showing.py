"""What members were assessed and have paid is published: soon after it changed, and again every hour if a bell was lost."""

from collections.abc import Sequence
from datetime import datetime

from celery import signature

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.funding.acts import contributions as acts
from apps.funding.acts.public import contribution_of
from apps.funding.models import Assessment
from apps.kernel.tenancy.context import active_committee
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.kernel.tenancy.turns import wait_for_turn
from apps.record.models import Act
from apps.record.services import Entry, record_all
from apps.transparency.models import PublishedRecord

SHOW = "funding.show_contributions"
BOOKS = Portal("the committee's books")
CHANGE = frozenset({acts.ISSUED, acts.CREDIT_USED, acts.SETTLED, acts.BOOKED, acts.MATCHED, acts.REVERSED})


def follow(recorded: Sequence[Act]) -> None:
    """Ring for the worker when something happened that may change what a member has paid."""
    if any(act.kind in CHANGE for act in recorded):
        ring_after_commit(signature(SHOW), active_committee())


def show_contributions(now: datetime) -> int:
    """Publish what each member was assessed and has paid where that differs from what was published last; how many.

    Safe to run twice and at once.
    """
    wait_for_turn("funding.showing")
    labs = Organisation.objects.filter(pk__in=Assessment.objects.values("organisation")).order_by("key")
    changed = [lab for lab in labs if _differs(lab)]
    record_all(
        [Entry(acts.SHOWN, BOOKS, ("organisation", lab.pk, lab.key), {"organisation": lab.key}) for lab in changed],
        now=now,
    )
    return len(changed)


def _differs(lab: Organisation) -> bool:
    form = contribution_of(lab)
    latest = PublishedRecord.objects.filter(ref=form.ref).order_by("-pk").first()
    return latest is None or latest.body != form.rows
