"""Who hears of an object: audiences cut to those who may see it, and who stands in where none of them can act."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from apps.committees.models import Seat
from apps.kernel.tenancy.statements import ids_by
from apps.record.rules import SUBJECTS, audience_named, seats_of

FALLBACKS = ("clerks", "independent_members")


class Hearing:
    """The seats that may see an object at an instant, and who of them an act reaches; found out once for many questions.

    Whoever is named with an id (“filers:3”, “seat:7”) owes something, and may be of the party itself; whoever else is
    named must include somebody who can act for the committee.
    """

    def __init__(self, subject_kind: str, subject_id: int, at: datetime) -> None:
        self.subject_kind, self.subject_id, self.at = subject_kind, subject_id, at
        self._audiences: dict[tuple[str, ...], QuerySet[Seat]] = {}

    @cached_property
    def _seeing(self) -> QuerySet[Seat]:
        return SUBJECTS[self.subject_kind].seats(self.subject_id, self.at)

    @cached_property
    def _party(self) -> QuerySet | None:
        return SUBJECTS[self.subject_kind].party(self.subject_id)

    def audience(self, names: Iterable[str]) -> QuerySet[Seat]:
        """The seats of named audiences, cut to those who may see the object."""
        key = tuple(names)
        if key not in self._audiences:
            named = [Q(pk__in=self._named(name)) for name in key]
            self._audiences[key] = self._seeing.filter(reduce(or_, named)) if named else self._seeing.none()
        return self._audiences[key]

    def _named(self, name: str) -> Any:
        """The ids of a named audience's seats, uncut."""
        audience = audience_named(name)
        if audience is not None and audience.seats is SUBJECTS[self.subject_kind].seats:
            return self._seeing.values("pk")
        if audience is None or not audience.steady:
            return seats_of(name, self.subject_id, self.at, self.subject_kind).values("pk")
        if audience.of_matter is not None:
            return ids_by(audience.of_matter, self.subject_kind, self.subject_id, self.at)
        return ids_by(audience.seats, int(name.partition(":")[2]) if audience.of else self.subject_id, self.at)

    def reaches_somebody(self, seats: QuerySet[Seat]) -> bool:
        """Whether somebody among the seats can act for the committee: no closed account, none of the party itself."""
        able = seats.exclude(person__is_active=False)
        return (able if self._party is None else able.exclude(organisation__in=self._party)).exists()

    def is_heard(self, names: Iterable[str]) -> bool:
        """Whether the audience has reached whom it is meant for."""
        owing, others = _owing(names), _others(names)
        if owing and not self.audience(owing).exclude(person__is_active=False).exists():
            return False
        return bool(owing and not others) or self.reaches_somebody(self.audience(others))

    def fallback(self, names: Iterable[str]) -> QuerySet[Seat]:
        """The audience of an act that is not heard: with the clerks who may see, else with the independent members.

        Whoever owes it hears in any case, and so do the others where one of them can act for the committee. So neither
        secrecy nor a rival in the chair can stop an escalation (issue of incidents; DESIGN section 3).
        """
        reached = self.reaches_somebody(self.audience(_others(names)))
        staying = names if reached else _owing(names)
        for name in FALLBACKS:
            if self.reaches_somebody(self.audience([name])):
                return self.audience([*staying, name])
        return self.audience(names)


def _owing(names: Iterable[str]) -> list[str]:
    return [name for name in names if ":" in name]


def _others(names: Iterable[str]) -> list[str]:
    return [name for name in names if ":" not in name]
