"""Timelines, audiences cut to those who may see, and who has seen what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.record.models import Act, Sighting
from apps.record.rules import AUDIENCES, CATALOGUE, SUBJECTS

FALLBACKS = ("clerks", "independent_members")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline."""

    act: Act
    label: str
    icon: str

    @property
    def facts(self) -> dict[str, Any]:
        """The act's facts."""
        return self.act.facts


def timeline(subject_kind: str, subject_id: int) -> list[Entry]:
    """An object's acts, newest first; the caller has already found the object through its `visible_to`."""
    acts = Act.objects.about(subject_kind, subject_id).reverse()
    return [Entry(act, CATALOGUE[act.kind].label, CATALOGUE[act.kind].icon) for act in acts]


def recent(viewer: Viewer, limit: int = 8) -> list[Entry]:
    """The newest acts that the viewer may see."""
    acts = Act.objects.visible_to(viewer).order_by("-id")[:limit]
    return [Entry(act, CATALOGUE[act.kind].label, CATALOGUE[act.kind].icon) for act in acts]


def may_see(subject_kind: str, subject_id: int, at: datetime) -> QuerySet[Seat]:
    """The seats that may see an object at the instant."""
    return SUBJECTS[subject_kind].seats(subject_id, at)


def audience(names: Iterable[str], subject_kind: str, subject_id: int, at: datetime) -> QuerySet[Seat]:
    """The seats of named audiences, cut to those who may see the object."""
    named = Q(pk__in=[])
    for name in names:
        named |= Q(pk__in=AUDIENCES[name].seats(subject_id, at).values("pk"))
    return may_see(subject_kind, subject_id, at).filter(named)


def audience_or_fallback(names: Iterable[str], subject_kind: str, subject_id: int, at: datetime) -> QuerySet[Seat]:
    """The audience; where the cut leaves it empty, the clerks who may see the object, else the independent members.

    So neither secrecy nor a rival in the chair can stop an escalation (issue of incidents; DESIGN section 3).
    """
    seats = audience(names, subject_kind, subject_id, at)
    if seats.exists():
        return seats
    for name in FALLBACKS:
        seats = audience([name], subject_kind, subject_id, at)
        if seats.exists():
            return seats
    return seats


def seen_by(subject_kind: str, subject_id: int) -> list[Sighting]:
    """Who has opened the object, first to last."""
    sightings = Sighting.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return list(sightings.select_related("seat__organisation", "seat__person").order_by("at", "id"))
