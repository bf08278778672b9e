"""What happens when a ladder has been climbed to its end and the duty is still not met."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.kernel.registry import Registry

LAPSE = "deadlines.lapse"


@dataclass(frozen=True, slots=True)
class End:
    """An effect, by the app that owns the clock or one above it.

    `run` is given the deadline, locked and as the sweep left it, and `now`; it runs in the sweep's transaction, and
    once for each course of the ladder.
    """

    key: str
    label: str
    run: Callable[[Any, datetime], None]


ENDS: Registry[End] = Registry("ends of ladders", "what happens when a ladder has been climbed in vain")
