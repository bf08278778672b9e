"""Passages of a paper that are sealed: how they are marked in what is typed, and what others read in their place.

A passage is marked [[like this]], one for counsel only [[counsel: like this]]: it works in any box, by mail and by API. The
marks are taken out when the paper is kept, so that nothing but the seals says where they were.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from apps.disputes.rules.sight import SEALS, Reader, Sight
from apps.disputes.states import Seal
from apps.kernel.decisions import Invalid

OPENS, CLOSES, COUNSEL = "[[", "]]", "counsel:"
MARK = re.compile(r"\[\[|\]\]")
CUT = "[sealed]"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text in characters, the end excluded, and the seal upon it."""

    start: int
    end: int
    seal: Seal = Seal.PASSAGE


def read(typed: str) -> tuple[str, list[Passage]]:
    """The text without its marks, and the passages that they sealed; raises Invalid({"text": …}) for marks astray."""
    kept: list[str] = []
    passages: list[Passage] = []
    length, opened, at = 0, None, 0
    for mark in MARK.finditer(typed):
        part = typed[at : mark.start()]
        at = mark.end()
        if (mark.group() == OPENS) != (opened is None):
            raise Invalid({"text": _astray(typed, mark.start())})
        if opened is None:
            opened = length + len(part)
        else:
            part, seal = _sealed(part)
            if not part.strip():
                raise Invalid({"text": "A sealed passage is empty. Put its words between [[ and ]]."})
            passages.append(Passage(opened, opened + len(part), seal))
            opened = None
        kept.append(part)
        length += len(part)
    if opened is not None:
        raise Invalid({"text": "A sealed passage begins with [[ and does not end. Put ]] behind its last word."})
    return "".join([*kept, typed[at:]]), passages


def _sealed(part: str) -> tuple[str, Seal]:
    if part.startswith(COUNSEL):
        return part.removeprefix(COUNSEL).lstrip(), Seal.PASSAGE_COUNSEL
    return part, Seal.PASSAGE


def _astray(typed: str, at: int) -> str:
    line = typed.count("\n", 0, at) + 1
    return f"Line {line}: the marks [[ and ]] of sealed passages do not go together. One passage cannot hold another."


def write(text: str, passages: Iterable[Passage]) -> str:
    """The inverse of `read`: the text with its passages marked, as its author goes on writing it."""
    for one in sorted(passages, key=lambda passage: -passage.start):
        counsel = f"{COUNSEL} " if one.seal == Seal.PASSAGE_COUNSEL else ""
        text = f"{text[: one.start]}{OPENS}{counsel}{text[one.start : one.end]}{CLOSES}{text[one.end :]}"
    return text


def for_reader(text: str, passages: Iterable[Passage], reader: Reader) -> str:
    """The text as this reader has it: what is sealed from them is cut out, whatever its length, and nothing else."""
    return without(text, [one for one in passages if SEALS[one.seal][reader] < Sight.FULL])


def without(text: str, passages: Iterable[Passage]) -> str:
    """The text with these passages cut out; those that touch or overlap leave one mark."""
    parts: list[str] = []
    at = 0
    for one in sorted(passages, key=lambda passage: passage.start):
        if one.start > at or not parts:
            parts += [text[at : one.start], CUT]
        at = max(at, one.end)
    return "".join([*parts, text[at:]])


def found(text: str, quoted: str) -> list[tuple[int, int]]:
    """Everywhere that these words stand in the text, from–to: whoever seals words seals them wherever they are."""
    return [(match.start(), match.end()) for match in re.finditer(re.escape(quoted), text)] if quoted.strip() else []
