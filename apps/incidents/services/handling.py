"""What the chair, the clerks and the reporting organisation do with a filed report."""

from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.incidents import acts
from apps.incidents.models import Incident
from apps.incidents.rules import verbs
from apps.incidents.selectors.reports import incident_for
from apps.incidents.services.actions import let_actions_fall
from apps.incidents.services.questions import of_questions
from apps.incidents.services.reckoning import let_fall
from apps.incidents.services.widening import let_go
from apps.incidents.states import TRANSITIONS
from apps.kernel.texts import required
from apps.record.services import record, record_all

TEXT_LENGTH = 20_000


def acknowledge(*, actor: Viewer, now: datetime, ref: str) -> Incident:
    """Take note of a report for the committee; meets its clock. Raises Refused."""
    incident = incident_for(actor, ref, lock=True)
    verbs.may_acknowledge(actor, incident).require()
    incident.acknowledged_at = now
    return _move(incident, "acknowledge", acts.ACKNOWLEDGED, actor, now)


def assess(*, actor: Viewer, now: datetime, ref: str) -> Incident:
    """Take an acknowledged report under assessment. Raises Refused."""
    incident = incident_for(actor, ref, lock=True)
    verbs.may_assess(actor, incident).require()
    return _move(incident, "assess", acts.ASSESSING, actor, now)


def close(*, actor: Viewer, now: datetime, ref: str, outcome: str) -> Incident:
    """Close a report with its outcome in words. Raises Refused, or Invalid for an empty outcome."""
    incident = incident_for(actor, ref, lock=True)
    verbs.may_close(actor, incident).require()
    incident.outcome = required(outcome, "outcome", "Say how the incident ended.")
    incident.closed_at = now
    _move(incident, "close", acts.CLOSED, actor, now, sealed={"outcome": incident.outcome})
    record_all(of_questions(incident), now=now)
    let_go(incident, actor=actor, now=now)
    return incident


def withdraw(*, actor: Viewer, now: datetime, ref: str, reason: str) -> Incident:
    """Withdraw a report with the reason. Raises Refused, or Invalid for an empty reason."""
    incident = incident_for(actor, ref, lock=True)
    verbs.may_withdraw(actor, incident).require()
    incident.outcome = required(reason, "reason", "Say why the report is withdrawn.")
    incident.closed_at = now
    _move(incident, "withdraw", acts.WITHDRAWN, actor, now, sealed={"reason": incident.outcome})
    let_fall(incident, now=now)
    let_actions_fall(incident, actor=actor, now=now)
    let_go(incident, actor=actor, now=now)
    return incident


def publish(*, actor: Viewer, now: datetime, ref: str) -> Incident:
    """Put a TLP:CLEAR report into the public record. Raises Refused."""
    incident = incident_for(actor, ref, lock=True)
    verbs.may_publish(actor, incident).require()
    incident.published_at = now
    incident.version += 1
    incident.save(update_fields=["published_at", "version"])
    record(acts.PUBLISHED, actor=actor, now=now, subject=(acts.SUBJECT, incident.pk, incident.ref))
    return incident


def _move(
    incident: Incident, verb: str, act: str, actor: Viewer, now: datetime, sealed: dict[str, Any] | None = None
) -> Incident:
    incident.state = TRANSITIONS[verb].target
    incident.version += 1
    incident.save(update_fields=["state", "version", "acknowledged_at", "closed_at", "outcome"])
    record(act, actor=actor, now=now, subject=(acts.SUBJECT, incident.pk, incident.ref), sealed=sealed)
    return incident
