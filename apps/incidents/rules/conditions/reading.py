"""Reading a condition: `touches EU and model_involved and (death or harm_health at least 3)`."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from apps.incidents.rules.conditions.terms import (
    All,
    Always,
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
from apps.incidents.rules.facts import FACTS, HARMS, KINDS, PLACES, SCALE, SCOPES

LONGEST = 2000
DEEPEST = 20

WORD = re.compile(r"\s*([()]|[^\s()]+)")
JOINING = frozenset({"and", "or", "not", "(", ")"})


class Unreadable(ValueError):
    """The text is no condition; the message says where and what to write instead."""


def read(text: str) -> Term:
    """The condition that a text says. Raises Unreadable.

    A condition is made of answers joined by `and`, `or`, `not` and parentheses; `and` binds closer than `or`. An
    answer is `always`, the name of a yes-or-no question, `touches PLACE`, `kind is KIND`, `severity at least N`,
    `harm_KIND at least N`, `resolved`, or `sent REPORT` with the key of a report of the same regime.
    """
    if len(text) > LONGEST:
        raise Unreadable(f"Shorten the condition to {LONGEST} characters.")
    reader = _Reader(WORD.findall(text))
    term = reader.either(0)
    if (rest := reader.peek()) is not None:
        raise Unreadable(f"After a whole condition there stands “{rest}”; join it by “and” or “or”.")
    return term


class _Reader:
    """Goes over the words once; each method reads what it is named after."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.at = 0

    def peek(self) -> str | None:
        return self.words[self.at] if self.at < len(self.words) else None

    def take(self) -> str:
        word = self.peek()
        if word is None:
            raise Unreadable("The condition ends too early; something is missing after the last word.")
        self.at += 1
        return word

    def either(self, depth: int) -> Term:
        parts = [self.both(depth)]
        while self.peek() == "or":
            self.take()
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def both(self, depth: int) -> Term:
        parts = [self.one(depth)]
        while self.peek() == "and":
            self.take()
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, depth: int) -> Term:
        if depth > DEEPEST:
            raise Unreadable(f"The condition is nested more than {DEEPEST} deep; write it flatter.")
        word = self.take()
        if word == "not":
            return Not(self.one(depth + 1))
        if word == "(":
            inside = self.either(depth + 1)
            if self.take() != ")":
                raise Unreadable("A parenthesis is opened and not closed.")
            return inside
        if word in JOINING:
            raise Unreadable(f"“{word}” stands where an answer is expected.")
        return self.answer(word)

    def answer(self, word: str) -> Term:
        if word == "always":
            return Always()
        if word == "resolved":
            return Resolved()
        if word == "sent":
            return Sent(self.take())
        if word == "touches":
            return Touches(_one_of(self.take(), PLACES, "place"))
        if word == "kind":
            self.expect("is", "“kind is harm”")
            return IsKind(_one_of(self.take(), KINDS, "kind of report"))
        if word == "severity":
            return Grave(self.scale(word))
        if word.startswith("harm_"):
            harm = _one_of(word.removeprefix("harm_"), HARMS, "kind of harm")
            return Grave(self.scale(word), harm)
        name = _one_of(word, [*FACTS, *SCOPES], "question")
        if self.peek() in {"at", "is"}:
            raise Unreadable(f"“{name}” is answered by yes or no: write it alone, or with “not” before it.")
        return Says(name)

    def scale(self, name: str) -> int:
        self.expect("at", f"“{name} at least 4”")
        self.expect("least", f"“{name} at least 4”")
        number = self.take()
        if number not in {str(step) for step in SCALE}:
            raise Unreadable(f"“{number}” is not on the scale; write a number from 1 to 5.")
        return int(number)

    def expect(self, wanted: str, pattern: str) -> None:
        if self.peek() != wanted:
            raise Unreadable(f"Write {pattern}; “{wanted}” is missing.")
        self.take()


def _one_of(word: str, known: Iterable[str], what: str) -> str:
    names = list(known)
    if word in names:
        return word
    near = get_close_matches(word, names, 1)
    hint = f"; did you mean “{near[0]}”?" if near else f". Known are: {', '.join(names)}."
    raise Unreadable(f"There is no {what} “{word}”{hint}")
