"""Who takes part in a case, and who asks to."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat, choices
from apps.disputes.rules.parties import WHY_LABELS
from apps.disputes.states import Capacity, JoinderState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel

OF_PARTIES = (Capacity.COMPLAINANT, Capacity.RESPONDENT, Capacity.THIRD_PARTY)


class CaseParty(TenantModel):
    """That an organisation takes part in a case, as what, and who is its agent of record, from–to.

    What is served on it has reached it when the agent opens it; until one is named anybody does who binds it.
    `wants_hearing` is whether it has asked the panel to be heard.
    """

    case = TenantForeignKey("disputes.Case", related_name="parties")
    organisation = TenantForeignKey(Organisation, related_name="+")
    capacity = models.CharField(max_length=12, choices=[(one.value, one.value) for one in OF_PARTIES])
    agent = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    wants_hearing = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "case", "organisation"], condition=Q(left_at=None), name="dispute_party_once"
            ),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "case"], name="dispute_party_by_body")]


class Joinder(TenantModel):
    """That a member asks to take part in a case, as what, why, and what was decided on it."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    case = TenantForeignKey("disputes.Case", related_name="joinders")
    organisation = TenantForeignKey(Organisation, related_name="+")
    capacity = models.CharField(max_length=12, choices=[(one.value, one.value) for one in OF_PARTIES])
    state = models.CharField(max_length=12, choices=choices(JoinderState), default=JoinderState.ASKED.value)
    because = models.CharField(max_length=2000)
    author = TenantForeignKey(Seat, related_name="+")
    asked_at = models.DateTimeField()
    reasons = models.CharField(max_length=2000, blank=True)
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="joinder_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "case", "organisation"],
                condition=models.Q(state=JoinderState.ASKED.value),
                name="joinder_asked_once",
            ),
        ]
        indexes = [models.Index(fields=["committee", "case", "state"], name="joinder_by_case")]


class Companion(TenantModel):
    """That two cases could be heard together, or are: `case` was filed first; why, who asked for it, what was decided."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    case = TenantForeignKey("disputes.Case", related_name="+")
    other = TenantForeignKey("disputes.Case", related_name="+")
    why = models.CharField(max_length=8, choices=[(why.value, label) for why, label in WHY_LABELS.items()])
    state = models.CharField(max_length=12, choices=choices(JoinderState), default=JoinderState.OFFERED.value)
    offered_at = models.DateTimeField()
    organisation = TenantForeignKey(Organisation, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    reasons = models.CharField(max_length=2000, blank=True)
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="companion_uid_once"),
            models.UniqueConstraint(fields=["committee", "case", "other"], name="companion_once"),
            models.CheckConstraint(condition=~Q(case=models.F("other")), name="companion_is_another"),
        ]
        indexes = [models.Index(fields=["committee", "other", "state"], name="companion_by_other")]
