"""Drafting a report, together with colleagues, until it is filed or discarded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.incidents import acts
from apps.incidents.models import Incident
from apps.incidents.rules import verbs
from apps.incidents.selectors.reports import incident_for
from apps.incidents.services.content import new_reference, write_content
from apps.incidents.states import TRANSITIONS, State
from apps.record.services import record


def new_draft(*, actor: Viewer, now: datetime) -> Incident:
    """An empty draft of the actor's organisation, not stored yet; raises Refused for those who do not file."""
    verbs.may_start(actor).require()
    zone = Organisation.objects.values_list("zone", flat=True).get(pk=actor.organisation_id)
    return Incident(
        ref=new_reference(now),
        organisation_id=actor.organisation_id,
        reporter_id=actor.seat_id,
        state=State.DRAFT,
        zone=zone,
        created_at=now,
        listed_at=now,
    )


def start_draft(*, actor: Viewer, now: datetime) -> Incident:
    """Begin a report; the seat's own draft that is still empty is taken up again instead of making another."""
    verbs.may_start(actor).require()
    empty = Incident.objects.filter(
        reporter=actor.seat_id, state=State.DRAFT, version=1, title="", narrative="", severity=None
    )
    if (known := empty.order_by("-id").first()) is not None:
        return known
    draft = new_draft(actor=actor, now=now)
    draft.save()
    return draft


def save_draft(*, actor: Viewer, now: datetime, ref: str, changes: Mapping[str, Any]) -> Incident:
    """Keep what has been typed so far; raises Refused, or Invalid by field."""
    incident = incident_for(actor, ref, lock=True)
    verbs.may_edit_draft(actor, incident).require()
    write_content(incident, changes, now=now)
    return incident


def discard_draft(*, actor: Viewer, now: datetime, ref: str) -> Incident:
    """Throw a draft away; nobody outside the organisation ever saw it."""
    incident = incident_for(actor, ref, lock=True)
    verbs.may_discard(actor, incident).require()
    incident.state = TRANSITIONS["discard"].target
    incident.own_reference = ""
    incident.save(update_fields=["state", "own_reference"])
    record(acts.DISCARDED, actor=actor, now=now, subject=(acts.SUBJECT, incident.pk, incident.ref))
    return incident
