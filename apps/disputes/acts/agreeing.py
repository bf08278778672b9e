"""What can happen to a proposal of one party to the others; nobody else is told."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Organisation, Seat
from apps.committees.states import ONE_MATTER_ROLES, Role
from apps.disputes.models import PROPOSAL, CaseParty, Proposal
from apps.disputes.rules.who import SPEAKING
from apps.disputes.states import PARTIES, ProposalKind
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

PROPOSED = "dispute_proposal.proposed"
AGREED = "dispute_proposal.agreed"
REFUSED = "dispute_proposal.refused"
WITHDRAWN = "dispute_proposal.withdrawn"
OVERTAKEN = "dispute_proposal.overtaken"
TO_SIDES = "dispute_proposal.sides"


def _sides(proposal: Proposal) -> QuerySet[Organisation]:
    parties = CaseParty.objects.filter(case=proposal.case_id, left_at=None, capacity__in=sorted(PARTIES))
    return Organisation.objects.filter(pk__in=parties.values("organisation"))


def _seats(proposal_id: int, at: datetime) -> QuerySet[Seat]:
    """The inverse of `visible_to`."""
    proposal = Proposal.objects.select_related("case").get(pk=proposal_id)
    sides = _sides(proposal)
    seats = Seat.objects.at(at)
    for_all = ~Q(role__in=sorted(ONE_MATTER_ROLES))
    own = Q(organisation__in=sides) & (for_all | Q(role__in=sorted(ONE_MATTER_ROLES), matter=proposal.case.ref))
    if proposal.kind == ProposalKind.SETTLEMENT:
        return seats.filter(own)
    return seats.filter(own | (Q(role=Role.CLERK) & ~Q(organisation__in=sides)))


def _speaking(proposal_id: int, at: datetime) -> QuerySet[Seat]:
    proposal = Proposal.objects.select_related("case").get(pk=proposal_id)
    seats = Seat.objects.at(at).filter(organisation__in=_sides(proposal), role__in=SPEAKING)
    return seats.filter(Q(matter="") | Q(matter=proposal.case.ref))


def _titles(ids: Collection[int]) -> Mapping[int, str]:
    rows = Proposal.objects.filter(pk__in=ids).select_related("case")
    return {row.pk: f"{row.get_kind_display()} in {row.case.ref}" for row in rows}


def _address(slug: str, ref: str) -> str:
    return reverse("disputes:agreeing", args=[slug, ref.partition("/")[0]])


def register() -> None:
    """Fill the subject, its audience and the catalogue."""
    SUBJECTS.register(
        PROPOSAL,
        SubjectKind(
            key=PROPOSAL,
            label="proposal between parties",
            address=_address,
            visible=lambda viewer: Proposal.objects.visible_to(viewer),
            seats=_seats,
            titles=_titles,
            own=lambda organisation_id: Proposal.objects.filter(organisation=organisation_id),
        ),
    )
    AUDIENCES.register(TO_SIDES, Audience(TO_SIDES, "who speaks for the parties", _speaking))
    declare(
        ActKind(PROPOSED, "proposed something to the other side", told=(TO_SIDES,), asks="Agree or refuse.", icon="message-question", urgent=True),
        ActKind(AGREED, "agreed to it", told=(TO_SIDES,), icon="thumb-up"),
        ActKind(REFUSED, "refused it", told=(TO_SIDES,), icon="thumb-down"),
        ActKind(WITHDRAWN, "withdrew it", told=(TO_SIDES,), icon="arrow-back-up"),
        ActKind(OVERTAKEN, "noted that it can take effect no more", icon="clock-off", quiet=True),
    )  # fmt: skip
