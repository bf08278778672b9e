"""What parties agree on with each other: proposed by one, agreed to by every other, and then it takes effect."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.committees.services import take_turn
from apps.disputes.acts import agreeing as acts
from apps.disputes.models import PROPOSAL, Assent, Case, Proposal
from apps.disputes.rules import proposals as rules
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.services.effects import EFFECTS
from apps.disputes.states import PROPOSALS, ProposalKind, ProposalState
from apps.kernel.texts import optional
from apps.record.services import record

LONGEST = 20_000


def propose(
    *, actor: Viewer, now: datetime, ref: str, kind: ProposalKind, terms: Mapping[str, Any], text: str = ""
) -> Proposal:
    """Propose something to the other parties; one's own open proposal of the kind is withdrawn for it.

    Raises Http404, Refused, or Invalid by field.
    """
    case = case_for(actor, ref, lock=True)
    of = known(case)
    rules.may_propose(actor, of, kind).require()
    effect = EFFECTS[kind]
    kept = effect.read(case, of, terms, now)
    text = optional(text, "text", LONGEST)
    own = Proposal.objects.filter(
        case=case, kind=kind, state=ProposalState.PROPOSED, organisation=actor.organisation_id
    )
    for before in own:
        _end(before, "withdraw", acts.WITHDRAWN, actor, now)
    proposal = Proposal.objects.create(
        case=case,
        kind=kind,
        terms=kept,
        text=text,
        organisation_id=actor.organisation_id,
        author_id=actor.seat_id,
        proposed_at=now,
    )
    _tell(acts.PROPOSED, proposal, actor, now, sealed={"proposal": {"kind": kind, "terms": kept, "text": text}})
    _assent(proposal, actor, now)
    return proposal


def agree(*, actor: Viewer, now: datetime, ref: str, proposal: UUID) -> Proposal:
    """Agree; with the last party's word it takes effect. Raises Http404 or Refused, then nothing is stored."""
    take_turn()
    case, found = _found(actor, ref, proposal)
    of = known(case)
    kind = ProposalKind(found.kind)
    said = set(Assent.objects.filter(proposal=found).values_list("organisation", flat=True))
    rules.may_agree(actor, of, kind, state=found.state, said=said).require()
    _assent(found, actor, now)
    _tell(acts.AGREED, found, actor, now)
    if rules.everybody(of, {*said, actor.organisation_id}):
        EFFECTS[kind].read(case, of, found.terms, now)
        found.state, found.ended_at = PROPOSALS["agree"].target, now
        found.save(update_fields=["state", "ended_at"])
        EFFECTS[kind].take(case, of, found, actor, now)
    return found


def refuse(*, actor: Viewer, now: datetime, ref: str, proposal: UUID) -> Proposal:
    """Refuse it; another can be proposed. Raises Http404 or Refused."""
    case, found = _found(actor, ref, proposal)
    kind = ProposalKind(found.kind)
    rules.may_refuse(actor, known(case), kind, state=found.state, proposed_by=found.organisation_id).require()
    _end(found, "refuse", acts.REFUSED, actor, now)
    return found


def withdraw_proposal(*, actor: Viewer, now: datetime, ref: str, proposal: UUID) -> Proposal:
    """Take one's own proposal back, while the others have not all agreed. Raises Http404 or Refused."""
    case, found = _found(actor, ref, proposal)
    kind = ProposalKind(found.kind)
    rules.may_withdraw(actor, known(case), kind, state=found.state, proposed_by=found.organisation_id).require()
    _end(found, "withdraw", acts.WITHDRAWN, actor, now)
    return found


def _found(actor: Viewer, ref: str, uid: UUID) -> tuple[Case, Proposal]:
    case = case_for(actor, ref, lock=True)
    found = Proposal.objects.visible_to(actor).select_for_update(of=("self",)).filter(case=case, uid=uid).first()
    if found is None:
        raise Http404(str(uid))
    found.case = case
    return case, found


def _assent(proposal: Proposal, actor: Viewer, now: datetime) -> None:
    Assent.objects.create(proposal=proposal, organisation_id=actor.organisation_id, author_id=actor.seat_id, at=now)


def _end(proposal: Proposal, verb: str, kind: str, actor: Viewer, now: datetime) -> None:
    proposal.state, proposal.ended_at = PROPOSALS[verb].target, now
    proposal.save(update_fields=["state", "ended_at"])
    _tell(kind, proposal, actor, now)


def _tell(kind: str, proposal: Proposal, actor: Viewer, now: datetime, sealed: Mapping[str, Any] | None = None) -> None:
    ref = f"{proposal.case.ref}/{proposal.uid}"
    record(kind, actor=actor, now=now, subject=(PROPOSAL, proposal.pk, ref), sealed=sealed)
