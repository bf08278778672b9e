"""What the parties have proposed to each other, as those who may read it see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.committees.rules.viewer import Viewer
from apps.disputes.models import Assent, Case, Proposal
from apps.disputes.rules import proposals as rules
from apps.disputes.selectors.cases import Known
from apps.disputes.states import PARTIES, ProposalKind, ProposalState
from apps.kernel.decisions import Decision


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal: what it says, who has agreed, and what the viewer can answer."""

    proposal: Proposal
    says: str
    assents: Sequence[Assent]
    may_agree: Decision
    may_refuse: Decision
    may_withdraw: Decision


def reads_proposals(viewer: Viewer, of: Known) -> bool:
    """Whether the viewer reads what the parties propose: their own people, and clerks who are no party."""
    if viewer.is_operator:
        return False
    return of.parties.get(viewer.organisation_id) in PARTIES or (
        viewer.is_clerk and viewer.organisation_id not in of.parties
    )


def proposals_in(viewer: Viewer, case: Case, of: Known) -> list[Shown]:
    """The proposals in the case that the viewer reads, the newest first (two queries)."""
    rows = Proposal.objects.visible_to(viewer).filter(case=case).select_related("organisation", "author__person")
    found = list(rows.order_by("-pk"))
    assents: dict[int, list[Assent]] = {}
    for one in Assent.objects.filter(proposal__in=found).select_related("organisation").order_by("pk"):
        assents.setdefault(one.proposal_id, []).append(one)
    return [_shown(viewer, of, one, assents.get(one.pk, [])) for one in found]


def _shown(viewer: Viewer, of: Known, one: Proposal, assents: Sequence[Assent]) -> Shown:
    kind, said = ProposalKind(one.kind), {assent.organisation_id for assent in assents}
    return Shown(
        one,
        rules.sentence(kind, one.terms),
        assents,
        rules.may_agree(viewer, of, kind, state=one.state, said=said),
        rules.may_refuse(viewer, of, kind, state=one.state, proposed_by=one.organisation_id),
        rules.may_withdraw(viewer, of, kind, state=one.state, proposed_by=one.organisation_id),
    )


def waiting_in(viewer: Viewer, case: Case) -> int:
    """How many proposals in the case wait for the viewer's organisation to answer."""
    rows = Proposal.objects.visible_to(viewer).filter(case=case, state=ProposalState.PROPOSED)
    return rows.exclude(assents__organisation=viewer.organisation_id).count()
