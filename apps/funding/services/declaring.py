"""Labs declare their computation, and the custodian estimates what is missing; every figure is sealed as it is entered.

Locks: the clocks of the lab's place in the period, then that place, then the turn at the period's figures, which whoever
adopts a scale takes as well.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_value
from apps.files.models import File
from apps.files.services import Checked, facts_of, store_file
from apps.funding.acts import declarations as acts
from apps.funding.models import (
    DECLARATION,
    PERIOD,
    Accelerators,
    Declarant,
    Declaration,
    DeclaredFile,
)
from apps.funding.rules import commitments
from apps.funding.rules.charter import BASE
from apps.funding.rules.declaring import Figures, Said, need_a_reason, oddities, understood
from apps.funding.rules.figures import may_declare, may_estimate
from apps.funding.selectors.declared import (
    before,
    current_of,
    days_of,
    declarant_for,
    evidence_of,
    open_appeal,
    open_still,
    own_declarant,
    today_in,
    written,
)
from apps.funding.states import APPEALS, Appeal, Figure
from apps.kernel.canonical import new_salt
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.turns import wait_for_turn
from apps.record.services import record

TURN = "funding.declarations"
"""Who enters a figure, and who adopts a scale that counts figures, take this turn: none changes under the other."""


def declare(
    *,
    actor: Viewer,
    now: datetime,
    period: str,
    training_flop: str,
    accelerators: Sequence[Said] = (),
    method: str,
    confidence: str,
    explanation: str = "",
    unusual_because: str = "",
    files: Sequence[Checked] = (),
    evidence: Sequence[UUID] = (),
) -> Declaration:
    """Declare for the viewer's own lab, or correct what it declared: the next version, until its scale is adopted.

    `files` are stored with it, `evidence` are ids of files sent ahead by `add_evidence`. It overtakes an estimate and an
    open appeal. Raises Http404, Refused, or Invalid by field; what is odd is Invalid until `unusual_because` says why.
    """
    declarant = own_declarant(actor, period, lock=True)
    wait_for_turn(TURN)
    may_declare(actor, declarant.organisation_id, open_still(declarant)).require()
    figures = judged(
        declarant,
        training_flop=training_flop,
        accelerators=accelerators,
        method=method,
        confidence=confidence,
        explanation=explanation,
        unusual_because=unusual_because,
    )
    ahead = _sent_ahead(declarant, evidence)
    is_first = not _has_declared(declarant)
    last = current_of(declarant)
    with transaction.atomic():
        stored = [*ahead, *(_store(actor, now, declarant, one) for one in files)]
        row = _enter(declarant, figures, Figure.DECLARED, actor=actor, now=now, files=stored)
    if last is not None:
        _overtake(last, now)
    _tell(acts.MADE, declarant, row, figures, actor=actor, now=now, files=stored)
    if is_first:
        place, lab = declarant.period, {"lab": declarant.organisation.key}
        record(acts.RECEIVED, actor=actor, now=now, subject=(PERIOD, place.pk, place.name), facts=lab)
    return row


def estimate(
    *,
    actor: Viewer,
    now: datetime,
    period: str,
    lab: str,
    training_flop: str,
    accelerators: Sequence[Said] = (),
    method: str,
    confidence: str,
    explanation: str,
    unusual_because: str = "",
) -> Declaration:
    """Estimate what a lab has not declared by its day; the lab is told and may appeal.

    Raises Http404, Refused, or Invalid by field.
    """
    declarant = declarant_for(actor, period, lab, lock=True)
    wait_for_turn(TURN)
    may_estimate(
        actor,
        today=today_in(declarant.committee, now),
        declare_by=declarant.declare_by,
        has_figure=current_of(declarant) is not None,
        is_member=declarant.let_go_at is None,
        open_still=open_still(declarant),
    ).require()
    figures = judged(
        declarant,
        training_flop=training_flop,
        accelerators=accelerators,
        method=method,
        confidence=confidence,
        explanation=explanation,
        unusual_because=unusual_because,
        needs_explanation=True,
    )
    return enter_estimate(declarant, figures, acts.ESTIMATED, actor=actor, now=now)


def enter_estimate(
    declarant: Declarant, figures: Figures, kind: str, *, actor: Viewer, now: datetime, because: str = ""
) -> Declaration:
    """Write an estimate of the custodian and record the act by which it came; the declarant is locked."""
    row = _enter(declarant, figures, Figure.ESTIMATED, actor=actor, now=now, files=[])
    _tell(kind, declarant, row, figures, actor=actor, now=now, files=[], because=because)
    return row


def add_evidence(*, actor: Viewer, now: datetime, period: str, uploads: Sequence[Checked]) -> list[File]:
    """Keep files ahead of the declaration that will name them, all or none. Raises Http404, Refused or Invalid."""
    declarant = own_declarant(actor, period, lock=True)
    may_declare(actor, declarant.organisation_id, open_still(declarant)).require()
    with transaction.atomic():
        stored = [_store(actor, now, declarant, upload) for upload in uploads]
    for file in stored:
        subject = (DECLARATION, declarant.pk, declarant.ref)
        record(acts.EVIDENCE_ADDED, actor=actor, now=now, subject=subject, sealed={"file": facts_of(file)})
    return stored


def judged(
    declarant: Declarant,
    *,
    training_flop: str,
    accelerators: Sequence[Said],
    method: str,
    confidence: str,
    explanation: str = "",
    unusual_because: str = "",
    needs_explanation: bool = False,
) -> Figures:
    """The figures understood; raises Invalid by field, and where they are odd and nothing is said of why."""
    figures = understood(
        training_flop=training_flop,
        accelerators=accelerators,
        method=method,
        confidence=confidence,
        explanation=explanation,
        unusual_because=unusual_because,
    )
    if needs_explanation and not figures.explanation:
        raise Invalid({"explanation": "Say how you came to the estimate. The lab reads it."})
    need_a_reason(figures, oddities(figures, before(declarant), days_of(declarant.period)))
    return figures


def _has_declared(declarant: Declarant) -> bool:
    rows = Declaration.objects.filter(period=declarant.period_id, organisation=declarant.organisation_id)
    return rows.filter(figure=Figure.DECLARED).exists()


def _enter(
    declarant: Declarant,
    figures: Figures,
    figure: Figure,
    *,
    actor: Viewer,
    now: datetime,
    files: Sequence[File],
) -> Declaration:
    last = current_of(declarant)
    row = Declaration(
        period=declarant.period,
        organisation=declarant.organisation,
        version=last.version + 1 if last else 1,
        figure=figure,
        training_flop=figures.training,
        installed_flops=figures.installed,
        counts=figures.counts(charter_value(BASE, now)),
        method=figures.method,
        confidence=figures.confidence,
        explanation=figures.explanation,
        unusual_because=figures.unusual_because,
        by=Seat.objects.get(pk=actor.seat_id),
        at=now,
        salt=new_salt(),
    )
    row.commitment = commitments.commitment(written(row, figures, [facts_of(one) for one in files]), row.salt)
    row.save()
    Accelerators.objects.bulk_create(
        Accelerators(declaration=row, type=one.type, number=one.number, flops_each=one.flops_each)
        for one in figures.accelerators
    )
    DeclaredFile.objects.bulk_create(DeclaredFile(declaration=row, file=file) for file in files)
    return row


def _tell(
    kind: str,
    declarant: Declarant,
    row: Declaration,
    figures: Figures,
    *,
    actor: Viewer,
    now: datetime,
    files: Sequence[File],
    because: str = "",
) -> None:
    facts = {"version": row.version, "commitment": row.commitment}
    sealed: dict[str, Any] = {"declaration": written(row, figures, [facts_of(one) for one in files])}
    sealed |= {"because": because} if because else {}
    subject = (DECLARATION, declarant.pk, declarant.ref)
    record(kind, actor=actor, now=now, subject=subject, facts=facts, sealed=sealed)


def _overtake(last: Declaration, now: datetime) -> None:
    appeal = open_appeal(last)
    if appeal is None or appeal.state != Appeal.OPEN:
        return
    appeal.state, appeal.decided_at = APPEALS["overtake"].target, now
    appeal.save(update_fields=["state", "decided_at"])


def _store(actor: Viewer, now: datetime, declarant: Declarant, upload: Checked) -> File:
    return store_file(actor=actor, now=now, subject=(DECLARATION, declarant.pk, declarant.ref), upload=upload)


def _sent_ahead(declarant: Declarant, evidence: Sequence[UUID]) -> list[File]:
    found = list(evidence_of(declarant).filter(uid__in=list(evidence), withdrawn_at=None))
    if {*evidence} - {file.uid for file in found}:
        raise Invalid(
            {"evidence": "One of these files is not among your lab's evidence for this period. Add it first."}
        )
    return found
