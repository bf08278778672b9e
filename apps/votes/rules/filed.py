"""The parts of a decision dossier: lines of the roll, ballots as they were cast, and times."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from apps.kernel.canonical import instant
from apps.votes.rules.ballots import Opening
from apps.votes.rules.count import Weight
from apps.votes.rules.reading import hexadecimal, moment, of_keys, one_of, switch, text
from apps.votes.rules.threshold import exactly
from apps.votes.states import Standing


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
            explanation=None if found["explanation"] is None else text(found["explanation"]),
            salt=None if found["explanation"] is None else hexadecimal(found["salt"]),
            counts=switch(found["counts"]),
        )


@dataclass(frozen=True, slots=True)
class Times:
    """When voting opened, its hour (excluded), and when it closed: at the hour, or before."""

    opened: datetime
    closes: datetime
    closed: datetime

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values."""
        return {"opened": instant(self.opened), "closes": instant(self.closes), "closed": instant(self.closed)}

    @classmethod
    def from_data(cls, data: Any) -> "Times":
        """From `as_data`; raises ValueError for anything else."""
        found = of_keys(data, cls.__slots__, "the times of a vote")
        return cls(moment(found["opened"]), moment(found["closes"]), moment(found["closed"]))
