"""Who holds which office, and who held it before."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from apps.committees.models import Office, Seat
from apps.committees.selectors import seats_at
from apps.committees.states import OfficeKind
from apps.membership.rules.offices import APPOINTED, HOLDERS, OFFICE_LABELS

TERMS_SHOWN = 20


@dataclass(slots=True)
class OfficeLine:
    """An office with its running term and those before, newest first."""

    kind: OfficeKind
    label: str
    appointed: bool
    running: Office | None = None
    former: list[Office] = field(default_factory=list)


def offices(now: datetime) -> list[OfficeLine]:
    """Every office, filled or vacant (one query)."""
    lines = {kind: OfficeLine(kind, OFFICE_LABELS[kind], kind in APPOINTED) for kind in OfficeKind}
    rows = Office.objects.filter(starts_at__lte=now).select_related(
        "seat__person", "seat__organisation", "deputy__person", "deputy__organisation"
    )
    for row in rows.order_by("-starts_at"):
        line = lines[OfficeKind(row.kind)]
        if row.ends_at is None or row.ends_at > now:
            line.running = row
        elif len(line.former) < TERMS_SHOWN:
            line.former.append(row)
    return list(lines.values())


def seats_for_office(now: datetime) -> QuerySet[Seat]:
    """The seats whose holders can take an office."""
    return seats_at(now).filter(role__in=sorted(HOLDERS))
