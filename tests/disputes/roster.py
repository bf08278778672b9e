"""Organisations, parties and a roster for the rules of disputes."""

from datetime import UTC, datetime
from typing import Any

from apps.committees.states import TieKind
from apps.disputes.rules.conflicts import Link, Matter, Panellist, Party
from apps.disputes.states import Capacity

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ASTER, ASTER_CHIPS, ASTER_LAND, BOREALIS, CYGNUS, VERITAS, HARBOUR, LYCEUM = range(1, 9)
NAMES = {
    ASTER: "Aster",
    ASTER_CHIPS: "Aster Chips",
    ASTER_LAND: "Aster Land",
    BOREALIS: "Borealis",
    CYGNUS: "Cygnus",
    VERITAS: "Veritas",
    HARBOUR: "Harbour",
    LYCEUM: "Lyceum",
}


def party(organisation: int, capacity: Capacity) -> Party:
    return Party(organisation, NAMES[organisation], capacity)


COMPLAINANT = party(ASTER, Capacity.COMPLAINANT)
RESPONDENT = party(BOREALIS, Capacity.RESPONDENT)
THIRD = party(CYGNUS, Capacity.THIRD_PARTY)


def matter(*parties: Party, links: tuple[Link, ...] = (), **more: Any) -> Matter:
    return Matter(parties or (COMPLAINANT, RESPONDENT, THIRD), links, **more)


def link(one: int, other: int, kind: TieKind = TieKind.AFFILIATE, since: datetime = LONG_AGO, **more: Any) -> Link:
    return Link(one, other, kind, "it holds a third of its shares", since, **more)


def panellist(key: str = "vera", organisation: int = VERITAS, **more: Any) -> Panellist:
    return Panellist(key, key.title(), organisation, NAMES[organisation], LONG_AGO, **more)
