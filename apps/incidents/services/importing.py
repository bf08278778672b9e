"""Bringing history in: closed, TLP:CLEAR, reported by the clerk; starts no clocks and tells nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.committees.models import Committee
from apps.committees.rules.viewer import Viewer
from apps.incidents import acts
from apps.incidents.models import Incident
from apps.incidents.rules.aiid import Row
from apps.incidents.services.content import new_reference
from apps.incidents.states import Kind, State
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import active_committee
from apps.kernel.tlp import TLP
from apps.record.services import Entry, record_all


@dataclass(frozen=True, slots=True)
class Imported:
    """How many were added, and how many were there already."""

    added: int
    known: int


def known_of(*, actor: Viewer, rows: Sequence[Row]) -> set[str]:
    """The own references of the rows that are there already. Raises Refused but for a clerk."""
    if not actor.is_clerk:
        raise Refused("Only a clerk brings history in.")
    wanted = [row.own_reference for row in rows]
    there = Incident.objects.filter(organisation=actor.organisation_id, own_reference__in=wanted)
    return set(there.values_list("own_reference", flat=True))


def import_history(*, actor: Viewer, now: datetime, rows: Sequence[Row]) -> Imported:
    """Store the rows that are not there yet; the same rows again add nothing. Raises Refused but for a clerk."""
    # Two clerks who press at the same moment: the second finds what the first has brought in.
    Committee.objects.select_for_update().get(pk=active_committee() or 0)
    known = known_of(actor=actor, rows=rows)
    fresh = sorted((row for row in rows if row.own_reference not in known), key=lambda row: row.happened_at)
    taken: set[str] = set()
    incidents = Incident.objects.bulk_create([_incident(row, _free(row, taken), actor, now) for row in fresh])
    record_all([_brought_in(incident, actor) for incident in incidents], now=now)
    return Imported(len(fresh), len(rows) - len(fresh))


def _free(row: Row, taken: set[str]) -> str:
    """A reference that is free in the committee and among those of this file, to which it is added."""
    while (ref := new_reference(row.happened_at)) in taken:
        """Goes on until one is free."""
    taken.add(ref)
    return ref


def _incident(row: Row, ref: str, actor: Viewer, now: datetime) -> Incident:
    return Incident(
        ref=ref,
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


def _brought_in(incident: Incident, actor: Viewer) -> Entry:
    facts = {"own_reference": incident.own_reference, "tlp": incident.tlp}
    return Entry(acts.IMPORTED, actor, (acts.SUBJECT, incident.pk, incident.ref), facts)
