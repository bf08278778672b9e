"""One order with everything that hangs on it, as data for machines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.pauses.models import PauseOrder
from apps.pauses.rules.words import measure_reads
from apps.pauses.selectors.participation import joined_labs, reached_by


@dataclass(frozen=True, slots=True)
class Shown:
    """What hangs on an order; `participation` is None where it has no such condition."""

    participation: dict[str, Any] | None
    labs: list[dict[str, Any]]
    measures: list[dict[str, Any]]
    conditions: list[dict[str, Any]]


def shown_of(order: PauseOrder, now: datetime) -> Shown:
    """The same for everybody who sees the order (at most eight queries)."""
    joined = joined_labs(order)
    return Shown(_participation(order, now), _labs(order, joined), _measures(order), _conditions(order))


def _participation(order: PauseOrder, now: datetime) -> dict[str, Any] | None:
    if order.labs_needed is None:
        return None
    reached = reached_by(order, now)
    return {
        "labs_needed": order.labs_needed,
        "share_needed": order.share_needed,
        "by": order.condition_by,
        "joined": reached.labs,
        "share_joined": reached.band,
        "met": reached.met,
    }


def _labs(order: PauseOrder, joined: set[int]) -> list[dict[str, Any]]:
    rows = order.bindings.select_related("organisation").order_by("organisation__key")
    names = ("because", "served_at", "served_digest", "acknowledged_at", "released_at", "legal_force")
    return [
        {"lab": row.organisation.key, "joined": row.organisation_id in joined}
        | {name: getattr(row, name) for name in names}
        for row in rows
    ]


def _measures(order: PauseOrder) -> list[dict[str, Any]]:
    rows = order.measures.prefetch_related("labs__binding__organisation").order_by("number")
    names = ("restricts", "extent", "marker", "words", "starts_at", "ends_at", "lifted_at")
    found = []
    for row in rows:
        above = None if row.above is None else int(row.above)
        found.append(
            {name: getattr(row, name) for name in names}
            | {
                "key": f"{order.ref}/{row.number}",
                "above": None if above is None else str(above),
                "says": measure_reads(row.restricts, row.extent, above, row.marker),
                "labs": sorted(one.binding.organisation.key for one in row.labs.all()),
            }
        )
    return found


def _conditions(order: PauseOrder) -> list[dict[str, Any]]:
    names = ("number", "kind", "words", "tier", "date", "state", "met_at")
    return [
        {name: getattr(row, name) for name in names} | {"measure": row.measure.number if row.measure else None}
        for row in order.conditions.select_related("measure").order_by("number")
    ]
