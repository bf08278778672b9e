"""On which days of a period an organisation was a member: what it pays for, and what the public reads of that."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from apps.committees.models import Committee, Organisation
from apps.committees.rules.standing import OUTSIDE
from apps.committees.selectors import changes_of
from apps.funding.rules import periods
from apps.kernel.tenancy.context import active_committee


def membership_within(days: periods.Period, labs: Collection[Organisation]) -> dict[int, tuple[periods.Period, ...]]:
    """On which of these days each was a member, suspended or not, by the committee's calendar (two queries).

    A notice that is still running counts for nothing: until it has run it can be taken back.
    """
    zone, changes = _zone(), changes_of([lab.pk for lab in labs])
    return {
        lab.pk: periods.days_within(
            days,
            periods.spells(
                lab.admitted_at,
                [(one.since, one.state not in OUTSIDE) for one in changes.get(lab.pk, [])],
                zone,
            ),
        )
        for lab in labs
    }


def _zone() -> ZoneInfo:
    return ZoneInfo(Committee.objects.values_list("zone", flat=True).get(pk=active_committee() or 0))
