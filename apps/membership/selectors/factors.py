"""Wishes to reset a lost second factor."""

from datetime import datetime

from apps.committees.models import Administrator, FactorReset, Seat
from apps.membership.rules.factors import Lost


def lost_by(seat: Seat, at: datetime) -> Lost:
    """What the rules ask about the person in a seat who has lost the second factor."""
    managing = Administrator.objects.at(at).filter(organisation=seat.organisation_id)
    manager = managing.exclude(seat__person=seat.person_id).values_list("seat__person", flat=True).first()
    return Lost(seat.person_id or 0, seat.organisation_id, manager)


def open_reset(seat: Seat, at: datetime) -> FactorReset | None:
    """The wish that waits for its second person, if any."""
    rows = FactorReset.objects.select_related("asked_by__person", "asked_by__organisation", "seat__organisation")
    return rows.filter(seat=seat, settled_at=None, expires_at__gt=at).first()
