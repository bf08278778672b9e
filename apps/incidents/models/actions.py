"""What is to be done so that an incident does not come again: by whom, by which day, and how it ended."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.incidents.models.reports import Incident, seats_that_may_see
from apps.incidents.states import ACTION_LABELS, ActionState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

ACTION = "corrective_action"
"""What corrective actions are called as subjects of acts and clocks."""


class IncidentActionQuerySet(models.QuerySet):
    """Corrective actions, seen by whoever sees the report."""

    def visible_to(self, viewer: Viewer) -> "IncidentActionQuerySet":
        """Those of the reports that the viewer may see."""
        return self.filter(incident__in=Incident.objects.visible_to(viewer).order_by().values("pk"))


class IncidentAction(TenantModel):
    """A corrective action; `services` alone writes its state.

    An organisation owns it, or one of its people (`owner_seat`). `words` is the note of what was done, or why it was
    dropped; the portal drops without a seat (`settled_by`) what nobody owes any more.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    incident = TenantForeignKey(Incident, related_name="actions")
    number = models.PositiveSmallIntegerField()
    ref = models.CharField(max_length=40)
    text = models.TextField()
    owner = TenantForeignKey(Organisation, related_name="+")
    owner_seat = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=16, choices=[(one.value, ACTION_LABELS[one]) for one in ActionState])
    added_by = TenantForeignKey(Seat, related_name="+")
    added_at = models.DateTimeField()
    words = models.TextField(blank=True)
    settled_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(IncidentActionQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="action_uid_once"),
            models.UniqueConstraint(fields=["committee", "incident", "number"], name="action_number_once"),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN.value, settled_at=None)
                | (~Q(state=ActionState.OPEN.value) & Q(settled_at__isnull=False) & ~Q(words="")),
                name="action_settled_says_how",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def adding_organisation_id(self) -> int:
        """The organisation whose people added it."""
        return self.added_by.organisation_id


def seats_that_may_see_action(action_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the seats, at the instant, that may see the report."""
    return seats_that_may_see(IncidentAction.objects.values_list("incident", flat=True).get(pk=action_id), at)
