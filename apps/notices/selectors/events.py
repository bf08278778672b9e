"""The feed of acts for machines: all that a seat may see, in the order in which they came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from apps.committees.rules.viewer import Viewer
from apps.notices.models import FanOut
from apps.record.models import Act, Position


class UnknownEvent(Exception):
    """No act of this committee has the id."""


@dataclass(frozen=True, slots=True)
class Event:
    """An act, and whether its audience held the asking seat."""

    act: Act
    told: bool


@dataclass(frozen=True, slots=True)
class Events:
    """Some acts in their order, and whether the seat may see more after them."""

    rows: Sequence[Event]
    more: bool


def events(viewer: Viewer, *, after: UUID | None = None, limit: int = 100) -> Events:
    """The first acts after the one with that id, or from the beginning; at most five queries. Raises UnknownEvent.

    Only acts that have their place: an id that has none yet has nothing after it. The place itself is nobody's to
    know, for a gap in it would say that something is hidden. `after` may be an act that the seat can no longer see,
    or a reader would be stuck where it once was.
    """
    start = _place_of(after) if after is not None else 0
    if start is None:
        return Events([], False)
    seen = Act.objects.visible_to(viewer).filter(pk=OuterRef("act_id"))
    placed = Position.objects.filter(Exists(seen), number__gt=start).select_related("act").order_by("number")
    acts = [position.act for position in placed[: limit + 1]]
    told = _told(viewer, acts[:limit])
    return Events([Event(act, act.pk in told) for act in acts[:limit]], len(acts) > limit)


def _place_of(uid: UUID) -> int | None:
    act = Act.objects.filter(uid=uid).values_list("pk", flat=True).first()
    if act is None:
        raise UnknownEvent
    return Position.objects.filter(act_id=act).values_list("number", flat=True).first()


def _told(viewer: Viewer, acts: Sequence[Act]) -> set[int]:
    fan_outs = FanOut.objects.filter(act__in=acts, seat_ids__contains=[viewer.seat_id])
    return set(fan_outs.values_list("act_id", flat=True))
