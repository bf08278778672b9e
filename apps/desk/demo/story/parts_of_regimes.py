"""What happens to regimes in a story: brought in, whose desk, and which laws reach a laboratory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class OfRegimes:
    """Somebody, so long ago."""

    ago: timedelta


class RegimesLoaded(OfRegimes):
    """The operator brings in those that ship."""


@dataclass(frozen=True, slots=True)
class DeskSet(OfRegimes):
    """The clerk says whose desk a regime's reports go to."""

    regime: str
    organisation: str


@dataclass(frozen=True, slots=True)
class ReachAnswered(OfRegimes):
    """A laboratory says which laws reach it."""

    who: str
    answers: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class VersionProposed(OfRegimes):
    """Somebody proposes the next version of a regime: these values change."""

    who: str
    regime: str
    changes: Mapping[str, str]
    reason: str
