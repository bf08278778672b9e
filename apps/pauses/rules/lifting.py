"""What of an order is to be lifted, by which of its conditions are met."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lifts:
    """The measures, by id, whose own conditions are all met, and whether every condition of the order is."""

    measures: frozenset[int]
    whole: bool


def lifts(conditions: Iterable[tuple[int | None, bool]]) -> Lifts:
    """Judge conditions, each the measure that it is about (None for the whole order) and whether it is met.

    An order without conditions, and a measure without its own, are never lifted by this.
    """
    rows = list(conditions)
    about = {measure for measure, _met in rows if measure is not None}
    waiting = {measure for measure, met in rows if not met}
    return Lifts(frozenset(about - waiting), bool(rows) and not waiting)
