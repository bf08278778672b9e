"""Which motions wait for somebody's ballot."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES, Role
from apps.votes.models import Ballot, Elector, Motion
from apps.votes.states import Standing, State


def waiting_for_ballot(viewer: Viewer, now: datetime) -> list[Motion]:
    """The open votes in which the viewer's own member has not voted, the nearest close first (one query)."""
    if viewer.is_operator or viewer.role not in MEMBER_ROLES:
        return []
    own = Q(seat=viewer.seat_id, personal=True)
    if viewer.role != Role.INDEPENDENT:
        own = Q(organisation=viewer.organisation_id, personal=False)
    cast = Ballot.objects.filter(elector=OuterRef("pk"))
    lines = Elector.objects.filter(~Exists(cast), own, motion=OuterRef("pk"), standing=Standing.VOTING)
    rows = Motion.objects.visible_to(viewer).filter(Exists(lines), state=State.VOTING, closes_at__gt=now)
    return list(rows.order_by("closes_at", "pk"))
