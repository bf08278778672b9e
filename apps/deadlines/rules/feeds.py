"""Which calendars can have an address, and the secret in it."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class FeedKind:
    """A calendar that a seat can have an address for: `write` gives it, for a committee under a name, as the viewer may
    see it at an instant; kinds are offered by their `place`.
    """

    label: Any
    write: Callable[[Any, str, Viewer, datetime], bytes]
    place: int


FEEDS: Registry[FeedKind] = Registry("calendar feeds", "calendars that can have a secret address")
"""By the word that `CalendarFeed.whose` keeps, of 12 letters at most."""


def feed_kinds() -> list[tuple[str, FeedKind]]:
    """All of them, as they are offered."""
    return sorted(FEEDS, key=lambda one: one[1].place)


def new_secret() -> str:
    """256 random bits, in letters that an address may hold."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of it, and by which it is found: a look-up by digest tells nothing by the time that it takes."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hint_of(secret: str) -> str:
    """Its last letters, to tell one address from another."""
    return f"…{secret[-4:]}"
