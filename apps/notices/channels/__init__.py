"""The ways by which a notice leaves the portal; each is a folder with its transport and its wording.

The inbox is no channel: a notice is in it by being there.
"""

from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from apps.kernel.registry import Registry
from apps.notices.models import Delivery, FanOut


class Failed(Exception):
    """A message was not accepted; `status` is the other end's code, if it gave one.

    `retry_after` is when it wants to be asked again, in its own words (see rules.not_before).
    """

    def __init__(self, said: str, status: int | None = None, retry_after: str = "") -> None:
        super().__init__(said)
        self.status, self.retry_after = status, retry_after


class Unreachable(Failed):
    """The other end is down or has hung up: what else is waiting for it will not fare better."""


class Undeliverable(Failed):
    """The other end refused this one message."""


class Gone(Undeliverable):
    """The other end says that nobody is there any more: the message is given up and the endpoint removed."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """There is nothing to send any more; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the other end answered when it accepted a message."""

    words: str = ""
    status: int | None = None


class Line(Protocol):
    """An open line to the other end; one thread uses it, for a whole batch."""

    def send(self, message: Any) -> Said | None:
        """Hand over one message; returns once it is accepted. Raises Unreachable, Undeliverable or Gone."""


class Channel(Protocol):
    """One way of telling.

    `lines` is how many messages go out at once, one more for every `per_line` that wait; `is_chosen` whether people choose it for what is not urgent, and
    `has_digest` whether it can tell them once a day.
    """

    key: str
    lines: int
    per_line: int
    is_chosen: bool
    has_digest: bool

    @property
    def label(self) -> Any:
        """Its name for people, maybe translated lazily."""

    def queue(self, fan_outs: Sequence[FanOut], at: datetime) -> None:
        """Write the deliveries of fan-outs whose notices are in the inboxes, set-based, each once however often."""

    def compose(self, deliveries: Sequence[Delivery], now: datetime) -> Callable[[Delivery], Any]:
        """Read what the messages need, in the tenant context; the function it gives is called outside of it.

        That makes one delivery's message, or a Withheld; what it raises is kept as that delivery's error.
        """

    def end_of(self, delivery: Delivery) -> Hashable:
        """The other end: one that is unreachable delays its own messages only."""

    def connect(self) -> AbstractContextManager[Line]:
        """A line for one thread and batch, outside any transaction and without the database."""


CHANNELS: Registry[Channel] = Registry("channels", "the ways by which a notice leaves the portal")
