"""Filing as a protected reporter, adding to it, and releasing the name to two.

No act, file or update here bears the reporter's seat: they are the portal's, and the seat stands encrypted in its own table.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Portal, Viewer
from apps.files.services import Checked, store_file
from apps.incidents import acts as report_acts
from apps.incidents.acts import protected as acts
from apps.incidents.models import (
    IDENTITY_REQUEST,
    LETTER,
    IdentityRequest,
    Incident,
    IncidentUpdate,
    ProtectedIdentity,
)
from apps.incidents.rules.protecting import (
    LONGEST,
    may_agree,
    may_ask,
    may_file_protected,
    may_open,
    may_read,
    may_refuse,
)
from apps.incidents.rules.report import filing_errors
from apps.incidents.selectors.protected import custodian, is_asked, letter_for, request_for
from apps.incidents.selectors.reports import content_of, incident_for, recipients_of, sealed_content
from apps.incidents.services.content import new_reference, write_content
from apps.incidents.states import OPEN, RELEASES, TRANSITIONS, Release, State
from apps.kernel.decisions import Invalid, no
from apps.kernel.tenancy.turns import wait_for_turn
from apps.kernel.texts import required
from apps.kernel.tlp import TLP
from apps.record.models import Act
from apps.record.services import record

REPORTER = Portal("a protected reporter")
NOTED = Portal("protected reporters")
AGAIN = timedelta(minutes=10)
NEWS = frozenset({report_acts.ACKNOWLEDGED, report_acts.ASSESSING, report_acts.CLOSED, report_acts.REMARKED})
"""What happens to a protected report that its reporter hears of."""


def file_protected(
    *,
    actor: Viewer,
    now: datetime,
    title: str,
    kind: str,
    severity: int,
    narrative: str,
    recipients: Sequence[str],
    names_organisation: bool,
    evidence: Sequence[UploadedFile | Checked] = (),
) -> ProtectedIdentity:
    """File a report that only the named organisations and the custodian's read, and nobody knows whose it is.

    The same words again within ten minutes are the same report. Raises Refused, or Invalid by field.
    """
    keeper = custodian(now)
    may_file_protected(actor, has_custodian=keeper is not None).require()
    if keeper is None:
        raise Invalid({})
    # A lock on the seat's row would leave a mark there that tells whose letter it was.
    wait_for_turn("incidents.protected")
    mine = ProtectedIdentity.objects.visible_to(actor).filter(incident__filed_at__gt=now - AGAIN)
    if (known := mine.filter(incident__narrative=narrative.strip()).first()) is not None:
        return known
    own = Organisation.objects.get(pk=actor.organisation_id)
    if own.key in recipients:
        raise Invalid({"recipients": "Your own organisation cannot be named here: it would read the report."})
    incident = Incident(
        ref=new_reference(now),
        organisation_id=keeper.organisation_id,
        reporter_id=keeper.pk,
        state=State.DRAFT,
        zone="UTC",
        created_at=now,
        listed_at=now,
        tlp=TLP.RED.value,
        protected=True,
        protected_at=own.name if names_organisation else "",
    )
    said = {"title": title, "kind": kind, "severity": severity, "narrative": narrative.strip(), "tlp": TLP.RED.value}
    with transaction.atomic():
        write_content(incident, said | {"recipients": list(recipients)}, now=now)
        named = recipients_of(incident)
        if errors := filing_errors(content_of(incident, named, now), now):
            raise Invalid(errors)
        incident.state, incident.filed_at = TRANSITIONS["file"].target, now
        incident.save()
        identity = ProtectedIdentity.objects.create(incident=incident, sealed=ProtectedIdentity.seal(actor.seat_id))
        facts = {"severity": incident.severity, "tlp": incident.tlp, "version": incident.version}
        sealed = {"report": sealed_content(incident, named)}
        record(acts.FILED, actor=REPORTER, now=now, subject=_report(incident), facts=facts, sealed=sealed)
        _add_files(incident, evidence, now)
    return identity


def add_to_letter(
    *, actor: Viewer, now: datetime, uid: UUID, text: str, evidence: Sequence[UploadedFile | Checked] = ()
) -> None:
    """Add an update, and files, to one's own protected report while it is open. Raises Http404, Refused or Invalid."""
    letter = letter_for(actor, uid)
    incident = Incident.objects.select_for_update().get(pk=letter.incident_id)
    if incident.state not in OPEN:
        no("Updates can be added only while the report is open.").require()
    text = required(text, "text", "Write what is new.")
    with transaction.atomic():
        IncidentUpdate.objects.create(
            incident=incident, seat_id=incident.reporter_id, text=text, at=now, protected=True
        )
        record(report_acts.REMARKED, actor=REPORTER, now=now, subject=_report(incident), sealed={"update": text})
        _add_files(incident, evidence, now)


