"""The rotation as it stands: the running term, the cycle with its places, and the plan of terms to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from apps.chairs.models import Cycle, Place, Rotation, Term
from apps.chairs.rules import charter as articles
from apps.chairs.rules.order import Candidate, Order, ordered, rested
from apps.chairs.rules.plan import Cycle as Coming
from apps.chairs.rules.plan import Slot, boundary, plan
from apps.chairs.selectors.scene import Scene, scene
from apps.chairs.states import CycleState, TermKind, TermState
from apps.committees.models import CharterVersion
from apps.committees.rules.charter import value_of
from apps.committees.selectors import charter_at


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the next term depends on, at one instant; what follows is recorded at `now`, which may be later.

    `terms` are all stored ones, newest first; `cycles` those not over, by number, each with its live places.
    """

    at: datetime
    now: datetime
    rotation: Rotation
    scene: Scene
    version: CharterVersion
    terms: list[Term]
    cycles: list[Cycle]
    places: dict[int, list[Place]]

    def rule(self, key: str) -> Any:
        """A value of the charter."""
        return value_of(self.version.values, self.version.preset, key)

    @property
    def running(self) -> Term | None:
        """The term that runs."""
        return next((term for term in self.terms if term.state == TermState.RUNNING), None)

    @property
    def last_key(self) -> str | None:
        """Who held the latest term of the rotation, or holds it."""
        term = next((term for term in self.terms if term.kind == TermKind.ROTATION), None)
        return self.scene.organisations[term.organisation_id].key if term else None

    @property
    def cycle(self) -> Cycle | None:
        """The cycle that runs: the earliest that is drawn and not over."""
        return next((cycle for cycle in self.cycles if cycle.state == CycleState.RUNNING), None)

    def coming(self, cycle: Cycle) -> list[Place]:
        """The places of a cycle whose turn is still to come."""
        turn = max(
            (term.place.number for term in self.terms if term.place and term.place.cycle_id == cycle.pk), default=0
        )
        return [place for place in self.places.get(cycle.pk, []) if place.number > turn]

    def key(self, place: Place) -> str:
        """The short name of the member with this place."""
        return self.scene.organisations[place.organisation_id].key

    @property
    def base(self) -> datetime:
        """The instant from which the next term runs: the end of the latest one, or the beginning of all."""
        return self.terms[0].ends_at if self.terms else self.rotation.first_at

    def begins(self, base: datetime) -> "Series":
        """The instants at which terms begin, the first of them at `base`."""
        months = self.rule(articles.MONTHS)
        done = sum(1 for term in self.terms if term.starts_at >= self.rotation.first_at)
        if boundary(self.rotation.first_at, months, done, self.scene.zone) == base:
            return Series(self.rotation.first_at, done, months, self.scene.zone)
        return Series(base, 0, months, self.scene.zone)

    def candidates(self) -> list[Candidate]:
        """The members who take part in a cycle that begins now, in the order of the latest list."""
        listed = {}
        for cycle in self.cycles:
            for place in self.places.get(cycle.pk, []):
                listed[place.organisation_id] = place.number
        held: dict[int, int] = {}
        for term in self.terms:
            if term.kind == TermKind.ROTATION:
                held[term.organisation_id] = held.get(term.organisation_id, 0) + 1
        scene = self.scene
        return [
            Candidate(one.key, one.name, held.get(pk, 0), listed.get(pk, len(listed) + 1))
            for pk, one in scene.organisations.items()
            if scene.presides_at_all(pk) and scene.is_admitted(pk) and (scene.sits_for(pk) or pk in listed)
        ]

    def order_of(self, number: int, last: str | None) -> list[str]:
        """The order of the cycle with this number; empty while its lot is not drawn."""
        stored = next((cycle for cycle in self.cycles if cycle.number == number), None)
        if stored is not None:
            drawn = stored.state == CycleState.RUNNING
            return [self.key(place) for place in self.places.get(stored.pk, [])] if drawn else []
        order = Order(self.rule(articles.ORDER))
        return [] if order == Order.LOT else rested(ordered(order, self.candidates()), last)

    def slots(self, base: datetime | None = None) -> Iterator[Slot]:
        """The terms to come from `base` (the end of the latest), as the facts of now have it."""
        cycle = self.cycle
        series = self.begins(base or self.base)
        coming = self.coming(cycle) if cycle else []
        number = cycle.number if cycle else max((one.number for one in self.cycles), default=1) - 1
        keys = [self.key(place) for place in coming]
        last = self.last_key
        return plan(
            Coming(tuple(keys), number),
            last=last,
            begins=series.begins,
            next_cycle=lambda k: self.order_of(k, keys[-1] if keys else last),
            may=self.scene.may,
        )

    def next_in_order(self) -> list[int]:
        """The organisations that follow the chair, each once: who presides in its place."""
        chair = self.running.organisation_id if self.running else None
        found: list[int] = []
        for slot in islice(self.slots(), 2 * len(self.scene.organisations)):
            pk = self.scene.id_of(slot.key)
            if pk != chair and pk not in found:
                found.append(pk)
        return found


@dataclass(frozen=True, slots=True)
class Series:
    """Instants counted from an anchor: the first of them is the one with number `done`."""

    anchor: datetime
    done: int
    months: int
    zone: str

    def begins(self, n: int) -> datetime:
        """When the n-th of these terms begins."""
        return boundary(self.anchor, self.months, self.done + n, self.zone)


def board(at: datetime, now: datetime | None = None) -> Board | None:
    """The rotation as it stands at the instant; None where the chair does not rotate (about twelve queries)."""
    rotation = Rotation.objects.first()
    if rotation is None:
        return None
    cycles = list(Cycle.objects.exclude(state=CycleState.OVER).order_by("number"))
    places: dict[int, list[Place]] = {}
    rows: Sequence[Place] = list(Place.objects.filter(cycle__in=cycles, left_at=None).order_by("number"))
    for place in rows:
        places.setdefault(place.cycle_id, []).append(place)
    return Board(
        at=at,
        now=now or at,
        rotation=rotation,
        scene=scene(at),
        version=charter_at(at),
        terms=list(Term.objects.select_related("place", "organisation").order_by("-starts_at")),
        cycles=cycles,
        places=places,
    )
