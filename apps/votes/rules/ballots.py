"""What a ballot commits to, and which of the ballots cast for a member counts."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from apps.kernel.canonical import LARGEST_INTEGER, dumps
from apps.votes.states import Capacity, Choice

DOMAIN = b"concord/ballot/v1\n"
DIGEST = re.compile(r"[0-9a-f]{64}\Z")

PRECEDENCE = (Capacity.PROXY.value, Capacity.ALTERNATE.value, Capacity.REPRESENTATIVE.value)
"""From the weakest: a representative's ballot prevails over an alternate's, whichever came later, and that over a
proxy's. Independent members, and whoever takes over for an absent representative, vote as representatives."""


class Ballot(Protocol):
    """What decides which ballot counts, and what it says."""

    @property
    def voter(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def capacity(self) -> str: ...
    @property
    def choice(self) -> str: ...


B = TypeVar("B", bound=Ballot)


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens the commitment of a ballot; `explanation` is a salted commitment to its text
    (kernel.canonical.commitment), for the salt of one that not everybody may read stays sealed when nonces are
    published; `nonce` is 32 random bytes in hexadecimal. Raises ValueError for what cannot be a ballot."""

    motion: str
    voter: str
    choice: str
    seq: int
    by: str
    capacity: str
    explanation: str
    nonce: str

    def __post_init__(self) -> None:
        if not all(isinstance(one, str) and one for one in (self.motion, self.voter, self.by)):
            raise ValueError("A ballot names its motion, its voter and who cast it.")
        if self.choice not in tuple(Choice):
            raise ValueError(f"A ballot is yes, no or abstain, not {self.choice!r}.")
        if self.capacity not in PRECEDENCE:
            raise ValueError(f"Nobody votes as {self.capacity!r}.")
        if type(self.seq) is not int or not 1 <= self.seq <= LARGEST_INTEGER:
            raise ValueError(f"Ballots are numbered from 1, not {self.seq!r}.")
        if not all(isinstance(one, str) and DIGEST.match(one) for one in (self.explanation, self.nonce)):
            raise ValueError("An explanation's commitment and a nonce are 64 hexadecimal digits.")

    def as_data(self) -> dict[str, Any]:
        """Canonical JSON values."""
        return {**asdict(self), "choice": str(self.choice), "capacity": str(self.capacity)}

    @classmethod
    def from_data(cls, data: Any) -> "Opening":
        """From `as_data`; raises ValueError for anything else."""
        if not isinstance(data, dict) or data.keys() != {field.name for field in fields(cls)}:
            raise ValueError("This is no opening of a ballot.")
        return cls(**data)


def commit(opening: Opening) -> str:
    """The commitment: SHA-256, in hexadecimal, over the domain and the canonical JSON of the opening."""
    return sha256(DOMAIN + dumps(opening.as_data())).hexdigest()


def in_force(ballots: Iterable[B]) -> dict[str, B]:
    """The ballot of each voter that counts: the strongest capacity, and within it the highest number.

    Raises ValueError where two ballots of a voter have one number, or somebody votes in an unknown capacity.
    """
    found: dict[str, B] = {}
    seen: set[tuple[str, int]] = set()
    for ballot in ballots:
        if ballot.capacity not in PRECEDENCE:
            raise ValueError(f"Nobody votes as {ballot.capacity!r}.")
        if (ballot.voter, ballot.seq) in seen:
            raise ValueError(f"{ballot.voter} has two ballots with the number {ballot.seq}.")
        seen.add((ballot.voter, ballot.seq))
        if ballot.voter not in found or _rank(ballot) > _rank(found[ballot.voter]):
            found[ballot.voter] = ballot
    return found


def _rank(ballot: Ballot) -> tuple[int, int]:
    return PRECEDENCE.index(ballot.capacity), ballot.seq
