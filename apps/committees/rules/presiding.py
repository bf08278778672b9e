"""What offices and acting chairs come to for one seat."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.committees.states import OfficeKind

ACTING = "acting:"
"""What stands before kind and id of a matter in a list of offices: in person who presides there, else who stands back."""

OVER_ALL = ("", 0)


@dataclass(frozen=True, slots=True)
class Presiding:
    """The offices of a seat, and where its right to preside differs from them."""

    offices: frozenset[OfficeKind]
    chairs_office: bool
    acting_for: frozenset[tuple[str, int]]
    stands_back: frozenset[tuple[str, int]]


def offices_in(words: Iterable[tuple[str, bool]]) -> Presiding:
    """Offices by kind, and matters behind ACTING, each with whether the seat holds it in person.

    Whoever presides instead of an absent chair has the chair's office; the absent one keeps its sight, not its right.
    """
    words = list(words)
    offices = {OfficeKind(word) for word, in_person in words if in_person and not word.startswith(ACTING)}
    sees = any(word == OfficeKind.CHAIR for word, _in_person in words)
    matters = [(_matter(word), in_person) for word, in_person in words if word.startswith(ACTING)]
    acting = {matter for matter, in_person in matters if in_person}
    back = {matter for matter, in_person in matters if not in_person}
    if OVER_ALL in acting:
        offices.add(OfficeKind.CHAIR)
        sees = True
    elif OVER_ALL in back:
        offices.discard(OfficeKind.CHAIR)
    return Presiding(frozenset(offices), sees, frozenset(acting - {OVER_ALL}), frozenset(back - {OVER_ALL}))


def _matter(word: str) -> tuple[str, int]:
    kind, _colon, pk = word.removeprefix(ACTING).rpartition(":")
    return kind, int(pk)
