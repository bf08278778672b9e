"""One motion by its reference, and lists of them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.votes.models import Motion
from apps.votes.selectors.clocks import hold_clocks
from apps.votes.states import State

LISTED = (
    "pk", "ref", "title", "state", "kind", "procedure", "carried", "listed_at", "closes_at", "parent__ref",
    "organisation__name", "organisation__key",
)  # fmt: skip

JOINED = ("organisation", "mover__person", "parent", "seconded_by__organisation")


def motion_for(viewer: Actor, ref: str, *, lock: bool = False) -> Motion:
    """The motion with this reference, or with this name as a draft; Http404 alike for absent and hidden ones.

    `lock` holds it and its clocks for a change.
    """
    rows: Any = Motion.objects.all() if isinstance(viewer, Portal) else Motion.objects.visible_to(viewer)
    rows = rows.filter(Q(ref=ref) | Q(draft_ref=ref))
    if lock:
        hold_clocks(rows)
    # No joins under a lock: after waiting, the database would compare the changed row with the old joined ones.
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related(*JOINED)
    motion = rows.first()
    if motion is None:
        raise Http404(ref)
    return motion


@dataclass(frozen=True, slots=True)
class Filters:
    """How a list of motions is narrowed; empty means all that were proposed."""

    words: str = ""
    state: str = ""
    kind: str = ""
    organisation: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.words or self.state or self.kind or self.organisation)


def motions_for(viewer: Viewer, filters: Filters) -> Any:
    """The motions that the viewer may see, narrowed, drafts only when asked for by state; newest first by the caller."""
    rows = Motion.objects.visible_to(viewer)
    if filters.state == "open":
        rows = rows.open()
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.state != State.DRAFT:
        rows = rows.filter(proposed_at__isnull=False)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.organisation:
        rows = rows.filter(organisation__key=filters.organisation)
    return rows.matching(filters.words) if filters.words.strip() else rows


def drafts_of(viewer: Viewer) -> list[Motion]:
    """The drafts that the viewer's organisation is writing, newest first."""
    rows = Motion.objects.visible_to(viewer).filter(state=State.DRAFT, organisation=viewer.organisation_id)
    return list(rows.select_related("mover__person", "parent").order_by("-created_at"))
