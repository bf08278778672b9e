"""What the parties agree on with each other: a proposal of one, and that the others agree."""

import uuid

from django.db import models
from django.db.models import Q, QuerySet

from apps.committees.models import Organisation, Seat, choices
from apps.committees.rules.viewer import Viewer
from apps.disputes.models.cases import Case
from apps.disputes.models.taking_part import CaseParty
from apps.disputes.states import PARTIES, PROPOSAL_LABELS, ProposalKind, ProposalState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

PROPOSAL = "dispute_proposal"
"""What proposals are called as subjects of acts."""


class ProposalQuerySet(models.QuerySet):
    """Proposals: the parties' own; clerks know of all but what the parties settle."""

    def visible_to(self, viewer: Viewer) -> "QuerySet[Proposal]":
        """Those that the viewer reads."""
        if viewer.is_operator:
            return self.none()
        sides = CaseParty.objects.filter(organisation=viewer.organisation_id, left_at=None)
        own = Q(case__in=sides.filter(capacity__in=sorted(PARTIES)).values("case"))
        if viewer.is_for_one_matter:
            own &= Q(case__ref=viewer.matter)
        if viewer.is_clerk:
            own |= ~Q(kind=ProposalKind.SETTLEMENT) & ~Q(case__in=sides.values("case"))
        return self.filter(own)


class Proposal(TenantModel):
    """What one party proposes to the others: it takes effect when each of them has agreed.

    `terms` says what, in plain values (rules.proposals); `text` is what the parties write about it, and never leaves them.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    case = TenantForeignKey(Case, related_name="proposals")
    kind = models.CharField(max_length=16, choices=[(kind.value, PROPOSAL_LABELS[kind]) for kind in ProposalKind])
    state = models.CharField(max_length=12, choices=choices(ProposalState), default=ProposalState.PROPOSED.value)
    terms = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    organisation = TenantForeignKey(Organisation, related_name="+")
    author = TenantForeignKey(Seat, related_name="+")
    proposed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(ProposalQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="proposal_uid_once"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PROPOSED.value, ended_at=None)
                | (~Q(state=ProposalState.PROPOSED.value) & Q(ended_at__isnull=False)),
                name="proposal_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["committee", "case", "state"], name="proposal_by_case")]


class Assent(TenantModel):
    """That one party has agreed to a proposal."""

    proposal = TenantForeignKey(Proposal, related_name="assents")
    organisation = TenantForeignKey(Organisation, related_name="+")
    author = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "proposal", "organisation"], name="assent_once"),
        ]
