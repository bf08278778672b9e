"""What labs attest under an order, who challenges it, and the cases that follow."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Seat, choices
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.files.models import File
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.pauses.models.order import Binding, presided_by
from apps.pauses.states import OPEN_CASES, CaseState, ChallengeState, Ground, RunState


class AttestationQuerySet(models.QuerySet):
    """Attestations; who reads what a lab attested stands here and nowhere else."""

    def readable_by(self, viewer: Viewer) -> "AttestationQuerySet":
        """Those whose runs and words the viewer may read: the own lab's; all for clerks, auditors and whoever presides.

        Everybody else learns when an attestation was made, and nothing of what it says.
        """
        if viewer.is_operator or viewer.is_for_one_matter:
            return self.none()
        if viewer.is_clerk or viewer.role == Role.AUDITOR:
            return self.all()
        own = Q(binding__organisation=viewer.organisation_id)
        return self.filter(own | presided_by(viewer, "binding__order"))


class Attestation(TenantModel):
    """A lab's word that its runs in scope stand still; never changed, only followed by the next."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    binding = TenantForeignKey(Binding, related_name="attestations")
    number = models.PositiveIntegerField()
    seat = TenantForeignKey(Seat, related_name="+")
    statement = models.TextField()
    at = models.DateTimeField()

    objects = scoped(AttestationQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="attestation_uid_once"),
            models.UniqueConstraint(fields=["committee", "binding", "number"], name="attestation_number_once"),
        ]


class AttestedRun(TenantModel):
    """What an attestation says of one run, as its lab names it, and since when; never changed."""

    attestation = TenantForeignKey(Attestation, related_name="runs")
    run = models.CharField(max_length=100)
    state = models.CharField(max_length=14, choices=choices(RunState))
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "attestation", "run"], name="attested_run_once"),
        ]


class AttestedFile(TenantModel):
    """That an attestation names this file as evidence; never changed."""

    attestation = TenantForeignKey(Attestation, related_name="files")
    file = TenantForeignKey(File, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "attestation", "file"], name="attested_file_once"),
        ]


class AttestedCommitment(TenantModel):
    """The SHA-256 of something that the lab keeps, and what it is of, so that it can be shown later; never changed."""

    attestation = TenantForeignKey(Attestation, related_name="commitments")
    sha256 = models.CharField(max_length=64)
    of = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "attestation", "sha256"], name="attested_commitment_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attested_commitment_is_one"),
        ]


class Challenge(TenantModel):
    """An auditor or another member says, with reasons, that an attestation is not true; whoever presides decides.

    Its reasons are read by whoever may read the attestation, and by the organisation that gave them; that it was made,
    and the reasons of the decision, by everybody who sees the order. `number` counts those under one order on one lab.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    attestation = TenantForeignKey(Attestation, related_name="challenges")
    seat = TenantForeignKey(Seat, related_name="+")
    because = models.TextField()
    state = models.CharField(max_length=12, choices=choices(ChallengeState))
    at = models.DateTimeField()
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    decided_because = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="challenge_uid_once"),
            models.CheckConstraint(
                condition=Q(state=ChallengeState.OPEN.value) | Q(decided_at__isnull=False),
                name="challenge_decided_says_when",
            ),
        ]


class ComplianceCase(TenantModel):
    """That a lab has not done what an order asks of it: on which ground, what it answered, and what followed.

    `attestation` is the one that was contradicted. Its effects end with the case.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    binding = TenantForeignKey(Binding, related_name="cases")
    ground = models.CharField(max_length=14, choices=choices(Ground))
    because = models.CharField(max_length=500)
    attestation = TenantForeignKey(Attestation, related_name="cases", null=True, blank=True)
    state = models.CharField(max_length=12, choices=choices(CaseState))
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_because = models.TextField(blank=True)
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="case_ref_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="case_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "binding", "ground"],
                condition=Q(state__in=[one.value for one in OPEN_CASES]),
                name="case_one_open_a_ground",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.CLEARED.value, CaseState.REMEDIED.value]) | Q(ended_at__isnull=False),
                name="case_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["committee", "binding", "-id"], name="case_of_binding")]

    def __str__(self) -> str:
        return self.ref


class Consequence(TenantModel):
    """One consequence that a case has had, and what it did; never changed."""

    case = TenantForeignKey(ComplianceCase, related_name="consequences")
    key = models.CharField(max_length=40)
    says = models.CharField(max_length=500)
    is_real = models.BooleanField(default=True, help_text="False in a drill, which only says what it would have done.")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "case", "key"], name="consequence_once_a_case")]
