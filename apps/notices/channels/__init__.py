"""The ways by which a notice leaves the portal; each is a folder with its transport and its wording.

The inbox is no channel: a notice is in it by being there.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from apps.committees.models import Seat
from apps.kernel.registry import Registry
from apps.notices.models import Delivery


class Unreachable(Exception):
    """The channel's other end is down or has hung up: what else is waiting for it will not fare better."""


class Undeliverable(Exception):
    """The other end refused this one message."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """There is nothing to send any more; `reason` says why."""

    reason: str


class Transport(Protocol):
    """An open line to the other end, used for a whole batch."""

    def send(self, message: Any) -> None:
        """Hand over one message; returns once it is accepted. Raises Unreachable or Undeliverable."""


class Channel(Protocol):
    """One way of telling."""

    key: str

    @property
    def label(self) -> Any:
        """Its name for people, maybe translated lazily."""

    def reach(self) -> QuerySet[Seat]:
        """The active committee's seats that can be reached this way."""

    def compose(self, deliveries: Sequence[Delivery], now: datetime) -> Mapping[int, Any]:
        """A message, a Withheld or the Exception that composing met, by delivery id; inside the tenant context."""

    def connect(self) -> AbstractContextManager[Transport]:
        """A line for one batch, outside any transaction."""


CHANNELS: Registry[Channel] = Registry("channels", "the ways by which a notice leaves the portal")
