"""Transition tables: which moves a state machine has, as data that a lawyer can read."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from apps.kernel.decisions import YES, Decision, no


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: from which states, to which, and by whom (in words, for the printed procedure)."""

    verb: str
    sources: tuple[StrEnum, ...]
    target: StrEnum
    by: str


class Transitions:
    """The moves of one kind of object."""

    def __init__(self, *moves: Move) -> None:
        self._moves = {move.verb: move for move in moves}
        if len(self._moves) != len(moves):
            raise ValueError("a verb stands twice in the table")

    def __iter__(self) -> Iterator[Move]:
        return iter(self._moves.values())

    def __getitem__(self, verb: str) -> Move:
        return self._moves[verb]

    def may(self, verb: str, state: str) -> Decision:
        """Whether the verb is open in this state."""
        move = self._moves[verb]
        if state in move.sources:
            return YES
        states = " or ".join(f"“{source}”" for source in move.sources)
        return no(f"This is “{state}” now; that step is open only while it is {states}.")
