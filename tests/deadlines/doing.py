"""Doing a verb of deadlines in the name of somebody of the cast, and what came of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from apps.deadlines.models import Deadline
from apps.notices.models import FanOut
from apps.record.models import Act
from tests.cast import Cast
from tests.deadlines import probe

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
EARLY = probe.DUE - 6 * HOUR


def do(cast: Cast, verb: Callable[..., Any], deadline: Deadline, who: str = "clerk", **more: Any) -> Deadline:
    """The deadline after the verb, done six hours before it is due where nothing else is said."""
    more.setdefault("now", EARLY)
    verb(actor=cast.viewer(who), uid=deadline.uid, **more)
    deadline.refresh_from_db()
    return deadline


def last(kind: str) -> Act:
    """The newest act of a kind."""
    return Act.objects.filter(kind=kind).latest("id")


def told(act: Act) -> set[int]:
    """The seats that an act was told to."""
    return set(FanOut.objects.get(act=act).seat_ids)
