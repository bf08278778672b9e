"""What apps above tell of the matters that are open: who has a stake in one, and what a chair hands to the next."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Party:
    """That an organisation has a stake in an open matter, and why: “Aster reported this incident.”"""

    subject_id: int
    ref: str
    organisation_id: int
    because: str


@dataclass(frozen=True, slots=True)
class Stake:
    """How the matters of one kind tell who has a stake in them.

    `parties` gives the stakes of these organisations in open matters, or only in those of them with these ids;
    matters that the chair does not see are left out, for nobody presides over them. `changes` are the kinds of acts by
    which such a matter opens or closes or its parties change. `find` gives the id of the one with a reference, where
    the viewer may see it; `involves` whether an organisation has a stake in the open one with an id, whatever the chair
    sees.
    """

    key: str
    label: str
    parties: Callable[[Collection[int], Collection[int] | None], list[Party]]
    changes: frozenset[str]
    find: Callable[[Any, str], int | None]
    involves: Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something that the chair leaves open: what it is, and which object it is about."""

    label: str
    subject_kind: str
    subject_id: int
    subject_ref: str


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """One kind of open matters: `find` lists those of the active committee at an instant."""

    key: str
    label: str
    find: Callable[[datetime], list[OpenMatter]]


STAKES: Registry[Stake] = Registry("stakes", "who has a stake in a matter, so that the next in order presides over it")
OPEN_MATTERS: Registry[OpenMatters] = Registry("open matters", "what one chair hands over to the next")
