"""What waits on an authority's desk, in figures."""

from dataclasses import asdict

from apps.committees.rules.viewer import Viewer
from apps.desk.selectors.figures import words
from apps.incidents.rules.desk import has_desk
from apps.incidents.selectors.desk import desk_figures


def authority(viewer: Viewer) -> dict[str, str]:
    """The numbers as people read them, by name; none for those who have no desk."""
    if not has_desk(viewer):
        return {}
    return {name: words(number) for name, number in asdict(desk_figures(viewer)).items()}
