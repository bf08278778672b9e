"""The places outside that machines of an organisation, or a person's browsers, are told at."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.notices.states import EndpointKind


class EndpointQuerySet(models.QuerySet):
    """Endpoints of organisations and of seats."""

    def visible_to(self, viewer: Viewer) -> "EndpointQuerySet":
        """A browser is its own seat's; an organisation's are its representative's, who answers for its machines."""
        if viewer.is_operator:
            return self.none()
        mine = Q(seat=viewer.seat_id)
        if viewer.speaks_for_organisation:
            mine |= Q(organisation=viewer.organisation_id)
        return self.filter(mine)

    def there(self) -> "EndpointQuerySet":
        """Those not removed."""
        return self.filter(removed_at=None)

    def live(self) -> "EndpointQuerySet":
        """Those that are sent to."""
        return self.there().filter(paused_at=None)


class Endpoint(TenantModel):
    """A webhook or pager of an organisation, or a browser of a seat.

    `sealed` holds its address and secrets as encrypted JSON (channels/<kind>); `host` is all of it that is shown.
    `ack_digest` is the SHA-256 of the token with which a pager acknowledges. `failing_since` is the first failure
    after the last success.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in EndpointKind])
    organisation = TenantForeignKey(Organisation, null=True, related_name="+")
    seat = TenantForeignKey(Seat, null=True, related_name="+")
    label = models.CharField(max_length=80)
    host = models.CharField(max_length=255)
    sealed = models.TextField()
    address_digest = models.CharField(max_length=64, blank=True)
    ack_digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = TenantForeignKey(Seat, related_name="+")
    rotated_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    objects = scoped(EndpointQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="endpoint_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "ack_digest"], condition=~Q(ack_digest=""), name="endpoint_ack_token_once"
            ),
            models.UniqueConstraint(
                fields=["committee", "seat", "address_digest"],
                condition=Q(removed_at=None, seat__isnull=False),
                name="endpoint_browser_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=EndpointKind.PUSH.value, seat__isnull=False, organisation=None)
                | (~Q(kind=EndpointKind.PUSH.value) & Q(seat=None, organisation__isnull=False)),
                name="endpoint_has_one_owner",
            ),
        ]
        indexes = [
            models.Index(
                fields=["committee", "organisation", "kind"],
                condition=Q(removed_at=None, organisation__isnull=False),
                name="endpoint_of_organisation",
            ),
        ]
