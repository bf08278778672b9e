"""Two colleagues who write one report at once: each one's answers are kept, question by question.

A page carries a mark of every answer as it was when the page was made. What its writer has left alone is left alone;
what only this writer has changed is taken; what both have changed clashes, and is shown to the writer side by side.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FACT = "facts."
MARK_LENGTH = 16
LONGEST_MARKS = 10_000


@dataclass(frozen=True, slots=True)
class Merged:
    """The answers to write, by question, and those that clash: what stands there now."""

    taken: dict[str, Any]
    clashes: dict[str, Any]


def flat(content: Mapping[str, Any]) -> dict[str, Any]:
    """A report's content by question: each of the facts is one, and so is everything else."""
    others = {name: value for name, value in content.items() if name != "facts"}
    return others | {f"{FACT}{name}": value for name, value in (content.get("facts") or {}).items()}


def whole(answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by question as the services take them: facts together with those that are known already."""
    asked = {name.removeprefix(FACT): value for name, value in answers.items() if name.startswith(FACT)}
    others = {name: value for name, value in answers.items() if not name.startswith(FACT)}
    if not asked:
        return others
    return others | {"facts": {name: value for name, value in {**facts, **asked}.items() if value is not None}}


def mark(value: Any) -> str:
    """A short mark of an answer; what a form cannot tell apart, such as seconds or kinds of line ends, has one mark."""
    plain = json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:MARK_LENGTH]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M}"
    if isinstance(value, list | tuple | set | frozenset):
        return sorted((_plain(one) for one in value), key=str)
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return value


def marks(answers: Mapping[str, Any]) -> dict[str, str]:
    """The mark of every answer."""
    return {name: mark(value) for name, value in answers.items()}


def read_marks(text: str) -> dict[str, str]:
    """The marks that a page sends back; none where they cannot be read."""
    try:
        given = json.loads(text) if len(text) <= LONGEST_MARKS else {}
    except (ValueError, RecursionError):
        return {}
    return (
        {str(name): value for name, value in given.items() if isinstance(value, str)} if isinstance(given, dict) else {}
    )


def merge(stored: Mapping[str, Any], typed: Mapping[str, Any], base: Mapping[str, str]) -> Merged:
    """What to write of `typed` into `stored`; `base` are the marks of the answers that the writer began with.

    Where a page brought no mark of an answer, what was typed is taken.
    """
    taken: dict[str, Any] = {}
    clashes: dict[str, Any] = {}
    for name, value in typed.items():
        now, mine, first = mark(stored.get(name)), mark(value), base.get(name)
        if mine in {now, first}:
            continue
        if first is None or now == first:
            taken[name] = value
        else:
            clashes[name] = stored.get(name)
    return Merged(taken, clashes)


def marks_after(stored: Mapping[str, Any], typed: Mapping[str, Any], base: Mapping[str, str]) -> dict[str, str]:
    """The marks that a page goes on with after its answers were kept: new where what it shows is what stands there."""
    there = {name: mark(stored.get(name)) for name in typed}
    return {**base, **{name: now for name, now in there.items() if name not in base or now == mark(typed[name])}}
