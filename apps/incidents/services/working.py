"""The committee's own work on a report: given to somebody, weighed, findings, and the note on the root cause."""

from datetime import datetime
from typing import Any

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.incidents.acts import SUBJECT
from apps.incidents.acts import working as acts
from apps.incidents.models import CauseNote, Finding, Incident, SeverityReview
from apps.incidents.rules import working_verbs as verbs
from apps.incidents.selectors.reports import incident_for
from apps.incidents.selectors.triage import candidate
from apps.incidents.selectors.working import newest_cause, standing_findings
from apps.incidents.states import Severity
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.texts import optional, required
from apps.record.services import record

MOST = 200
"""Findings, reviews or versions of one report."""


def assign(*, actor: Viewer, now: datetime, ref: str, to: str, note: str = "", had: str | None = None) -> Incident:
    """Give an open report to a seat (by its uid), or hand it on from whoever has it; both are told.

    `had` is the uid of whoever had it when the actor looked ("" for nobody): if it is another meanwhile, Refused. Raises Http404, Refused, or Invalid({"to": …}).
    """
    incident = incident_for(actor, ref, lock=True)
    verbs.may_assign(actor, incident).require()
    if had is not None and had != (str(incident.assignee.uid) if incident.assignee else ""):
        raise Refused("Somebody has given the report to somebody else meanwhile. Look at it again.")
    seat = candidate(incident, to, now)
    if seat is None:
        raise Invalid({"to": "Choose somebody who may see the report and acts for the committee."})
    if seat.pk == incident.assignee_id:
        raise Invalid({"to": f"{seat.holder} has the report already."})
    note = optional(note, "note", verbs.REASON_LENGTH)
    told = [f"seat:{pk}" for pk in (seat.pk, incident.assignee_id) if pk is not None]
    kind = acts.ASSIGNED if incident.assignee_id is None else acts.HANDED_ON
    _give(incident, seat, note)
    facts = {"to": [str(seat)], "seat": str(seat.uid)}
    sealed = {"note": note} if note else {}
    record(kind, actor=actor, now=now, subject=_subject(incident), facts=facts, sealed=sealed, told=told)
    return incident


def take_back(*, actor: Viewer, now: datetime, ref: str) -> Incident:
    """Take a report from whoever has it, or give it back; it waits for somebody again. Raises Http404 or Refused."""
    incident = incident_for(actor, ref, lock=True)
    verbs.may_take_back(actor, incident).require()
    told = [f"seat:{incident.assignee_id}", "clerks"]
    _give(incident, None, "")
    record(acts.TAKEN_BACK, actor=actor, now=now, subject=_subject(incident), told=told)
    return incident


def _give(incident: Incident, seat: Seat | None, note: str) -> None:
    incident.assignee, incident.assignment_note = seat, note
    incident.version += 1
    incident.save(update_fields=["assignee", "assignment_note", "version"])


def review_severity(*, actor: Viewer, now: datetime, ref: str, severity: int, reason: str) -> SeverityReview:
    """Say how grave the committee holds the report to be, beside what its organisation said, which stays.

    No clock and no duty changes: they follow what the organisation says. Raises Http404, Refused or Invalid.
    """
    incident = incident_for(actor, ref, lock=True)
    verbs.may_review_severity(actor, incident).require()
    if severity not in {int(step) for step in Severity}:
        raise Invalid({"severity": "Choose a step of the scale."})
    if severity == incident.reviewed_severity:
        raise Invalid({"severity": "The committee holds it to be so grave already."})
    reason = required(reason, "reason", "Say why.", verbs.REASON_LENGTH)
    review = SeverityReview.objects.create(
        incident=incident,
        number=_next(incident.reviews),
        severity=severity,
        said=incident.severity,
        reason=reason,
        seat_id=actor.seat_id,
        at=now,
    )
    incident.reviewed_severity = severity
    incident.version += 1
    incident.save(update_fields=["reviewed_severity", "version"])
    facts: dict[str, Any] = {"severity": severity}
    sealed = {"reason": reason}
    record(acts.SEVERITY_REVIEWED, actor=actor, now=now, subject=_subject(incident), facts=facts, sealed=sealed)
    return review


def add_finding(
    *, actor: Viewer, now: datetime, ref: str, text: str, basis: str, supersedes: int | None = None
) -> Finding:
    """Write a finding down, or one that takes the place of an earlier one (its number), which stays to be read.

    Raises Http404, Refused, or Invalid by field.
    """
    incident = incident_for(actor, ref, lock=True)
    verbs.may_find(actor, incident).require()
    text = required(text, "text", "Say what was found.", verbs.TEXT_LENGTH)
    basis = required(basis, "basis", "Say what the finding rests on.", verbs.REASON_LENGTH)
    earlier = None
    if supersedes is not None:
        earlier = next((one for one in standing_findings(incident) if one.number == supersedes), None)
        if earlier is None:
            raise Invalid({"supersedes": "Choose a finding that still stands."})
    finding = Finding.objects.create(
        incident=incident,
        number=_next(incident.findings),
        text=text,
        basis=basis,
        supersedes=earlier,
        seat_id=actor.seat_id,
        at=now,
    )
    facts: dict[str, Any] = {"number": finding.number}
    if earlier is not None:
        facts["supersedes"] = earlier.number
    sealed = {"text": text, "basis": basis}
    record(acts.FINDING_MADE, actor=actor, now=now, subject=_subject(incident), facts=facts, sealed=sealed)
    return finding


def note_cause(*, actor: Viewer, now: datetime, ref: str, text: str, seen: int = 0) -> CauseNote:
    """Write the next version of the committee's note on the root cause. `seen` is the version that was changed.

    Raises Http404, Refused where somebody wrote another version meanwhile, or Invalid.
    """
    incident = incident_for(actor, ref, lock=True)
    verbs.may_find(actor, incident).require()
    newest = newest_cause(incident)
    if (newest.number if newest else 0) != seen:
        raise Refused("Somebody has written another version meanwhile. Look at it, then make your change.")
    text = required(text, "text", "Say what the root cause is.", verbs.TEXT_LENGTH)
    if newest is not None and newest.text == text:
        raise Invalid({"text": "Nothing has changed."})
    number = _next(incident.cause_notes)
    row = CauseNote.objects.create(incident=incident, number=number, text=text, seat_id=actor.seat_id, at=now)
    facts = {"number": row.number}
    record(acts.CAUSE_NOTED, actor=actor, now=now, subject=_subject(incident), facts=facts, sealed={"text": text})
    return row


def _next(rows: Any) -> int:
    number = rows.count() + 1
    if number > MOST:
        raise Invalid({"": f"A report has at most {MOST} of these."})
    return number


def _subject(incident: Incident) -> tuple[str, int, str]:
    return SUBJECT, incident.pk, incident.ref
