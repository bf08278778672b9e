"""In which order the members of a cycle preside."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.chairs.rules.lot import draw


class Order(StrEnum):
    """How a cycle is ordered; the charter chooses."""

    LISTED = "listed"
    ALPHABETICAL = "alphabetical"
    FEWEST = "fewest"
    LOT = "lot"


ORDER_WORDS = {
    Order.LISTED: "as listed",
    Order.ALPHABETICAL: "alphabetically by name",
    Order.FEWEST: "fewest terms first",
    Order.LOT: "drawn by lot",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member as the orders need it: short name, name, terms held so far, and its place in the list that was given."""

    key: str
    name: str
    terms: int = 0
    listed: int = 0


def ordered(order: Order, candidates: Sequence[Candidate], seed: str = "") -> list[str]:
    """The keys in the order of the cycle.

    Names are compared without regard to capitals, then keys decide. By fewest terms, equals stand alphabetically.
    The lot needs its seed; raises ValueError without one.
    """
    if order == Order.LOT:
        return [ticket.key for ticket in draw(seed, [one.key for one in candidates])]
    if order == Order.LISTED:
        return [one.key for one in sorted(candidates, key=lambda one: (one.listed, one.name.casefold(), one.key))]
    if order == Order.FEWEST:
        return [one.key for one in sorted(candidates, key=lambda one: (one.terms, one.name.casefold(), one.key))]
    return [one.key for one in sorted(candidates, key=lambda one: (one.name.casefold(), one.key))]


def without(places: Sequence[str], leaving: str) -> list[str]:
    """The order after a withdrawal: every later place moves forward, without a gap."""
    return [key for key in places if key != leaving]


def with_newcomer(places: Sequence[str], joining: str) -> list[str]:
    """The order after an admission: the newcomer presides last in the cycle. Raises ValueError if it has a place."""
    if joining in places:
        raise ValueError(f"{joining} has a place in this cycle already.")
    return [*places, joining]


def swapped(places: Sequence[str], one: str, other: str) -> list[str]:
    """The order after two places have been exchanged. Raises ValueError unless both stand in it and differ."""
    if one == other or one not in places or other not in places:
        raise ValueError("Two different members with a place each can swap.")
    exchange = {one: other, other: one}
    return [exchange.get(key, key) for key in places]


def rested(order: Sequence[str], last: str | None) -> list[str]:
    """The order of a cycle in which whoever held the term before does not come first, where another can."""
    if len(order) > 1 and order[0] == last:
        return [order[1], order[0], *order[2:]]
    return list(order)
