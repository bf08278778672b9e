"""What people do about what an authority is sent of a report; each names the duty by its key."""

from dataclasses import dataclass
from datetime import timedelta

from apps.desk.demo.evidence import Attachment
from apps.desk.demo.story.parts import Step


@dataclass(frozen=True, slots=True)
class OfPackages(Step):
    """Somebody does something about a duty's package."""

    duty: str


@dataclass(frozen=True, slots=True)
class Sent(OfPackages):
    """Sends it to the authority's desk, with what is written for this authority alone (`why`)."""

    why: str = ""
    reason: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class SentElsewhere(OfPackages):
    """Has sent it by the authority's own channel, and shows the proof."""

    proof: Attachment
    late_reason: str = ""


class Received(OfPackages):
    """Confirms for the authority that it is there."""


@dataclass(frozen=True, slots=True)
class Asked(OfPackages):
    """Asks for the authority; where `answer` is given the organisation answers so long after."""

    text: str
    within: timedelta
    answer: str = ""
    answered_by: str = ""
    answered_after: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class RevisionRequired(OfPackages):
    """Wants another version."""

    words: str
    within: timedelta


@dataclass(frozen=True, slots=True)
class Accepted(OfPackages):
    """Takes the report as it is."""

    words: str = ""
