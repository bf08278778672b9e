"""A case goes on to another stage, and what can take effect no more is over."""

from datetime import datetime

from apps.committees.rules.viewer import Portal
from apps.disputes.acts.agreeing import OVERTAKEN
from apps.disputes.models import PROPOSAL, Case, Proposal
from apps.disputes.rules.proposals import STAGES
from apps.disputes.states import CASES, PROPOSALS, ProposalKind, ProposalState
from apps.record.services import record

COURSE = Portal("the course of the case")


def move(case: Case, verb: str, now: datetime) -> None:
    """Set the stage to which a verb leads; whoever calls has asked whether it may, and looks at the sights again."""
    case.stage = CASES[verb].target
    case.version += 1
    case.save(update_fields=["stage", "version"])
    overtake(case, now)


def overtake(case: Case, now: datetime) -> None:
    """End the proposals on which nobody can agree any more at the case's stage."""
    for proposal in Proposal.objects.filter(case=case, state=ProposalState.PROPOSED).order_by("pk"):
        if case.stage in STAGES[ProposalKind(proposal.kind)]:
            continue
        proposal.state, proposal.ended_at = PROPOSALS["overtake"].target, now
        proposal.save(update_fields=["state", "ended_at"])
        record(OVERTAKEN, actor=COURSE, now=now, subject=(PROPOSAL, proposal.pk, f"{case.ref}/{proposal.uid}"))
