"""An organisation's standing, computed from dated facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated fact about an organisation's standing: what, since when, until when, why, and what restores it."""

    kind: str
    since: datetime
    until: datetime | None
    because: str
    restored_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation's standing at an instant, explained."""

    state: str
    because: str = ""
    since: datetime | None = None
    restored_by: str = ""


GOOD = "in good standing"
GRAVEST_FIRST = ("expelled", "suspended", "under a pause-compliance case", "in arrears")


def standing(facts: Iterable[Fact], at: datetime) -> Standing:
    """The gravest fact in force at the instant, or good standing."""
    in_force = [fact for fact in facts if fact.since <= at and (fact.until is None or at < fact.until)]
    for kind in GRAVEST_FIRST:
        for fact in in_force:
            if fact.kind == kind:
                return Standing(kind, fact.because, fact.since, fact.restored_by)
    return Standing(GOOD)
