"""What else a story is made of: what happens to members, authorities, offices and whoever would like to be one."""

from dataclasses import dataclass
from datetime import timedelta

from apps.committees.states import AccessScope, OfficeKind, OrganisationKind, TieKind
from apps.desk.demo.evidence import Attachment


@dataclass(frozen=True, slots=True)
class OfMembers:
    """Something that happens so long ago."""

    ago: timedelta


@dataclass(frozen=True, slots=True)
class SeatEnded(OfMembers):
    """The clerk ends somebody's seat."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class AdministrationHandedOn(OfMembers):
    """An administrator lets somebody else manage the organisation."""

    by: str
    who: str


@dataclass(frozen=True, slots=True)
class AccessGranted(OfMembers):
    """The clerk grants an authority access for so many days."""

    organisation: str
    scope: AccessScope
    days: int


@dataclass(frozen=True, slots=True)
class OfficeFilled(OfMembers):
    """The clerk records who holds an office, with whom as deputy, for how long."""

    kind: OfficeKind
    who: str
    deputy: str
    length: timedelta
    decision: str


@dataclass(frozen=True, slots=True)
class Covered(OfMembers):
    """A representative lets the alternate take over for so long."""

    who: str
    length: timedelta
    because: str


@dataclass(frozen=True, slots=True)
class ComputeDeclared(OfMembers):
    """A representative declares the largest training run, in FLOP."""

    who: str
    flop: str


@dataclass(frozen=True, slots=True)
class TieDeclared(OfMembers):
    """Somebody declares a tie of their organisation with another, by its key or (`outside`) by its name."""

    who: str
    kind: TieKind
    because: str
    other: str = ""
    outside: str = ""
    ended_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class NoticeGiven(OfMembers):
    """A representative gives notice that the organisation leaves."""

    who: str
    because: str


@dataclass(frozen=True, slots=True)
class Recognised(OfMembers):
    """The clerk records that a government recognises the framework, `since` so long before that."""

    code: str
    name: str
    instrument: str
    protection: str
    since: timedelta
    ended_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the committee decided on an application, so long after it: admitted under a short name, or refused.

    The contact of who was admitted takes its seat `joins` after the decision.
    """

    after: timedelta
    decision: str
    because: str
    key: str = ""
    joins: timedelta = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Applied(OfMembers):
    """An organisation applies, with a paper for each document that the charter asks for."""

    name: str
    kind: OrganisationKind
    zone: str
    flop: str
    statement: str
    contact: tuple[str, str]
    papers: tuple[tuple[str, Attachment], ...]
    jurisdiction: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class TriedOut(OfMembers):
    """The clerk sends every seat the test notice."""
