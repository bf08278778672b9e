"""API tokens of a seat and of its organisation's machines."""

from datetime import datetime

from django.db.models import Q, QuerySet

from apps.committees.models import ApiToken, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import seats_at
from apps.committees.states import Role


def token_seats(viewer: Viewer, now: datetime) -> QuerySet[Seat]:
    """The seats that the viewer may have tokens for: their own, and their organisation's machines."""
    mine = Q(pk=viewer.seat_id) | Q(organisation=viewer.organisation_id, role=Role.SERVICE)
    return seats_at(now).filter(mine)


def tokens(viewer: Viewer, now: datetime) -> tuple[list[ApiToken], list[ApiToken]]:
    """The viewer's tokens and those of their organisation's machines: live ones, and the newest of the others."""
    rows = ApiToken.objects.select_related("seat__organisation", "seat__person").order_by("-created_at", "-id")
    rows = rows.filter(Q(seat=viewer.seat_id) | Q(seat__organisation=viewer.organisation_id, seat__role=Role.SERVICE))
    live = Q(revoked_at=None, expires_at__gt=now) & (Q(seat__ends_at=None) | Q(seat__ends_at__gt=now))
    return list(rows.filter(live)), list(rows.exclude(live)[:50])
