"""What the committee decides in a story: motions with their steps, and what members weigh."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from apps.desk.demo.evidence import Attachment
from apps.votes.rules.kinds import GENERAL
from apps.votes.states import Procedure


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody takes a motion further, so long after it was proposed."""

    who: str
    after: timedelta


class Seconded(Turn):
    """Seconds it."""


@dataclass(frozen=True, slots=True)
class Stated(Turn):
    """Makes a statement for the record."""

    text: str


@dataclass(frozen=True, slots=True)
class Contested(Turn):
    """Contests that a member must stand back."""

    organisation: str
    because: str


@dataclass(frozen=True, slots=True)
class Briefed(Turn):
    """Prepares the ballot of the own organisation."""

    text: str
    choice: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class ProxyGiven(Turn):
    """Lets another member vote on it, who `accepts` so long after the motion was proposed."""

    to: str
    accepts: timedelta


@dataclass(frozen=True, slots=True)
class Voted(Turn):
    """Casts a ballot for the own member."""

    choice: str
    explanation: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class TakenBack(Turn):
    """Withdraws it."""

    because: str


@dataclass(frozen=True, slots=True)
class OfTheChair:
    """Whoever presides takes a motion further, so long after it was proposed."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class Ruled(OfTheChair):
    """Decides whether a member stands back: `verb` is “uphold” or “lift”."""

    organisation: str
    verb: str
    because: str


class VotingOpened(OfTheChair):
    """Opens voting."""


class Certified(OfTheChair):
    """Certifies the result."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion proposed `ago` by somebody.

    `names` is what its kind asks for, by parameter; a charter's draft is named by its title, and so is the motion that
    an amendment `amends`. Voting closes by itself at the charter's hour.
    """

    by: str
    ago: timedelta
    title: str
    text: str
    kind: str = GENERAL
    procedure: Procedure = Procedure.VOTE
    names: Mapping[str, str] = field(default_factory=dict)
    amends: str = ""
    papers: tuple[Attachment, ...] = ()
    steps: tuple[Turn | OfTheChair, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """The clerk records what members weigh, by their keys."""

    ago: timedelta
    weights: Mapping[str, str]
    decision: str
