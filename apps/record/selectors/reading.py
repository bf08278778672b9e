"""Timelines, who may see what they are about, and who has seen it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.record.models import Act, Sighting
from apps.record.rules import CATALOGUE, SUBJECTS

WINDOW = 60
WINDOWS = 5


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
    """The newest acts that the viewer may see, without the quiet ones, as far back as a few hundred acts.

    Reads the newest acts and then asks which of them may be seen: asking for all that may be seen first would
    take longer the more there is.
    """
    quiet = [key for key, kind in CATALOGUE if kind.quiet]
    newest = Act.objects.exclude(kind__in=quiet).order_by("-id")
    found: list[Act] = []
    for start in range(0, WINDOW * WINDOWS, WINDOW):
        acts = list(newest[start : start + WINDOW])
        seen = visible_subjects(viewer, {(act.subject_kind, act.subject_id) for act in acts})
        found += [act for act in acts if (act.subject_kind, act.subject_id) in seen]
        if len(found) >= limit or len(acts) < WINDOW:
            break
    return [Entry(act, CATALOGUE[act.kind].label, CATALOGUE[act.kind].icon) for act in found[:limit]]


def visible_subjects(viewer: Viewer, subjects: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Which of these (kind, id) the viewer may see; one query for all kinds."""
    parts = [
        SUBJECTS[kind].visible(viewer).filter(pk__in=ids).order_by().values_list(Value(kind), "pk")
        for kind, ids in _by_kind(subjects).items()
        if kind in SUBJECTS
    ]
    if not parts:
        return set()
    return set(parts[0].union(*parts[1:], all=True))


def _by_kind(subjects: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = {}
    for kind, subject_id in subjects:
        ids.setdefault(kind, set()).add(subject_id)
    return ids


def titles_of(subjects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The titles of objects (kind, id) that have one; the caller has found them visible. One query for each kind."""
    return {
        (kind, subject_id): title
        for kind, ids in _by_kind(subjects).items()
        for subject_id, title in SUBJECTS[kind].titles(ids).items()
    }


def may_see(subject_kind: str, subject_id: int, at: datetime) -> QuerySet[Seat]:
    """The seats that may see an object at the instant."""
    return SUBJECTS[subject_kind].seats(subject_id, at)


def seen_by(subject_kind: str, subject_id: int) -> list[Sighting]:
    """Who has opened the object, first to last."""
    sightings = Sighting.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return list(sightings.select_related("seat__organisation", "seat__person").order_by("at", "id"))
