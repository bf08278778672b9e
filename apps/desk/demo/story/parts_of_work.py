"""What people do with a report besides its stages: alerts, threads, the committee's own work."""

from dataclasses import dataclass
from datetime import timedelta

from apps.desk.demo.story.parts import Step


class OfWork(Step):
    """Somebody works on a report."""


@dataclass(frozen=True, slots=True)
class Alerted(OfWork):
    """Alerts other labs; each of `taken` acknowledges so long after."""

    words: dict[str, str]
    urgency: str
    to: tuple[str, ...]
    taken: tuple[tuple[str, timedelta], ...] = ()


@dataclass(frozen=True, slots=True)
class Talked(OfWork):
    """Opens a thread with other parties; each of `answers` is written so long after."""

    subject: str
    text: str
    parties: tuple[str, ...]
    answers: tuple[tuple[str, timedelta, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Given(OfWork):
    """Gives it to somebody who works on it."""

    to: str
    note: str


@dataclass(frozen=True, slots=True)
class Found(OfWork):
    """Writes a finding down."""

    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class CauseNoted(OfWork):
    """Writes the note on the root cause."""

    text: str


@dataclass(frozen=True, slots=True)
class ActionAdded(OfWork):
    """Adds a corrective action for an organisation, due so long after; with `done` it is done so long after."""

    text: str
    owner: str
    within: timedelta
    done: timedelta | None = None
    words: str = ""
