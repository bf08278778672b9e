"""Which motions wait for somebody's ballot."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.votes.acts import unvoted_motions
from apps.votes.models import Motion


def waiting_for_ballot(viewer: Viewer, now: datetime) -> list[Motion]:
    """The open votes in which the viewer's own member has not voted, the nearest close first (one query)."""
    return list(unvoted_motions(viewer).filter(closes_at__gt=now).order_by("closes_at", "pk"))
