"""The decision dossier: one file that holds everything from which a result can be reckoned again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from apps.kernel.canonical import dumps, sha256
from apps.votes.rules.ballots import Opening, in_force
from apps.votes.rules.count import Member
from apps.votes.rules.filed import Articles, Cast, Certified, Line, Times
from apps.votes.rules.reading import many, moment, of_keys, one_of, saying
from apps.votes.rules.rule import Rule
from apps.votes.rules.tally import Outcome
from apps.votes.states import Procedure, RecusalState, Standing

FORMAT = "concord/dossier/v1"
"""The words of every step and the rules that a committee may begin with belong to the format: whoever changes them gives
it another number."""

COMMITTEE = ("slug", "name")
MOTION = ("ref", "title", "kind", "text", "moved_by", "seconded_by")
STATEMENT = ("by", "at", "text")
RECUSAL = ("member", "because", "state", "contested_because", "decided_because")


@dataclass(frozen=True, slots=True)
class Dossier:
    """A decision with all it rests on; `outcome` is the one that was stated (`Outcome.as_data`), to be compared.

    `certified` is None until the result is.
    """

    committee: Mapping[str, str]
    motion: Mapping[str, str]
    procedure: str
    rule: Rule
    charter: Articles
    roll: Sequence[Line]
    ballots: Sequence[Cast]
    statements: Sequence[Mapping[str, str]]
    recusals: Sequence[Mapping[str, str]]
    times: Times
    outcome: Mapping[str, Any]
    certified: Certified | None = None

    @property
    def members(self) -> list[Member]:
        """The roll as it is counted: without those who have no vote here."""
        return [Member(one.key, one.weight, one.standing) for one in self.roll if one.standing != Standing.EXCLUDED]

    @property
    def in_force(self) -> dict[str, Opening]:
        """The ballot of each voter that counts, found anew. Raises ValueError where two have one number."""
        return in_force(row.opening for row in self.ballots)

    @property
    def choices(self) -> dict[str, str]:
        """What those ballots say, as it is counted. Raises ValueError as `in_force` does."""
        return {voter: opening.choice for voter, opening in self.in_force.items()}

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values, sealed with their digest."""
        data = {
            "format": FORMAT,
            "committee": dict(self.committee),
            "motion": dict(self.motion),
            "procedure": str(self.procedure),
            "rule": self.rule.as_data(),
            "charter": self.charter.as_data(),
            "roll": [one.as_data() for one in self.roll],
            "ballots": [one.as_data() for one in self.ballots],
            "statements": [dict(one) for one in self.statements],
            "recusals": [dict(one) for one in self.recusals],
            "times": self.times.as_data(),
            "outcome": dict(self.outcome),
            "certified": self.certified and self.certified.as_data(),
        }
        return {**data, "digest": digest(data)}

    @classmethod
    def from_data(cls, data: Any) -> "Dossier":
        """From `as_data`, the digest unread; raises ValueError for anything unknown, missing or of another type."""
        found = of_keys(data, {"format", "digest", *cls.__slots__}, "a dossier")
        return cls(
            committee=saying(found["committee"], COMMITTEE),
            motion=saying(found["motion"], MOTION),
            procedure=one_of(found["procedure"], [one.value for one in Procedure]),
            rule=Rule.from_data(found["rule"]),
            charter=Articles.from_data(found["charter"]),
            roll=[Line.from_data(one) for one in many(found["roll"])],
            ballots=[Cast.from_data(one) for one in many(found["ballots"])],
            statements=[_statement(one) for one in many(found["statements"])],
            recusals=[_recusal(one) for one in many(found["recusals"])],
            times=Times.from_data(found["times"]),
            outcome=of_keys(found["outcome"], Outcome.__slots__, "an outcome"),
            certified=None if found["certified"] is None else Certified.from_data(found["certified"]),
        )


def _statement(data: Any) -> Mapping[str, str]:
    found = saying(data, STATEMENT)
    moment(found["at"])
    return found


def _recusal(data: Any) -> Mapping[str, str]:
    found = saying(data, RECUSAL)
    one_of(found["state"], [one.value for one in RecusalState])
    return found


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal over the canonical JSON of everything but `digest`. Raises NotCanonical."""
    return sha256(dumps({key: value for key, value in data.items() if key != "digest"}))


def words_digest(title: str, text: str) -> str:
    """What the record keeps of a motion's words when voting opens: SHA-256 over their canonical JSON."""
    return sha256(dumps([title, text]))


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
