"""Somebody says, with reasons, that an attestation is not true; whoever presides over the pause decides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required
from apps.pauses.acts.compliance import CHALLENGE, CHALLENGED, DISMISSED, UPHELD
from apps.pauses.acts.deciders import clerks_do
from apps.pauses.models import Attestation, Binding, Challenge, PauseOrder
from apps.pauses.rules import compliance
from apps.pauses.selectors.finding import order_for
from apps.pauses.services.cases import open_case
from apps.pauses.services.telling import seat_of, tell_of_part
from apps.pauses.states import ChallengeState, Ground

UNDECIDED = Portal("the charter's time for deciding")
OF_VERB = {"uphold": (ChallengeState.UPHELD, UPHELD), "dismiss": (ChallengeState.DISMISSED, DISMISSED)}


def challenge(*, actor: Viewer, now: datetime, ref: str, lab: str, number: int, because: str) -> Challenge:
    """Say that a lab's attestation (by the lab's key and its number) is not true, and why.

    Raises Http404, Refused or Invalid.
    """
    order, binding = _locked(actor, ref, lab)
    compliance.may_challenge(actor, order, binding).require()
    attestation = Attestation.objects.filter(binding=binding, number=number).first()
    if attestation is None:
        raise Http404(number)
    because = required(because, "because", "Say what is not true, and what shows it.")
    row = Challenge.objects.create(
        attestation=attestation,
        number=1 + Challenge.objects.filter(attestation__binding=binding).count(),
        seat_id=actor.seat_id,
        because=because,
        state=ChallengeState.OPEN,
        at=now,
    )
    facts = {"attestation": number, "challenge": row.number}
    tell_of_part(
        CHALLENGED, order, _subject(row, order, binding), actor=actor, now=now, facts=facts, sealed={"because": because}
    )
    return row


def decide_challenge(
    *, actor: Actor, now: datetime, ref: str, lab: str, uid: UUID, verb: str, because: str
) -> Challenge:
    """Uphold or dismiss a challenge (`verb`), with the reason, which everybody who sees the order reads.

    What is upheld opens a compliance case. Raises Http404, Refused or Invalid.
    """
    order, binding = _locked(actor, ref, lab)
    rows = Challenge.objects.filter(attestation__binding=binding, uid=uid)
    row = rows.select_related("attestation", "seat").first()
    if row is None:
        raise Http404(uid)
    barred = {binding.organisation_id, row.seat.organisation_id}
    compliance.may_decide_challenge(
        actor,
        order,
        binding,
        state=row.state,
        challenger=row.seat.organisation_id,
        clerks_do=clerks_do(order.pk, barred, now),
    ).require()
    if verb not in OF_VERB:
        raise Invalid({"verb": "Say whether the challenge is right."})
    row.decided_because = required(because, "because", "Say why.")
    row.state, kind = OF_VERB[verb]
    row.decided_by_id, row.decided_at = seat_of(actor), now
    row.save(update_fields=["state", "decided_by", "decided_because", "decided_at"])
    facts = {"attestation": row.attestation.number, "challenge": row.number, "because": row.decided_because}
    tell_of_part(kind, order, _subject(row, order, binding), actor=actor, now=now, facts=facts)
    if row.state == ChallengeState.UPHELD:
        words = f"Challenge {row.number}, of attestation {row.attestation.number}, was upheld."
        open_case(order, binding, Ground.CONTRADICTED, because=words, actor=actor, now=now, attestation=row.attestation)
    return row


def uphold_undecided(*, challenge_id: int, now: datetime) -> Challenge:
    """Nobody decided in time: the lab is asked to answer. Safe to run twice."""
    row = Challenge.objects.select_related("attestation__binding__order", "attestation__binding__organisation").get(
        pk=challenge_id
    )
    if row.state != ChallengeState.OPEN:
        return row
    binding = row.attestation.binding
    because = "Nobody decided on it in time, so that the lab is asked to answer."
    return decide_challenge(
        actor=UNDECIDED,
        now=now,
        ref=binding.order.ref,
        lab=binding.organisation.key,
        uid=row.uid,
        verb="uphold",
        because=because,
    )


def _locked(actor: Actor, ref: str, lab: str) -> tuple[PauseOrder, Any]:
    order = order_for(actor, ref, lock=True)
    binding = Binding.objects.filter(order=order, organisation__key=lab).select_related("organisation").first()
    if binding is None:
        raise Http404(lab)
    return order, binding


def _subject(row: Challenge, order: PauseOrder, binding: Binding) -> tuple[str, int, str]:
    return CHALLENGE, row.pk, f"{order.ref}/{binding.organisation.key}/{row.number}"
