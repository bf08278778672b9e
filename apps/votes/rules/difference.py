"""What differs between two texts, in pieces that are the same, gone or new."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 4000
"""Beyond so many on a side, words are not compared one by one: that would take too long."""

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: “same”, “gone” or “new”."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """What became of a text, in order; the pieces that are not new make the old text, those not gone the new one."""
    return list(_joined(_of_lines(before.splitlines(keepends=True), after.splitlines(keepends=True))))


def _of_lines(before: list[str], after: list[str]) -> Iterator[Piece]:
    for same, old, new in _blocks(before, after):
        if same:
            yield Piece(SAME, old)
        else:
            yield from _of_words(old, new)


def _of_words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    many = max(len(old), len(new)) > MOST_WORDS
    for same, gone, come in [(False, before, after)] if many else _blocks(old, new):
        if same:
            yield Piece(SAME, gone)
            continue
        if gone:
            yield Piece(GONE, gone)
        if come:
            yield Piece(NEW, come)


def _blocks(before: list[str], after: list[str]) -> Iterator[tuple[bool, str, str]]:
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield tag == "equal", "".join(before[i:j]), "".join(after[k:m])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if held is not None and held.kind == piece.kind:
            held = Piece(held.kind, held.text + piece.text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
