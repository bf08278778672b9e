"""How one comes in: an organisation by its application, a person by an invitation."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import validate_zone
from apps.committees.models.dated import choices
from apps.committees.models.organisation import Organisation
from apps.committees.models.seat import Seat
from apps.committees.states import ROLE_LABELS, ApplicationState, OrganisationKind, Role
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel


class Application(TenantModel):
    """An organisation's wish to join; its applicant has no seat and comes back by a secret link."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=choices(OrganisationKind))
    jurisdiction = models.CharField(max_length=12, blank=True)
    zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    tier = models.PositiveSmallIntegerField(default=0)
    contact_name = models.CharField(max_length=150)
    contact_email = models.EmailField(max_length=254)
    statement = models.TextField(max_length=5000, blank=True)
    state = models.CharField(max_length=12, choices=choices(ApplicationState))
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    because = models.CharField(max_length=1000, blank=True)
    organisation = TenantForeignKey(Organisation, related_name="applications", null=True, blank=True)
    send_at = models.DateTimeField(null=True, blank=True, help_text=_("Its mail waits to be sent from this instant."))
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="application_uid_once"),
            models.UniqueConstraint(fields=["committee", "ref"], name="application_ref_once"),
            models.UniqueConstraint(fields=["committee", "digest"], name="application_digest_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ApplicationState]), name="application_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "state", "applied_at"], name="application_by_state"),
            models.Index(fields=["committee", "send_at"], name="application_to_send", condition=~Q(send_at=None)),
        ]


class Invitation(TenantModel):
    """An offer of a seat, sent by email; its secret is kept only as a digest, used once, and expires."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantForeignKey(Organisation, related_name="invitations")
    role = models.CharField(max_length=16, choices=[(role.value, ROLE_LABELS[role]) for role in Role])
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)
    invited_by = TenantForeignKey(Seat, related_name="+", null=True)
    matter = models.CharField(max_length=60, blank=True)
    seat_ends_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text=_("By a clerk, where the seat votes."))
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
