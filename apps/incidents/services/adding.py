"""What is added to a report after the fact: updates, evidence, corrections."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.committees.rules.viewer import Viewer
from apps.files.models import File, ReadingKey
from apps.files.rules import may_seal
from apps.files.selectors import current_keys
from apps.files.services import Checked, check_upload, store_file
from apps.incidents import acts
from apps.incidents.models import Incident, IncidentUpdate
from apps.incidents.rules import verbs
from apps.incidents.rules.report import filing_errors
from apps.incidents.selectors.reports import content_of, incident_for, recipients_of, sealed_content
from apps.incidents.services.content import write_content
from apps.incidents.services.reckoning import reckon
from apps.incidents.services.widening import AUDIENCE, ask_to_widen, widening_in
from apps.incidents.states import State
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required
from apps.record.services import record


def add_update(*, actor: Viewer, now: datetime, ref: str, text: str) -> IncidentUpdate:
    """Add an update to an open report; only its own organisation's meets the duty to update it.

    Raises Refused, or Invalid for an empty text.
    """
    incident = incident_for(actor, ref, lock=True)
    verbs.may_update(actor, incident).require()
    text = required(text, "text", "Write what is new.")
    update = IncidentUpdate.objects.create(incident=incident, seat_id=actor.seat_id, text=text, at=now)
    own = actor.organisation_id == incident.organisation_id and not incident.protected
    record(
        acts.UPDATED if own else acts.REMARKED,
        actor=actor,
        now=now,
        subject=(acts.SUBJECT, incident.pk, incident.ref),
        sealed={"update": text},
    )
    return update


def add_evidence(
    *,
    actor: Viewer,
    now: datetime,
    ref: str,
    evidence: Sequence[UploadedFile | Checked],
    sealed_to: Sequence[str] = (),
) -> list[File]:
    """Add files to a draft or an open report, all or none; `sealed_to` are public keys that are registered here.

    Raises Refused, or Invalid under "file" or "sealed_to".
    """
    incident = incident_for(actor, ref, lock=True)
    verbs.may_add_evidence(actor, incident).require()
    uploads = [one if isinstance(one, Checked) else check_upload(one, sealed=True) for one in evidence]
    if not (decision := may_seal([one.name for one in uploads], len(set(sealed_to)))):
        raise Invalid({"sealed_to": decision.reason})
    readers = _readers(sealed_to, now)
    with transaction.atomic():
        return [_add_file(incident, upload, readers, actor, now) for upload in uploads]


def _readers(sealed_to: Sequence[str], now: datetime) -> list[ReadingKey]:
    if not sealed_to:
        return []
    readers = list(current_keys(now).filter(recipient__in=sealed_to))
    if len(readers) < len(set(sealed_to)):
        raise Invalid({"sealed_to": "One of these keys is not registered here any more. Choose the readers again."})
    return readers


def _add_file(incident: Incident, upload: Checked, readers: Sequence[ReadingKey], actor: Viewer, now: datetime) -> File:
    subject = (acts.SUBJECT, incident.pk, incident.ref)
    file = store_file(actor=actor, now=now, subject=subject, upload=upload, readers=readers)
    said: dict[str, Any] = {"name": file.name, "sha256": file.sha256, "size": file.size}
    if readers:
        said["sealed_for"] = [key.recipient for key in readers]
    record(
        acts.EVIDENCE_ADDED,
        actor=actor,
        now=now,
        subject=subject,
        sealed={"file": said},
        told=() if incident.state == State.DRAFT else None,
    )
    return file


def amend(*, actor: Viewer, now: datetime, ref: str, changes: Mapping[str, Any], reason: str = "") -> Incident:
    """Correct an open report; the record keeps every version. Raises Refused, or Invalid by field.

    Where somebody would newly see it, label and recipients stay as they are and a second person is asked, with the
    `reason`; everything else is corrected at once.
    """
    incident = incident_for(actor, ref, lock=True)
    verbs.may_amend(actor, incident).require()
    if (wanted := widening_in(incident, changes, now=now)) is not None:
        ask_to_widen(incident, wanted, actor=actor, now=now, reason=reason)
        changes = {name: value for name, value in changes.items() if name not in AUDIENCE}
    changed = write_content(incident, changes, now=now)
    recipients = recipients_of(incident)
    if errors := filing_errors(content_of(incident, recipients, now), now):
        raise Invalid(errors)
    if changed:
        record(
            acts.AMENDED,
            actor=actor,
            now=now,
            subject=(acts.SUBJECT, incident.pk, incident.ref),
            facts={"fields": sorted(changed), "tlp": incident.tlp, "version": incident.version},
            sealed={"report": sealed_content(incident, recipients)},
        )
        reckon(incident, now=now)
    return incident
