"""Who a protected reporter is, sealed; and requests to read it."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from apps.committees.models import Seat
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Viewer
from apps.incidents.models.reports import Incident
from apps.incidents.rules.protecting import NEUTRAL
from apps.incidents.states import Release
from apps.kernel.secrets import cloak, uncloak
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

LETTER = "letter"
"""What a protected reporter's own page is called as a subject; in mail it must say nothing to an employer."""
IDENTITY_REQUEST = "identity_request"
PURPOSE = "protected reporter"


class ProtectedIdentityQuerySet(models.QuerySet):
    """Sealed names; whoever asks finds only what is sealed for their own seat."""

    def visible_to(self, viewer: Viewer) -> "ProtectedIdentityQuerySet":
        """The viewer's own."""
        if viewer.is_operator:
            return self.none()
        return self.filter(sealed=cloak(str(viewer.seat_id), purpose=PURPOSE))


class ProtectedIdentity(TenantModel):
    """Whose report it is: the seat, encrypted, so that a copy of the tables alone names nobody. Never changed."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    incident = TenantForeignKey(Incident, related_name="+")
    sealed = models.CharField(max_length=200)

    objects = scoped(ProtectedIdentityQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="protected_identity_uid_once"),
            models.UniqueConstraint(fields=["committee", "incident"], name="protected_identity_once"),
        ]
        indexes = [models.Index(fields=["committee", "sealed"], name="protected_identity_of_seat")]

    @staticmethod
    def seal(seat_id: int) -> str:
        """The seat's id as it is kept."""
        return cloak(str(seat_id), purpose=PURPOSE)

    def unseal(self) -> int:
        """The seat's id; only what tells the reporter, or releases the name, may ask."""
        return int(uncloak(self.sealed, purpose=PURPOSE))


def seats_of_letter(letter_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the reporter's seat, while it is held."""
    return Seat.objects.at(at).filter(pk=ProtectedIdentity.objects.get(pk=letter_id).unseal())


class IdentityRequestQuerySet(models.QuerySet):
    """Requests for a name, for those who could agree to them."""

    def visible_to(self, viewer: Viewer) -> "IdentityRequestQuerySet":
        """All, for clerks, auditors and independent members; none for others."""
        return self.all() if viewer.role in NEUTRAL and not viewer.is_operator else self.none()


class IdentityRequest(TenantModel):
    """A reasoned request to read who a protected reporter is, and the second person who agreed or refused."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    incident = TenantForeignKey(Incident, related_name="+")
    reason = models.TextField()
    asked_by = TenantForeignKey(Seat, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=[(word.value, word.value) for word in Release], default=Release.ASKED.value
    )
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)

    objects = scoped(IdentityRequestQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="identity_request_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "incident"],
                condition=Q(state=Release.ASKED.value),
                name="identity_request_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=Release.RELEASED.value)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="identity_release_takes_two",
            ),
        ]
        indexes = [models.Index(fields=["committee", "-id"], name="identity_request_newest")]


def seats_of_request(_request_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`."""
    return Seat.objects.at(at).filter(not_for_another(), role__in=sorted(NEUTRAL))
