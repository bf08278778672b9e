"""What an authority's access is and was."""

from dataclasses import dataclass
from datetime import datetime

from apps.committees.models import Access
from apps.committees.states import SCOPE_LABELS, AccessScope
from apps.membership.rules.access import may_be_seated


def newest_access(organisation_id: int) -> Access | None:
    """The access granted last: the one in force, or the one that has ended; None where none was ever granted."""
    return Access.objects.filter(organisation=organisation_id).order_by("-starts_at").first()


def seated_until(organisation_id: int, now: datetime) -> datetime | None:
    """Until when a new seat of the organisation can hold: its access's end, None for open. Raises Refused."""
    access = newest_access(organisation_id)
    may_be_seated(access.ends_at if access else None, now).require()
    return access.ends_at if access else None


@dataclass(frozen=True, slots=True)
class Granted:
    """An access, and in words what it covers."""

    says: str
    starts_at: datetime
    ends_at: datetime


def accesses(organisation_id: int) -> list[Granted]:
    """Every access the organisation has had, newest first."""
    rows = Access.objects.filter(organisation=organisation_id).order_by("-starts_at")
    return [Granted(SCOPE_LABELS[AccessScope(row.scope)], row.starts_at, row.ends_at) for row in rows]
