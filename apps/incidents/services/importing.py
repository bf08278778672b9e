"""Bringing history in: closed, TLP:CLEAR, reported by the clerk; starts no clocks and tells nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.incidents import acts
from apps.incidents.models import Incident
from apps.incidents.rules.aiid import Row
from apps.incidents.services.content import new_reference
from apps.incidents.states import Kind, State
from apps.kernel.decisions import Refused
from apps.kernel.tlp import TLP
from apps.record.services import record


@dataclass(frozen=True, slots=True)
class Imported:
    """How many were added, and how many were there already."""

    added: int
    known: int


def import_history(*, actor: Viewer, now: datetime, rows: Sequence[Row]) -> Imported:
    """Store the rows that are not there yet; the same rows again add nothing. Raises Refused but for a clerk."""
    if not actor.is_clerk:
        raise Refused("Only a clerk brings history in.")
    wanted = [row.own_reference for row in rows]
    there = Incident.objects.filter(organisation=actor.organisation_id, own_reference__in=wanted)
    known = set(there.values_list("own_reference", flat=True))
    fresh = sorted((row for row in rows if row.own_reference not in known), key=lambda row: row.happened_at)
    for row in fresh:
        _import_one(row, actor, now)
    return Imported(len(fresh), len(rows) - len(fresh))


def _import_one(row: Row, actor: Viewer, now: datetime) -> None:
    incident = Incident.objects.create(
        ref=new_reference(row.happened_at),
        organisation_id=actor.organisation_id,
        reporter_id=actor.seat_id,
        state=State.CLOSED,
        title=row.title,
        narrative=row.narrative,
        kind=Kind.ISSUE,
        tlp=TLP.CLEAR,
        zone="UTC",
        started_at=row.happened_at,
        own_reference=row.own_reference,
        created_at=now,
        listed_at=row.happened_at,
        filed_at=now,
        closed_at=now,
    )
    record(
        acts.IMPORTED,
        actor=actor,
        now=now,
        subject=(acts.SUBJECT, incident.pk, incident.ref),
        facts={"own_reference": row.own_reference, "tlp": incident.tlp},
    )
