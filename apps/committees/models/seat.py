"""Seats, and who holds one for another, an office or an organisation's keys."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.committees.models.dated import TERM, DatedQuerySet, choices, ends_after_start
from apps.committees.models.organisation import Organisation
from apps.committees.states import ONE_MATTER_ROLES, ROLE_LABELS, OfficeKind, Role
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped


class Seat(TenantModel):
    """A person (or an organisation's machine) in an organisation, in a role, from–to."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantForeignKey(Organisation, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, help_text=_("A service seat's own name."))
    role = models.CharField(max_length=16, choices=[(role.value, ROLE_LABELS[role]) for role in Role])
    matter = models.CharField(
        max_length=60, blank=True, help_text=_("The reference of the one case that a counsel's seat is for.")
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="seat_uid_once"),
            models.CheckConstraint(
                condition=Q(role=Role.SERVICE.value, person=None)
                | (~Q(role=Role.SERVICE.value) & Q(person__isnull=False)),
                name="seat_is_a_person_or_a_service",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.COUNSEL.value) | (~Q(matter="") & Q(ends_at__isnull=False)),
                name="seat_of_counsel_has_case_and_end",
            ),
            ends_after_start("seat_ends_after_start"),
            ExclusionConstraint(
                name="seat_one_voice_at_a_time",
                expressions=[("committee", "="), ("organisation", "="), ("role", "="), (TERM, "&&")],
                condition=Q(role__in=[Role.REPRESENTATIVE.value, Role.ALTERNATE.value]),
            ),
        ]
        indexes = [models.Index(fields=["committee", "person"], name="seat_by_person")]

    def __str__(self) -> str:
        return f"{self.holder}, {self.get_role_display()} of {self.organisation}"

    @property
    def holder(self) -> str:
        """The person's name, or the service seat's own."""
        return str(self.person) if self.person_id else self.name


def not_for_another(matter: str = "") -> Q:
    """The seats that are there for all matters, or for the one with this reference (without one: only the first)."""
    for_all = ~Q(role__in=sorted(ONE_MATTER_ROLES))
    return for_all | Q(matter=matter) if matter else for_all


class Cover(TenantModel):
    """That an alternate takes a representative's place for a period, vote included."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    absent = TenantForeignKey(Seat, related_name="covers")
    seat = TenantForeignKey(Seat, related_name="covering")
    because = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="cover_uid_once"),
            models.CheckConstraint(condition=~Q(seat=F("absent")), name="cover_is_by_another"),
            ends_after_start("cover_ends_after_start"),
            ExclusionConstraint(
                name="cover_one_at_a_time", expressions=[("committee", "="), ("absent", "="), (TERM, "&&")]
            ),
        ]


class Administrator(TenantModel):
    """The seat that manages its organisation's people and service seats, from–to; one at a time."""

    organisation = TenantForeignKey(Organisation, related_name="administrators")
    seat = TenantForeignKey(Seat, related_name="administrations")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            ends_after_start("administrator_ends_after_start"),
            ExclusionConstraint(
                name="administrator_one_at_a_time",
                expressions=[("committee", "="), ("organisation", "="), (TERM, "&&")],
            ),
        ]


class Office(TenantModel):
    """An office (chair, treasurer, custodian) held by a seat for a term, with a deputy."""

    kind = models.CharField(max_length=16, choices=choices(OfficeKind))
    seat = TenantForeignKey(Seat, related_name="offices")
    deputy = TenantForeignKey(Seat, null=True, blank=True, related_name="deputy_offices")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            ends_after_start("office_ends_after_start"),
            models.UniqueConstraint(
                fields=["committee", "kind"], condition=Q(ends_at=None), name="office_open_ended_once"
            ),
            ExclusionConstraint(
                name="office_one_holder_at_a_time",
                expressions=[("committee", "="), ("kind", "="), (TERM, "&&")],
            ),
        ]


class ActingChair(TenantModel):
    """Who presides instead of the chair: over one matter, or (without a subject) over everything meanwhile."""

    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.BigIntegerField(default=0)
    subject_ref = models.CharField(max_length=60, blank=True)
    seat = TenantForeignKey(Seat, related_name="acting_chairs", null=True)
    instead_of = TenantForeignKey(Seat, related_name="+")
    because = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            ends_after_start("acting_chair_ends_after_start"),
            models.CheckConstraint(condition=~Q(seat=F("instead_of")), name="acting_chair_is_another"),
            ExclusionConstraint(
                name="acting_chair_one_a_matter",
                expressions=[("committee", "="), ("subject_kind", "="), ("subject_id", "="), (TERM, "&&")],
            ),
        ]
        indexes = [
            models.Index(
                fields=["committee", "subject_kind", "subject_id"], condition=Q(ends_at=None), name="acting_chair_open"
            )
        ]
