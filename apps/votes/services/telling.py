"""How every verb on a motion ends: its act."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Actor, Viewer
from apps.record.models import Act
from apps.record.services import record
from apps.votes.models import SUBJECT, Motion


def tell(
    kind: str,
    motion: Motion,
    *,
    actor: Actor,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    told: Iterable[str] | None = None,
) -> Act:
    """Record an act on the motion; one about a drill says so."""
    said = dict(facts or {}) | ({"drill": True} if motion.is_drill else {})
    return record(kind, actor=actor, now=now, subject=(SUBJECT, motion.pk, motion.ref), facts=said, told=told)


def seat_of(actor: Actor) -> int | None:
    """The seat that acted, None for the portal."""
    return actor.seat_id if isinstance(actor, Viewer) else None
