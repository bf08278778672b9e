"""The parts of a decision dossier: the charter's articles, lines of the roll, ballots as they were cast, and times."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from apps.committees.rules.charter import NUMBER, SWITCH, Value
from apps.kernel.canonical import instant
from apps.votes.rules import charter
from apps.votes.rules.ballots import Opening
from apps.votes.rules.count import Weight
from apps.votes.rules.reading import hexadecimal, moment, moment_or_none, of_keys, one_of, saying, switch, text, whole
from apps.votes.rules.threshold import exactly
from apps.votes.states import Effect, Standing

JUDGED = (
    charter.DISCUSSION_HOURS,
    *charter.WINDOW_OF.values(),
    charter.EARLY_CLOSE,
    charter.MINIMUM_HOURS,
    charter.QUORUM_PERCENT,
    charter.LATE_QUORUM_HOURS,
    charter.HIDDEN,
    charter.WEIGHTS,
    charter.RULE_EMERGENCY,
    charter.CASTING,
)
"""The articles from which the rule of a vote and its hours follow, beside the one that gives the kind's rule."""

_KINDS = {article.key: article.kind for article in charter.SECTION.articles}
_READERS: Mapping[str, Callable[[Any], Value]] = {NUMBER: whole, SWITCH: switch}


@dataclass(frozen=True, slots=True)
class Articles:
    """The charter's version as voting was opened, the article that gives the kind's rule, and the values that decide."""

    number: int
    rule: str
    values: Mapping[str, Value]

    @classmethod
    def of(cls, number: int, rule: str, values: Callable[[str], Value]) -> "Articles":
        """Those that decide, from a whole charter."""
        return cls(number, rule, {key: values(key) for key in (*JUDGED, rule)})

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values."""
        return {"number": self.number, "rule": self.rule, "values": dict(self.values)}

    @classmethod
    def from_data(cls, data: Any) -> "Articles":
        """From `as_data`; raises ValueError for anything else. Whether the charter may say so is not asked."""
        found = of_keys(data, cls.__slots__, "a charter")
        rule = text(found["rule"])
        values = of_keys(found["values"], {*JUDGED, rule}, "the articles that decide")
        read = {key: _READERS.get(_KINDS.get(key, ""), text)(value) for key, value in values.items()}
        return cls(whole(found["number"]), rule, read)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the frozen roll, with why it has no vote where it has none (recused or excluded)."""

    key: str
    name: str
    weight: Weight
    standing: str
    why: str = ""

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values."""
        said = {"key": self.key, "name": self.name, "why": self.why}
        return {**said, "weight": str(Fraction(self.weight)), "standing": str(self.standing)}

    @classmethod
    def from_data(cls, data: Any) -> "Line":
        """From `as_data`; raises ValueError for anything else."""
        found = of_keys(data, cls.__slots__, "a line of the roll")
        standing = one_of(found["standing"], [one.value for one in Standing])
        return cls(text(found["key"]), text(found["name"]), exactly(found["weight"]), standing, text(found["why"]))


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot as it was cast and committed to.

    `explanation` and `salt` open the commitment to its text where that may be read, else both are None; `counts` says
    whether it is the one in force.
    """

    opening: Opening
    commitment: str
    at: datetime
    explanation: str | None = None
    salt: str | None = None
    counts: bool = False

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values."""
        return {
            "opening": self.opening.as_data(),
            "commitment": self.commitment,
            "at": instant(self.at),
            "explanation": self.explanation,
            "salt": self.salt,
            "counts": self.counts,
        }

    @classmethod
    def from_data(cls, data: Any) -> "Cast":
        """From `as_data`; raises ValueError for anything else."""
        found = of_keys(data, cls.__slots__, "a ballot")
        return cls(
            opening=Opening.from_data(found["opening"]),
            commitment=hexadecimal(found["commitment"]),
            at=moment(found["at"]),
            explanation=None if found["salt"] is None else text(found["explanation"]),
            salt=None if found["explanation"] is None else hexadecimal(found["salt"]),
            counts=switch(found["counts"]),
        )


def named(row: Cast) -> str:
    """A ballot in a sentence."""
    return f"ballot {row.opening.seq} of {row.opening.voter}"


@dataclass(frozen=True, slots=True)
class Times:
    """When discussion began and voting opened, its hour (excluded), and when it closed: at the hour, or before.

    `extended` is when voting was kept open once more for the quorum was late; `closes` is then the later hour.
    """

    discussed: datetime
    opened: datetime
    extended: datetime | None
    closes: datetime
    closed: datetime

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values."""
        return {name: instant(getattr(self, name)) for name in self.__slots__}

    @classmethod
    def from_data(cls, data: Any) -> "Times":
        """From `as_data`; raises ValueError for anything else."""
        found = of_keys(data, cls.__slots__, "the times of a vote")
        return cls(
            moment(found["discussed"]),
            moment(found["opened"]),
            moment_or_none(found["extended"]),
            moment(found["closes"]),
            moment(found["closed"]),
        )


@dataclass(frozen=True, slots=True)
class Certified:
    """When the result was certified, what became of what was decided, and the sentence that says so."""

    at: datetime
    effect: str
    note: str

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values."""
        return {"at": instant(self.at), "effect": str(self.effect), "note": self.note}

    @classmethod
    def from_data(cls, data: Any) -> "Certified":
        """From `as_data`; raises ValueError for anything else."""
        found = saying(data, cls.__slots__)
        return cls(moment(found["at"]), one_of(found["effect"], [one.value for one in Effect]), found["note"])
