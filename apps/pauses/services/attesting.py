"""A lab attests that its runs in scope stand still: when it is served, and again and again while the order stands."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.committees.rules.viewer import Viewer
from apps.files.models import File
from apps.files.services import Checked, facts_of, store_file
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required
from apps.pauses.acts.attesting import ATTESTED, EVIDENCE, EVIDENCE_ADDED
from apps.pauses.models import (
    Attestation,
    AttestedCommitment,
    AttestedFile,
    AttestedRun,
    Binding,
    ComplianceCase,
    PauseOrder,
    Permit,
)
from apps.pauses.rules import compliance
from apps.pauses.rules.attested import Attested, Committed, commitment_errors, runs_errors
from apps.pauses.selectors.finding import order_for, own_binding
from apps.pauses.selectors.judging import judged_permits
from apps.pauses.services.cases import note
from apps.pauses.services.serving import acknowledge
from apps.pauses.services.telling import tell_of_lab, tell_of_part
from apps.pauses.states import OPEN_CASES, Ground


def attest(
    *,
    actor: Viewer,
    now: datetime,
    ref: str,
    runs: Sequence[Attested],
    statement: str,
    none_in_scope: bool = False,
    files: Sequence[Checked] = (),
    evidence: Sequence[UUID] = (),
    commitments: Sequence[Committed] = (),
) -> Attestation:
    """Attest for the viewer's lab: its runs in scope, or in so many words that there is none (`none_in_scope`).

    `files` are stored with it; `evidence` are the ids of files that the lab sent ahead by `add_evidence`. A lab that
    has not said so acknowledges the order with it. A late one is noted on the cases that its lateness has opened.
    Raises Http404, Refused, or Invalid by field (“runs.0”, “commitments.1”, “evidence”, “statement”).
    """
    order = order_for(actor, ref, lock=True)
    binding = own_binding(actor, order)
    compliance.may_attest(actor, order, binding).require()
    runs = [Attested(one.run.replace("\0", "").strip(), one.state, one.since) for one in runs]
    commitments = [Committed(one.sha256.strip().lower(), one.of.replace("\0", "").strip()) for one in commitments]
    permits = judged_permits(Permit.objects.filter(binding=binding))
    errors = runs_errors(runs, none_in_scope=none_in_scope, permits=permits, now=now) | commitment_errors(commitments)
    named = {file.uid: file for file in _sent_ahead(binding, evidence)}
    if set(evidence) - named.keys():
        errors["evidence"] = "One of these files is not among your lab's evidence under this order. Add it first."
    if errors:
        raise Invalid(errors)
    statement = required(statement, "statement", "Say in a few words what you attest.")
    if binding.acknowledged_at is None:
        acknowledge(actor=actor, now=now, ref=order.ref)
    with transaction.atomic():
        stored = [_store(actor, now, order, binding, upload) for upload in files]
        attestation = _write(actor, now, binding, runs, statement, [*named.values(), *stored], commitments)
    sealed = {"attestation": _sealed(attestation, runs, commitments, [*named.values(), *stored])}
    facts = {"number": attestation.number}
    tell_of_lab(ATTESTED, order, binding, actor=actor, now=now, facts=facts, sealed=sealed)
    late = ComplianceCase.objects.filter(
        binding=binding, state__in=OPEN_CASES, ground__in=[Ground.LATE, Ground.SERVICE]
    )
    for case in late.order_by("pk"):
        note(case, f"The lab has attested meanwhile (attestation {attestation.number}).", actor=actor, now=now)
    return attestation


def add_evidence(*, actor: Viewer, now: datetime, ref: str, uploads: Sequence[Checked]) -> list[File]:
    """Keep files ahead of the attestation that will name them, all or none. Raises Http404, Refused or Invalid."""
    order = order_for(actor, ref, lock=True)
    binding = own_binding(actor, order)
    compliance.may_add_evidence(actor, order, binding).require()
    with transaction.atomic():
        return [_store(actor, now, order, binding, upload) for upload in uploads]


def _store(actor: Viewer, now: datetime, order: PauseOrder, binding: Binding, upload: Checked) -> File:
    subject = (EVIDENCE, binding.pk, f"{order.ref}/{binding.organisation.key}")
    file = store_file(actor=actor, now=now, subject=subject, upload=upload)
    tell_of_part(EVIDENCE_ADDED, order, subject, actor=actor, now=now, sealed={"file": facts_of(file)})
    return file


def _sent_ahead(binding: Binding, evidence: Sequence[UUID]) -> list[File]:
    rows = File.objects.about(EVIDENCE, binding.pk).filter(uid__in=list(evidence), withdrawn_at=None)
    return list(rows)


def _write(
    actor: Viewer,
    now: datetime,
    binding: Binding,
    runs: Sequence[Attested],
    statement: str,
    files: Sequence[File],
    commitments: Sequence[Committed],
) -> Attestation:
    attestation = Attestation.objects.create(
        binding=binding,
        number=1 + Attestation.objects.filter(binding=binding).count(),
        seat_id=actor.seat_id,
        statement=statement,
        at=now,
    )
    AttestedRun.objects.bulk_create(AttestedRun(attestation=attestation, **asdict(one)) for one in runs)
    AttestedFile.objects.bulk_create(AttestedFile(attestation=attestation, file=file) for file in files)
    AttestedCommitment.objects.bulk_create(
        AttestedCommitment(attestation=attestation, **asdict(one)) for one in commitments
    )
    return attestation


def _sealed(
    attestation: Attestation, runs: Sequence[Attested], commitments: Sequence[Committed], files: Sequence[File]
) -> dict:
    """What was attested, as the record keeps it under a commitment."""
    return {
        "statement": attestation.statement,
        "runs": [{"run": one.run, "state": str(one.state), "since": instant(one.since)} for one in runs],
        "files": [facts_of(file) for file in files],
        "commitments": [asdict(one) for one in commitments],
    }
