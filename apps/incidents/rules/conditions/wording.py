"""Conditions, reasons and open questions as people read them."""

from collections.abc import Iterable, Sequence

from apps.incidents.rules.conditions.judging import Reason
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
from apps.incidents.rules.facts import FACTS, HARMS, KINDS, PLACES, SCALE, SCOPES, YesNo


def in_words(term: Term) -> str:
    """A condition as part of a sentence: “the European Union is touched, and somebody died”."""
    match term:
        case Not(of) if isinstance(of, Atom):
            return clause(of, False)
        case Not(of):
            return f"it is not so that {in_words(of)}"
        case All(parts):
            return ", and ".join(_grouped(part) for part in parts)
        case Some(parts):
            return " or ".join(_grouped(part) for part in parts)
        case _:
            return clause(term, True)


def _grouped(term: Term) -> str:
    words = in_words(term)
    return f"({words})" if isinstance(term, All | Some) else words


def clause(atom: Atom, truth: bool) -> str:
    """An answer as part of a sentence."""
    match atom:
        case Always():
            return "in any case" if truth else "never"
        case Says(name):
            asked = _asked(name)
            return asked.yes if truth else asked.no
        case Touches(place):
            return f"{_the(place)} is {'' if truth else 'not '}touched"
        case Resolved():
            return "it is resolved" if truth else "it still goes on"
        case Sent(report):
            return f"the report “{report}” is {'' if truth else 'not yet '}sent"
        case IsKind(kind):
            return f"it is {'' if truth else 'not '}reported as {_a(KINDS[kind])}"
        case Grave(least, ""):
            return f"its severity is {_step(least, truth)}"
        case Grave(least, harm):
            return f"the harm to {HARMS[harm]} is {_step(least, truth)}"


def question(atom: Atom) -> str:
    """What to answer so that this is known."""
    match atom:
        case Says(name):
            return _asked(name).question
        case Touches(place):
            return f"Is {_the(place)} touched?"
        case IsKind():
            return "What sort of event is it?"
        case Grave(_, ""):
            return "How grave is it?"
        case Grave(_, harm):
            return f"How grave is the harm to {HARMS[harm]}?"
        case _:
            return ""


def reasons(because: Sequence[Reason]) -> str:
    """The answers that settled something, as the end of a sentence that begins with “because”."""
    return listed(clause(atom, truth) for atom, truth in because)


def listed(parts: Iterable[str]) -> str:
    """“one, two and three”."""
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _asked(name: str) -> YesNo:
    return SCOPES[name] if name in SCOPES else FACTS[name]


def _the(place: str) -> str:
    name = PLACES[place]
    return f"the {name}" if place in {"EU", "UK", "US"} else name


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _step(least: int, truth: bool) -> str:
    if truth:
        return f"{SCALE[least]} or graver" if least < max(SCALE) else SCALE[least]
    return f"less than {SCALE[least]}"
