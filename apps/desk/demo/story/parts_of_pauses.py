"""What happens to pause orders in a story: each says so long ago, by whom, and to which order, by its title."""

from dataclasses import dataclass
from datetime import timedelta

from apps.pauses.services.drafting import Asked, Drawn

THE_CHAIR = ""
"""Whoever holds the chair at that moment."""


@dataclass(frozen=True, slots=True)
class OfPauses:
    """Somebody does something about an order."""

    ago: timedelta
    who: str
    order: str


@dataclass(frozen=True, slots=True)
class OrderDrafted(OfPauses):
    """Writes it whole; ordered `at_once` it binds by the chair's word, else a motion of the story names it by its title."""

    reasons: str
    labs: dict[str, str]
    measures: tuple[Drawn, ...]
    lasts: timedelta
    conditions: tuple[Asked, ...] = ()
    labs_needed: int | None = None
    share_needed: str = ""
    binds_newcomers: bool = False
    is_drill: bool = False
    at_once: bool = False


class ServiceAcknowledged(OfPauses):
    """Says for the lab that it has been reached."""


class PauseJoined(OfPauses):
    """Joins for the lab."""


@dataclass(frozen=True, slots=True)
class LabAttested(OfPauses):
    """Attests for the lab that these runs stand still since so long before; none: that it has none in scope."""

    statement: str
    runs: tuple[tuple[str, timedelta], ...] = ()


@dataclass(frozen=True, slots=True)
class PermitAsked(OfPauses):
    """Asks for a permit; where `granted_after` is given whoever decides grants it then, on `conditions`."""

    run: str
    purpose: str
    flop: str
    lasts: timedelta
    offers: str
    granted_after: timedelta | None = None
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceShown(OfPauses):
    """Shows a condition for the lab; it is verified and then accepted so long after, where that is given."""

    number: int
    text: str
    verified_after: timedelta | None = None
    verified_by: str = ""
    tier: int = 0
    finding: str = ""
    accepted_after: timedelta | None = None
