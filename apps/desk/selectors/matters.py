"""The way of counsel and panellists to the one matter that they sit for."""

from dataclasses import dataclass

from apps.committees.rules.matters import STAKES
from apps.committees.rules.viewer import Viewer
from apps.record.rules import SUBJECTS


@dataclass(frozen=True, slots=True)
class OwnMatter:
    """The matter's reference and title, and its page."""

    named: str
    address: str


def own_matter(viewer: Viewer, slug: str) -> OwnMatter | None:
    """The one matter that the viewer sits for, where it is there to be seen; None for everybody else."""
    if not viewer.is_for_one_matter:
        return None
    for kind, _stake in STAKES:
        subject = SUBJECTS[kind]
        for pk in subject.visible(viewer).filter(ref=viewer.matter).values_list("pk", flat=True):
            title = subject.titles([pk]).get(pk, "")
            return OwnMatter(f"{viewer.matter} · {title}".rstrip(" ·"), subject.address(slug, viewer.matter))
    return None
