"""Who has a desk to which reports are sent."""

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role


def has_desk(viewer: Viewer) -> bool:
    """Whether the seat sits for an authority: what was sent to it lies on the authority's desk."""
    return viewer.role == Role.OBSERVER and not viewer.is_operator
