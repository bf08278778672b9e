"""What opens the committee to machines and operators, and what resets a lost key."""

import uuid

from django.conf import settings
from django.db import models

from apps.committees.models.dated import DatedQuerySet
from apps.committees.models.seat import Seat
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped


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


class FactorReset(TenantModel):
    """That a person who lost the second factor may set a new one: asked for by one, confirmed by another."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    seat = TenantForeignKey(Seat, related_name="factor_resets")
    because = models.CharField(max_length=300)
    asked_by = TenantForeignKey(Seat, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="factor_reset_uid_once"),
            models.CheckConstraint(
                condition=models.Q(done=False) | ~models.Q(settled_by=models.F("asked_by")),
                name="factor_reset_takes_two",
            ),
        ]