def _add_files(incident: Incident, evidence: Sequence[UploadedFile | Checked], now: datetime) -> None:
    for upload in evidence:
        file = store_file(actor=REPORTER, now=now, subject=_report(incident), upload=upload)
        said = {"file": {"name": file.name, "sha256": file.sha256, "size": file.size}}
        record(report_acts.EVIDENCE_ADDED, actor=REPORTER, now=now, subject=_report(incident), sealed=said)


def ask_identity(*, actor: Viewer, now: datetime, ref: str, reason: str) -> IdentityRequest:
    """Ask who the protected reporter of a report is. Raises Http404, Refused or Invalid."""
    incident = incident_for(actor, ref, lock=True)
    may_ask(actor, is_protected=incident.protected, is_asked=is_asked(incident)).require()
    reason = required(reason, "reason", "Say why the name must be known. The reporter reads it, too.", LONGEST)
    asked = IdentityRequest.objects.create(
        incident=incident, reason=reason, asked_by=Seat.objects.get(pk=actor.seat_id), asked_at=now
    )
    _step(acts.ASKED, asked, actor, now, {"reason": reason})
    return asked


def release_identity(*, actor: Viewer, now: datetime, uid: UUID, because: str) -> IdentityRequest:
    """Agree as the second person: from now on the two read the name. Raises Http404, Refused or Invalid."""
    asked = _held(actor, uid)
    may_agree(actor, asker=asked.asked_by.organisation_id, state=asked.state).require()
    return _answered(asked, "release", acts.RELEASED, actor, now, because)


def refuse_identity(*, actor: Viewer, now: datetime, uid: UUID, because: str) -> IdentityRequest:
    """Refuse, as the custodian or as whoever could agree. Raises Http404, Refused or Invalid."""
    asked = _held(actor, uid)
    may_refuse(actor, asker=asked.asked_by.organisation_id, state=asked.state).require()
    return _answered(asked, "refuse", acts.REFUSED, actor, now, because)


def read_released(*, actor: Viewer, now: datetime, uid: UUID) -> Seat:
    """The reporter's seat, for one of the two; the reporter is told of every reading. Raises Http404 or Refused."""
    asked = request_for(actor, uid)
    two = {asked.asked_by_id, asked.decided_by_id}
    may_read(actor, is_released=asked.state == Release.RELEASED, two=two).require()
    _step(acts.READ, asked, actor, now, {})
    return _seat_of(asked.incident)


def open_identity(*, actor: Viewer, now: datetime, ref: str) -> Seat:
    """The reporter's seat, for the custodian; the reporter is told of every reading. Raises Http404 or Refused."""
    incident = incident_for(actor, ref)
    may_open(actor, is_protected=incident.protected).require()
    letter = ProtectedIdentity.objects.get(incident=incident)
    record(acts.OPENED, actor=actor, now=now, subject=(LETTER, letter.pk, str(letter.uid)))
    return _seat_of(incident)


def follow(recorded: Sequence[Act]) -> None:
    """Tell protected reporters what others did with their reports."""
    news = [act for act in recorded if act.kind in NEWS and act.seat_id is not None]
    if not news:
        return
    letters = ProtectedIdentity.objects.filter(incident__in=[act.subject_id for act in news], incident__protected=True)
    by_incident = {letter.incident_id: letter for letter in letters}
    for act in news:
        if letter := by_incident.get(act.subject_id):
            record(acts.NEWS, actor=NOTED, now=act.at, subject=(LETTER, letter.pk, str(letter.uid)))


def _seat_of(incident: Incident) -> Seat:
    identity = ProtectedIdentity.objects.get(incident=incident)
    return Seat.objects.select_related("person", "organisation").get(pk=identity.unseal())


def _report(incident: Incident) -> tuple[str, int, str]:
    return (report_acts.SUBJECT, incident.pk, incident.ref)


def _held(actor: Viewer, uid: UUID) -> IdentityRequest:
    found = request_for(actor, uid)
    return (
        IdentityRequest.objects.select_for_update(of=("self",)).select_related("asked_by", "incident").get(pk=found.pk)
    )


def _answered(
    asked: IdentityRequest, verb: str, kind: str, actor: Viewer, now: datetime, because: str
) -> IdentityRequest:
    because = required(because, "because", "Say why. The reporter reads it, too.", LONGEST)
    asked.state = Release(RELEASES[verb].target)
    asked.decided_by, asked.decided_at, asked.because = Seat.objects.get(pk=actor.seat_id), now, because
    asked.save(update_fields=["state", "decided_by", "decided_at", "because"])
    _step(kind, asked, actor, now, {"because": because})
    return asked


def _step(kind: str, asked: IdentityRequest, actor: Viewer, now: datetime, facts: dict[str, str]) -> None:
    """Record it for those who can agree, and tell the reporter, who reads it in the letter."""
    record(kind, actor=actor, now=now, subject=(IDENTITY_REQUEST, asked.pk, str(asked.uid)), facts=facts)
    letter = ProtectedIdentity.objects.get(incident=asked.incident_id)
    record(acts.NEWS, actor=NOTED, now=now, subject=(LETTER, letter.pk, str(letter.uid)))
