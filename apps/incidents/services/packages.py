"""Preparing what an authority is sent, sending it, and marking what was sent by the authority's own channel."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from apps.committees.rules.viewer import Viewer
from apps.files.models import File
from apps.files.services import Checked, store_file
from apps.incidents.acts import duties as duty_acts
from apps.incidents.acts import packages as acts
from apps.incidents.models import DUTY, PACKAGE, Duty, Incident, Package, PackageVersion
from apps.incidents.rules import package_verbs as verbs
from apps.incidents.rules.merging import merge
from apps.incidents.rules.packaging import OWN_TEXTS, is_late, may_leave_out
from apps.incidents.rules.report import TEXT_LENGTH
from apps.incidents.selectors.packages import digest_of, duty_for, lines_now, reading_of, report_of, written_in
from apps.incidents.services.questions import RULES, of_questions
from apps.incidents.services.reckoning import reckon
from apps.incidents.states import DUTY_TRANSITIONS, PACKAGE_TRANSITIONS, DutyState, PackageState
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.record.services import record, record_all

MEANWHILE = "A colleague has changed this meanwhile. It stands above: put both together, and keep it again."


def prepare(
    *,
    actor: Viewer,
    now: datetime,
    ref: str,
    texts: Mapping[str, str],
    left_out: Sequence[str] | None = None,
    base: Mapping[str, str] | None = None,
) -> Package:
    """Write what is for this authority alone, and leave out what it may get but does not require.

    `base` are the marks of what stood there when the writer began: what they left alone stays as a colleague wrote it,
    and what both changed is refused. Raises Http404, Refused, or Invalid by field; what is not given stays.
    """
    duty, incident = _held(actor, ref)
    verbs.may_prepare(actor, is_own=_is_own(actor, incident)).require()
    may_leave_out(report_of(duty), left_out or ()).require()
    errors = {name: "This is not written here." for name in texts if name not in OWN_TEXTS}
    errors |= {name: f"Shorten this to {TEXT_LENGTH} characters." for name in texts if len(texts[name]) > TEXT_LENGTH}
    if errors:
        raise Invalid(errors)
    typed = dict(texts) | ({} if left_out is None else {"left_out": list(left_out)})
    merged = merge(written_in(Package.objects.filter(duty=duty).first()), typed, base or {})
    if merged.clashes:
        raise Invalid(dict.fromkeys(merged.clashes, MEANWHILE))
    package = _package(duty)
    package.texts = package.texts | {name: merged.taken[name].strip() for name in texts if name in merged.taken}
    package.left_out = list(merged.taken.get("left_out", package.left_out))
    package.edited += 1
    package.save(update_fields=["texts", "left_out", "edited"])
    # What is not sent yet is none of the authority's business: the act says that it was written, not what.
    record(acts.PREPARED, actor=actor, now=now, subject=(PACKAGE, package.pk, duty.ref))
    return package


def send(
    *, actor: Viewer, now: datetime, ref: str, reason: str = "", late_reason: str = "", read: str | None = None
) -> PackageVersion:
    """Send what the package holds now to the authority's desk; the first version, or an amended one with the reason.

    Where the portal counts in law the duty is met; elsewhere proof of sending is still awaited. `read` is the mark of
    what the sender read over. Raises Http404, Refused, or Invalid: an amended version needs its reason, one that
    comes late too, and nothing goes out that nobody has read.
    """
    duty, incident = _held(actor, ref)
    verbs.may_send(actor, duty, is_own=_is_own(actor, incident)).require()
    _as_read(duty, incident, read)
    errors = {} if duty.first_sent_at else _late_errors(duty, now, late_reason)
    if duty.first_sent_at and not reason.strip():
        errors["reason"] = "Say what changed and why; the authority reads it beside the differences."
    if errors:
        raise Invalid(errors)
    package = _package(duty)
    if duty.first_sent_at is None and duty.met_at is None:
        package.is_late = is_late(duty.due_at, now)
    version = _frozen(package, duty, incident, actor, now, reason=reason)
    facts = {"version": version.number, "digest": version.digest}
    record(
        acts.SENT, actor=actor, now=now, subject=(PACKAGE, package.pk, duty.ref), facts=facts, sealed=_sealed(version)
    )
    _give_reason(duty, late_reason)
    if duty.counts_in_law:
        _meet(duty, incident, now=now, at=now)
    elif duty.state in {DutyState.POSSIBLE, DutyState.DUE}:
        duty.state = DUTY_TRANSITIONS["send"].target
        duty.save(update_fields=["state"])
        record(
            duty_acts.SENT, actor=actor, now=now, subject=(DUTY, duty.pk, duty.ref), facts={"version": version.number}
        )
        record_all(of_questions(incident), now=now)
    return version


def mark_sent(
    *,
    actor: Viewer,
    now: datetime,
    ref: str,
    sent_at: datetime,
    proof: UploadedFile | Checked,
    late_reason: str = "",
    read: str | None = None,
) -> PackageVersion:
    """Say that the report was sent by the authority's official channel, with the proof: the duty is met.

    Raises Http404, Refused, or Invalid by field.
    """
    duty, incident = _held(actor, ref)
    verbs.may_mark_sent(actor, duty, is_own=_is_own(actor, incident)).require()
    if sent_at > now:
        raise Invalid({"sent_at": "Give a time that has passed: this one is still to come."})
    if sent_at < incident.created_at and incident.aware_at and sent_at < incident.aware_at:
        raise Invalid({"sent_at": "It cannot have been sent before you became aware of the incident."})
    if errors := _late_errors(duty, sent_at, late_reason):
        raise Invalid(errors)
    _as_read(duty, incident, read)
    package = _package(duty)
    file = store_file(actor=actor, now=now, subject=(PACKAGE, package.pk, duty.ref), upload=proof)
    version = _frozen(package, duty, incident, actor, sent_at, proof=file)
    record(
        acts.SENT_ELSEWHERE,
        actor=actor,
        now=now,
        subject=(PACKAGE, package.pk, duty.ref),
        facts={"version": version.number, "digest": version.digest, "sent_at": instant(sent_at)},
        sealed=_sealed(version) | {"proof": {"name": file.name, "sha256": file.sha256}},
    )
    _give_reason(duty, late_reason)
    duty.proof = file
    package.is_late = is_late(duty.due_at, sent_at)
    package.save(update_fields=["is_late"])
    _meet(duty, incident, now=now, at=sent_at)
    return version


def _meet(duty: Duty, incident: Incident, *, now: datetime, at: datetime) -> None:
    """The duty is met as of `at`; what follows on its sending is reckoned."""
    if duty.state not in {DutyState.POSSIBLE, DutyState.DUE, DutyState.SENT}:
        return
    duty.state, duty.met_at = DUTY_TRANSITIONS["meet"].target, at
    duty.save(update_fields=["state", "met_at", "proof"])
    facts = {"met_at": instant(at), "late": is_late(duty.due_at, at)}
    record(duty_acts.MET, actor=RULES, now=now, subject=(DUTY, duty.pk, duty.ref), facts=facts)
    reckon(incident, now=now)


def _give_reason(duty: Duty, late_reason: str) -> None:
    """Why it is late; a reason that was given before stays where none is given now."""
    if late_reason.strip():
        duty.late_reason = late_reason.strip()
        duty.save(update_fields=["late_reason"])


def _late_errors(duty: Duty, at: datetime, late_reason: str) -> dict[str, str]:
    """What is missing where the duty is met, or first sent, after its hour."""
    wanted = duty.met_at is None and is_late(duty.due_at, at)
    if wanted and not (late_reason.strip() or duty.late_reason):
        return {"late_reason": "It is late: say why."}
    return {}


def _frozen(
    package: Package,
    duty: Duty,
    incident: Incident,
    actor: Viewer,
    at: datetime,
    *,
    reason: str = "",
    proof: File | None = None,
) -> PackageVersion:
    """The next version, with what the package holds now; with a proof it went by the authority's own channel."""
    lines = lines_now(duty, incident, package)
    content = [line.plain() for line in lines]
    version = PackageVersion.objects.create(
        package=package,
        number=package.versions.count() + 1,
        content=content,
        digest=digest_of(content),
        missing=[line.field for line in lines if line.is_missing],
        reason=reason.strip(),
        sent_at=at,
        sent_by_id=actor.seat_id,
        elsewhere=proof is not None,
        proof=proof,
    )
    if proof is None:
        package.state = PACKAGE_TRANSITIONS["send"].target
        package.desk_id, package.sent_at = duty.desk_id, at
        package.save(update_fields=["state", "desk", "sent_at", "is_late"])
        if duty.first_sent_at is None:
            duty.first_sent_at = at
            duty.save(update_fields=["first_sent_at"])
    return version


def _held(actor: Viewer, ref: str) -> tuple[Duty, Incident]:
    """The duty and its report, both held for a change: the report first, as everywhere."""
    found = duty_for(actor, ref)
    incident = Incident.objects.select_for_update().get(pk=found.incident_id)
    duty = duty_for(actor, ref, lock=True)
    return duty, incident


def _as_read(duty: Duty, incident: Incident, read: str | None) -> None:
    """Refuse what has changed since it was read over."""
    package = Package.objects.filter(duty=duty).first()
    if read is not None and read != reading_of(package, lines_now(duty, incident, package)):
        raise Invalid({"": "What would be sent has changed since you read it. Read it over again."})


def _is_own(actor: Viewer, incident: Incident) -> bool:
    return actor.organisation_id == incident.organisation_id


def _package(duty: Duty) -> Package:
    package, _new = Package.objects.get_or_create(
        duty=duty, defaults={"ref": duty.ref, "state": PackageState.PREPARING}
    )
    return package


def _sealed(version: PackageVersion) -> dict[str, object]:
    return {"content": version.content}
