"""What a story is made of: reports with their steps, and what happens to seats and inboxes besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from apps.committees.states import Role
from apps.desk.demo.evidence import Attachment
from apps.desk.demo.people import Body, Founding
from apps.desk.demo.story.parts_of_funding import OfFunding
from apps.desk.demo.story.parts_of_members import OfMembers
from apps.desk.demo.story.parts_of_pauses import OfPauses
from apps.desk.demo.story.parts_of_regimes import OfRegimes
from apps.desk.demo.story.parts_of_votes import Motion, Weighed


def days(number: float) -> timedelta:
    """A length of so many days."""
    return timedelta(days=number)


def hours(number: float) -> timedelta:
    """A length of so many hours."""
    return timedelta(hours=number)


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody deals with a report, so long after it was filed (a draft: after it was begun)."""

    who: str
    after: timedelta


class Opened(Step):
    """Reads it; every other step implies that."""


class Acknowledged(Step):
    """Takes note of it for the committee."""


class Assessed(Step):
    """Takes it under assessment."""


class Published(Step):
    """Puts it into the public record."""


@dataclass(frozen=True, slots=True)
class Updated(Step):
    """Adds an update."""

    text: str


@dataclass(frozen=True, slots=True)
class Attached(Step):
    """Adds files."""

    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Closed(Step):
    """Closes it with its outcome."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Step):
    """Withdraws it with the reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class DutyPaused(Step):
    """Stops the clock of a duty about the report, named by its clock."""

    clock: str
    reason: str


@dataclass(frozen=True, slots=True)
class DutyExtended(Step):
    """Puts a duty off by so much."""

    clock: str
    by: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class OnIt(Step):
    """Says to be on a duty for so long."""

    clock: str
    length: timedelta
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver(Step):
    """Hands a duty over to somebody."""

    clock: str
    to: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report filed `ago` by somebody, or begun then and still a draft.

    `started`, `aware` and `ended` are so long before the filing; `more` are further fields of a report. The ladder of
    one that is `hurried` is drawn together, so that it climbs by the minute.
    """

    by: str
    ago: timedelta
    title: str
    kind: str = ""
    severity: int | None = None
    tlp: str = ""
    narrative: str = ""
    started: timedelta | None = None
    ended: timedelta | None = None
    aware: timedelta | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Attachment, ...] = ()
    steps: tuple[Step, ...] = ()
    is_draft: bool = False
    hurried: bool = False


@dataclass(frozen=True, slots=True)
class Admitted:
    """The clerk adds an organisation."""

    ago: timedelta
    body: Body


@dataclass(frozen=True, slots=True)
class Chaired:
    """The clerk records a new chair."""

    ago: timedelta
    who: str


@dataclass(frozen=True, slots=True)
class Invited:
    """The clerk, or the administrator `by`, invites somebody; with `accepted_after` they have taken the seat since.

    Counsel is invited to the report of the title `about`, and the seat `lasts` so long.
    """

    ago: timedelta
    organisation: str
    role: Role
    email: str
    name: str
    accepted_after: timedelta | None = None
    by: str = ""
    about: str = ""
    lasts: timedelta | None = None


@dataclass(frozen=True, slots=True)
class MachineAdded:
    """An organisation's representative adds a service seat, and its liaison makes a token for it."""

    ago: timedelta
    organisation: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class EndpointsAdded:
    """Somebody has their organisation's acts posted to the demo's own receiver, and its pager rung there."""

    ago: timedelta
    who: str


@dataclass(frozen=True, slots=True)
class QuietNights:
    """Somebody keeps the nights quiet and takes what is not urgent as a letter a day."""

    ago: timedelta
    who: str


@dataclass(frozen=True, slots=True)
class AmendmentDrafted:
    """Somebody drafts an amendment of the charter; with `adopted_after` the committee has adopted it since."""

    ago: timedelta
    who: str
    title: str
    because: str
    values: Mapping[str, Any]
    adopted_after: timedelta | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class SetUp:
    """The clerk closes the checklist of setting the committee up, with whatever is left."""

    ago: timedelta


@dataclass(frozen=True, slots=True)
class RotationStarted:
    """The clerk starts the rotation of the chair, so long ago that so many terms end `ends_in` from now."""

    members: tuple[str, ...]
    first: str
    months: int
    terms: int
    ends_in: timedelta
    ago: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class InboxRead:
    """Somebody reads everything in their inbox; without a name everybody does."""

    ago: timedelta
    who: str = ""


Event = (
    Admitted
    | Chaired
    | Invited
    | MachineAdded
    | EndpointsAdded
    | QuietNights
    | InboxRead
    | AmendmentDrafted
    | SetUp
    | RotationStarted
    | Weighed
    | OfMembers
    | OfFunding
    | OfPauses
    | OfRegimes
)


@dataclass(frozen=True, slots=True)
class Protected:
    """A person reports under protection, so long ago; each of `steps` takes it further."""

    by: str
    ago: timedelta
    report: dict[str, Any]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A committee and all that has happened in it since its founding."""

    founding: Founding
    founded: timedelta
    reports: tuple[Report, ...]
    motions: tuple[Motion, ...]
    events: tuple[Event, ...]
    letters: tuple[Protected, ...] = ()
