"""The decision dossier: one file that holds everything from which a result can be reckoned again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from apps.kernel.canonical import dumps, sha256
from apps.votes.rules.ballots import Opening, in_force
from apps.votes.rules.count import Member
from apps.votes.rules.filed import Cast, Line, Times
from apps.votes.rules.reading import many, of_keys, one_of, saying, whole
from apps.votes.rules.rule import Rule
from apps.votes.rules.tally import Outcome
from apps.votes.states import Procedure, Standing

FORMAT = "concord/dossier/v1"
"""The words of every step belong to the format: whoever changes them gives it another number."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A decision with all it rests on; `outcome` is the one that was stated (`Outcome.as_data`), to be compared."""

    committee: Mapping[str, Any]
    motion: Mapping[str, Any]
    procedure: str
    rule: Rule
    charter: int
    roll: Sequence[Line]
    ballots: Sequence[Cast]
    statements: Sequence[Mapping[str, Any]]
    recusals: Sequence[Mapping[str, Any]]
    times: Times
    outcome: Mapping[str, Any]

    @property
    def members(self) -> list[Member]:
        """The roll as it is counted: without those who have no vote here."""
        return [Member(one.key, one.weight, one.standing) for one in self.roll if one.standing != Standing.EXCLUDED]

    @property
    def in_force(self) -> dict[str, Opening]:
        """The ballot of each voter that counts, found anew. Raises ValueError where two have one number."""
        return in_force(row.opening for row in self.ballots)

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values, sealed with their digest."""
        data = {
            "format": FORMAT,
            "committee": dict(self.committee),
            "motion": dict(self.motion),
            "procedure": str(self.procedure),
            "rule": self.rule.as_data(),
            "charter": self.charter,
            "roll": [one.as_data() for one in self.roll],
            "ballots": [one.as_data() for one in self.ballots],
            "statements": [dict(one) for one in self.statements],
            "recusals": [dict(one) for one in self.recusals],
            "times": self.times.as_data(),
            "outcome": dict(self.outcome),
        }
        return {**data, "digest": digest(data)}

    @classmethod
    def from_data(cls, data: Any) -> "Dossier":
        """From `as_data`, the digest unread; raises ValueError for anything unknown, missing or of another type."""
        found = of_keys(data, {"format", "digest", *cls.__slots__}, "a dossier")
        return cls(
            committee=saying(found["committee"], ("slug", "name")),
            motion=saying(found["motion"], ("ref", "title", "kind", "text")),
            procedure=one_of(found["procedure"], [one.value for one in Procedure]),
            rule=Rule.from_data(found["rule"]),
            charter=whole(found["charter"]),
            roll=[Line.from_data(one) for one in many(found["roll"])],
            ballots=[Cast.from_data(one) for one in many(found["ballots"])],
            statements=[saying(one, ()) for one in many(found["statements"])],
            recusals=[saying(one, ()) for one in many(found["recusals"])],
            times=Times.from_data(found["times"]),
            outcome=of_keys(found["outcome"], Outcome.__slots__, "an outcome"),
        )


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal over the canonical JSON of everything but `digest`. Raises NotCanonical."""
    return sha256(dumps({key: value for key, value in data.items() if key != "digest"}))


def build(dossier: Dossier) -> bytes:
    """The file: canonical JSON, its ballots in order and marked whether they count.

    Raises ValueError for what the verifier could not read, and NotCanonical.
    """
    force = dossier.in_force
    rows = sorted(dossier.ballots, key=lambda one: (one.at, one.opening.voter, one.opening.seq))
    marked = [replace(row, counts=force[row.opening.voter] == row.opening) for row in rows]
    data = replace(dossier, ballots=marked).as_data()
    Dossier.from_data(data)
    return dumps(data)
