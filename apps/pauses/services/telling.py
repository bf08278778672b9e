"""How every verb on a pause ends: its act."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Actor, Viewer
from apps.pauses.acts import LAB
from apps.pauses.models import SUBJECT, Binding, PauseOrder
from apps.record.models import Act
from apps.record.services import record


def tell(
    kind: str,
    order: PauseOrder,
    *,
    actor: Actor,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    told: Iterable[str] | None = None,
) -> Act:
    """Record an act on the order; one on a drill says so."""
    return record(
        kind, actor=actor, now=now, subject=(SUBJECT, order.pk, order.ref), facts=_marked(order, facts), told=told
    )


def tell_of_lab(
    kind: str,
    order: PauseOrder,
    binding: Binding,
    *,
    actor: Actor,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    sealed: Mapping[str, Any] | None = None,
) -> Act:
    """Record an act between an order and one lab; the binding's organisation is to be loaded with it."""
    subject = (LAB, binding.pk, f"{order.ref}/{binding.organisation.key}")
    return record(kind, actor=actor, now=now, subject=subject, facts=_marked(order, facts), sealed=sealed)


def tell_of_part(
    kind: str,
    order: PauseOrder,
    part: tuple[str, int, str],
    *,
    actor: Actor,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    sealed: Mapping[str, Any] | None = None,
) -> Act:
    """Record an act on something under an order that is a subject of its own: kind, id, reference."""
    return record(kind, actor=actor, now=now, subject=part, facts=_marked(order, facts), sealed=sealed)


def _marked(order: PauseOrder, facts: Mapping[str, Any] | None) -> dict[str, Any]:
    return dict(facts or {}) | ({"drill": True} if order.is_drill else {})


def seat_of(actor: Actor) -> int | None:
    """The seat that acted, None for the portal."""
    return actor.seat_id if isinstance(actor, Viewer) else None
