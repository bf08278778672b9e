"""What a condition is made of; nothing here reads text or knows answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Always:
    """True whatever the answers."""


@dataclass(frozen=True, slots=True)
class Says:
    """A yes-or-no question about the incident or the organisation is answered by yes."""

    name: str


@dataclass(frozen=True, slots=True)
class Touches:
    """A place is touched."""

    place: str


@dataclass(frozen=True, slots=True)
class IsKind:
    """The report is of this kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Grave:
    """The incident, or the harm of one kind, stands at this step of the scale or above."""

    least: int
    harm: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The organisation has said when the incident was resolved; until then it goes on."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A report of the same regime has been sent."""

    report: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: "Term"


@dataclass(frozen=True, slots=True)
class All:
    """Every one of them."""

    of: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of them."""

    of: tuple["Term", ...]


Atom = Always | Says | Touches | IsKind | Grave | Resolved | Sent
Term = Atom | Not | All | Some
