"""Filing a report: from here on the clocks run and everyone entitled is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from apps.committees.rules.viewer import Viewer
from apps.incidents import acts
from apps.incidents.models import Incident
from apps.incidents.rules import verbs
from apps.incidents.rules.report import filing_errors, strictest
from apps.incidents.selectors.reports import content_of, incident_for, recipients_of, sealed_content
from apps.incidents.services.content import write_content
from apps.incidents.services.drafting import new_draft
from apps.incidents.services.reckoning import reckon
from apps.incidents.states import TRANSITIONS
from apps.kernel.decisions import Invalid
from apps.record.services import record


def file_draft(*, actor: Viewer, now: datetime, ref: str) -> Incident:
    """File a draft; raises Refused, or Invalid naming every field that is still missing."""
    incident = incident_for(actor, ref, lock=True)
    return _file(incident, actor=actor, now=now)


def file_at_once(*, actor: Viewer, now: datetime, changes: Mapping[str, Any]) -> Incident:
    """Write and file a report in one step, as machines do; raises Refused, or Invalid by field."""
    with transaction.atomic():
        incident = new_draft(actor=actor, now=now)
        if not write_content(incident, changes, now=now):
            raise Invalid(filing_errors(content_of(incident, [], now), now))
        return _file(incident, actor=actor, now=now)


def draft_at_once(*, actor: Viewer, now: datetime, changes: Mapping[str, Any]) -> Incident:
    """Store a draft with content in one step; raises Refused, or Invalid by field."""
    incident = new_draft(actor=actor, now=now)
    if not write_content(incident, changes, now=now):
        incident.save()
    return incident


def _file(incident: Incident, *, actor: Viewer, now: datetime) -> Incident:
    verbs.may_file(actor, incident).require()
    recipients = recipients_of(incident)
    if errors := filing_errors(content_of(incident, recipients, now), now):
        raise Invalid(errors)
    incident.severity = strictest(incident.severity, incident.harms)
    incident.state = TRANSITIONS["file"].target
    incident.filed_at = incident.listed_at = now
    incident.reporter_id = actor.seat_id
    incident.version += 1
    incident.save()
    record(
        acts.FILED,
        actor=actor,
        now=now,
        subject=(acts.SUBJECT, incident.pk, incident.ref),
        facts={"severity": incident.severity, "tlp": incident.tlp, "version": incident.version},
        sealed={"report": sealed_content(incident, recipients)},
    )
    reckon(incident, now=now)
    return incident
