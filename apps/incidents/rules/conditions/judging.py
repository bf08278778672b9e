"""Judging a condition by the answers: yes, no, or open as long as an answer that decides it is not known."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from apps.incidents.rules.conditions.terms import (
    All,
    Always,
    Atom,
    Grave,
    IsKind,
    Not,
    Resolved,
    Says,
    Sent,
    Some,
    Term,
    Touches,
)
from apps.incidents.rules.facts import Answers

Kept = TypeVar("Kept")

Reason = tuple[Atom, bool]
"""An answer that decided, and whether it was yes."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a condition comes to: `truth` is None while it is open.

    `because` are the answers that settled it; `open` the unanswered questions on which it hangs.
    """

    truth: bool | None
    because: tuple[Reason, ...] = ()
    open: tuple[Atom, ...] = ()

    def opposite(self) -> "Judgement":
        """The judgement of the opposite condition."""
        return Judgement(None if self.truth is None else not self.truth, self.because, self.open)


def judge(term: Term, answers: Answers) -> Judgement:
    """Whether the condition holds. It is settled as soon as no unknown answer could change it."""
    if isinstance(term, Not):
        return judge(term.of, answers).opposite()
    if isinstance(term, All):
        return _joined([judge(one, answers) for one in term.of], settles=False)
    if isinstance(term, Some):
        return _joined([judge(one, answers) for one in term.of], settles=True)
    truth = _answer(term, answers)
    if truth is None:
        return Judgement(None, open=(term,))
    return Judgement(truth, because=() if isinstance(term, Always) else ((term, truth),))


def _joined(parts: list[Judgement], *, settles: bool) -> Judgement:
    """One part with the truth `settles` decides alone (a no among “and”, a yes among “or”)."""
    if deciding := [part for part in parts if part.truth is settles]:
        shortest = min(deciding, key=lambda part: len(part.because))
        return Judgement(settles, _once(shortest.because))
    because = _once(reason for part in parts if part.truth is not None for reason in part.because)
    if unknown := _once(atom for part in parts for atom in part.open):
        return Judgement(None, because, unknown)
    return Judgement(not settles, because)


def _once(items: Iterable[Kept]) -> tuple[Kept, ...]:
    return tuple(dict.fromkeys(items))


def _answer(atom: Atom, answers: Answers) -> bool | None:
    match atom:
        case Always():
            return True
        case Says(name):
            return answers.says(name)
        case Touches(place):
            return answers.touches(place)
        case Resolved():
            return answers.instants.get("resolved_at") is not None
        case Sent(report):
            return report in answers.sent
        case IsKind(kind):
            return None if answers.kind is None else answers.kind == kind
        case Grave(least, ""):
            return _is_grave(least, answers)
        case Grave(least, harm):
            scale = answers.harm(harm)
            return None if scale is None else scale >= least


def _is_grave(least: int, answers: Answers) -> bool | None:
    """Whether the incident stands at this step; a harm whose scale is not yet known could still lift it there."""
    scale = answers.gravest
    if scale is not None and scale >= least:
        return True
    is_open = scale is None or None in (answers.harms or {}).values()
    return None if is_open else False
