"""The tenant's tables. Rows are dated; what held on a day can always be asked."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import validate_zone
from apps.committees.states import KIND_LABELS, ROLE_LABELS, OfficeKind, OrganisationKind, Role
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Committee(models.Model):
    """A joint oversight committee: the tenant."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Organisation(TenantModel):
    """A lab, regulator, audit body, provider, civil-society body or the secretariat."""

    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=_choices(OrganisationKind))
    jurisdiction = models.CharField(max_length=12, blank=True)
    tier = models.PositiveSmallIntegerField(default=0)
    zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    admitted_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "key"], name="organisation_key_once"),
            models.UniqueConstraint(fields=["committee", "name"], name="organisation_name_once"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return KIND_LABELS[OrganisationKind(self.kind)]


TERM = models.Func("starts_at", "ends_at", function="tstzrange", output_field=models.TextField())
"""From–to of a dated row as a range, the end excluded: for constraints that two terms must not overlap.

Its type is told as text, because Django's own range type would need its PostgreSQL app for this alone.
"""


class DatedQuerySet(models.QuerySet):
    """Rows that hold from an instant to another."""

    def at(self, moment: datetime) -> "DatedQuerySet":
        """Those that hold at the instant (the end is excluded)."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment), starts_at__lte=moment)


class Seat(TenantModel):
    """A person (or an organisation's machine) in an organisation, in a role, from–to."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantForeignKey(Organisation, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, help_text=_("A service seat's own name."))
    role = models.CharField(max_length=16, choices=[(role.value, ROLE_LABELS[role]) for role in Role])
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
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="seat_ends_after_start"
            ),
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


class Office(TenantModel):
    """An office (chair, treasurer, custodian) held by a seat for a term, with a deputy."""

    kind = models.CharField(max_length=16, choices=_choices(OfficeKind))
    seat = TenantForeignKey(Seat, related_name="offices")
    deputy = TenantForeignKey(Seat, null=True, blank=True, related_name="deputy_offices")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="office_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["committee", "kind"], condition=Q(ends_at=None), name="office_open_ended_once"
            ),
            ExclusionConstraint(
                name="office_one_holder_at_a_time",
                expressions=[("committee", "="), ("kind", "="), (TERM, "&&")],
            ),
        ]


class CharterVersion(TenantModel):
    """The committee's rules of procedure as data: each version kept, in force from an instant."""

    number = models.PositiveIntegerField()
    preset = models.CharField(max_length=16)
    values = models.JSONField()
    in_force_at = models.DateTimeField()
    adopted_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="charter_version_once"),
        ]
        ordering = ["-number"]


class StandingFact(TenantModel):
    """A dated fact that bears on an organisation's standing; `committees.rules.standing` reads them."""

    organisation = TenantForeignKey(Organisation, related_name="standing_facts")
    kind = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300)
    restored_by = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "organisation"], name="standing_by_organisation")]


class Invitation(TenantModel):
    """An offer of a seat, sent by email; its secret is kept only as a digest, used once, and expires."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantForeignKey(Organisation, related_name="invitations")
    role = models.CharField(max_length=16, choices=[(role.value, ROLE_LABELS[role]) for role in Role])
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)
    invited_by = TenantForeignKey(Seat, related_name="+", null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    seat = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    send_at = models.DateTimeField(null=True, blank=True, help_text=_("Waits to be sent from this instant on."))
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "digest"], name="invitation_digest_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="invitation_uid_once"),
        ]
        indexes = [
            models.Index(fields=["committee", "send_at"], name="invitation_to_send", condition=~Q(send_at=None)),
        ]


class ApiToken(TenantModel):
    """A bearer token of one seat: shown once, kept as a digest, with scopes, expiry and last use."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    seat = TenantForeignKey(Seat, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "uid"], name="token_uid_once")]


class OperatorSession(TenantModel):
    """An operator's look into a committee: reasoned, timed, recorded."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "uid"], name="operator_session_uid_once")]


class IdempotentAnswer(TenantModel):
    """The first answer to a POST with an `Idempotency-Key`, given again when the same request comes again."""

    seat = TenantForeignKey(Seat, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "seat", "key"], name="idempotency_key_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotent_answer_age")]
