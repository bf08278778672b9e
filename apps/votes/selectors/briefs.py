"""What an organisation's people have prepared for its ballot."""

from apps.committees.rules.viewer import Viewer
from apps.votes.models import Brief, Motion


def brief_of(viewer: Viewer, motion: Motion) -> Brief | None:
    """The brief that the viewer's own organisation has written on a motion; nobody else ever sees one (one query)."""
    if viewer.is_operator or viewer.is_for_one_matter:
        return None
    rows = Brief.objects.filter(motion=motion, organisation=viewer.organisation_id)
    return rows.select_related("seat__person").first()
