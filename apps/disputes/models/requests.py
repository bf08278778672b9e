"""What is asked of whoever orders in a case, and what was decided."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, choices
from apps.disputes.models.cases import Case
from apps.disputes.models.docket import Paper
from apps.disputes.states import REQUEST_LABELS, RequestKind, RequestState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel


class Request(TenantModel):
    """That an organisation asks for something in a case: in `paper`, about another paper where it names one.

    A paper that came late asks for leave by itself: then `paper` is that one. `order` is the paper that decides, with reasons.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    case = TenantForeignKey(Case, related_name="requests")
    kind = models.CharField(max_length=12, choices=[(kind.value, label) for kind, label in REQUEST_LABELS.items()])
    state = models.CharField(max_length=12, choices=choices(RequestState), default=RequestState.ASKED.value)
    organisation = TenantForeignKey(Organisation, related_name="+")
    paper = TenantForeignKey(Paper, related_name="requests")
    about = TenantForeignKey(Paper, related_name="asked_about", null=True, blank=True)
    order = TenantForeignKey(Paper, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="request_uid_once"),
            models.UniqueConstraint(fields=["committee", "paper", "kind"], name="request_of_a_paper_once"),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.STRIKE.value, about__isnull=False)
                | (~Q(kind=RequestKind.STRIKE.value) & Q(about=None)),
                name="request_to_strike_says_what",
            ),
        ]
        indexes = [models.Index(fields=["committee", "case", "state"], name="request_by_case")]
