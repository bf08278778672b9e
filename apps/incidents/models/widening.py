"""A request that more people may see a filed report, which a second person agrees to or refuses."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.models.reports import Incident, seats_that_may_see
from apps.incidents.states import WIDENING_LABELS, WideningState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.kernel.tlp import TLP

WIDENING = "widening"
"""What such requests are called as subjects of acts and clocks."""


class WideningQuerySet(models.QuerySet):
    """Requests: the reporting organisation's, and the neutral second person's where it has none of its own."""

    def visible_to(self, viewer: Viewer) -> "WideningQuerySet":
        """Those the viewer may read."""
        if viewer.is_operator or viewer.is_for_one_matter:
            return self.none()
        seen = Incident.objects.visible_to(viewer)
        mine = Q(incident__in=seen.filter(organisation=viewer.organisation_id).order_by().values("pk"))
        if viewer.role == Role.INDEPENDENT:
            seen = seen.filter(tlp=TLP.RED)
        elif not viewer.is_clerk:
            return self.filter(mine)
        return self.filter(mine | Q(outside=True, incident__in=seen.order_by().values("pk")))

    def pending(self) -> "WideningQuerySet":
        """Those that nobody has answered yet."""
        return self.filter(state=WideningState.PENDING)


class IncidentWidening(TenantModel):
    """The label or the recipients that somebody asked for; `services` alone writes its state.

    An empty `tlp` leaves the label as it is then; `recipients` are organisations' keys, None leaves them. `outside` says
    that the organisation had nobody else who could agree.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    incident = TenantForeignKey(Incident, models.CASCADE, related_name="widenings")
    ref = models.CharField(max_length=24)
    state = models.CharField(
        max_length=9, choices=[(one.value, WIDENING_LABELS[one]) for one in WideningState], default="pending"
    )
    tlp = models.CharField(max_length=16, blank=True, choices=[(label.value, label.value) for label in TLP])
    recipients = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    outside = models.BooleanField(default=False)
    asked_by = TenantForeignKey(Seat, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)

    objects = scoped(WideningQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="widening_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "incident"], condition=Q(state="pending"), name="widening_pending_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "refused"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="widening_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None) | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="widening_answered_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~Q(tlp="") | Q(recipients__isnull=False), name="widening_asks_for_something"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(because=""), name="widening_refused_with_reason"),
        ]
        indexes = [models.Index(fields=["committee", "incident", "-id"], name="widening_of_incident")]

    def __str__(self) -> str:
        return self.ref


def seats_that_may_see_widening(widening_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the seats, at the instant, that may see the request."""
    row = IncidentWidening.objects.select_related("incident").get(pk=widening_id)
    condition = Q(organisation=row.incident.organisation_id)
    if row.outside:
        neutral = {Role.CLERK, Role.INDEPENDENT} if row.incident.tlp == TLP.RED else {Role.CLERK}
        condition |= Q(role__in=sorted(neutral))
    return seats_that_may_see(row.incident_id, at).filter(condition, matter="")
