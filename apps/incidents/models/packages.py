"""What one authority is sent for one duty: versions, how it was received, what it asks and is answered."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.files.models import File
from apps.incidents.models.duties import Duty
from apps.incidents.models.reports import Incident
from apps.incidents.states import PACKAGE_LABELS, PackageState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

PACKAGE = "package"
QUESTION = "package_question"
"""What packages and authorities' questions are called as subjects of acts and clocks."""


def _the_filers(viewer: Viewer) -> Q:
    """The packages of the incidents that the viewer's own organisation reports."""
    mine = Incident.objects.visible_to(viewer).filter(organisation=viewer.organisation_id)
    return Q(duty__incident__in=mine.order_by().values("pk"))


class PackageQuerySet(models.QuerySet):
    """Packages: their organisation's, and, once sent, the authority's they are addressed to; nobody else's."""

    def visible_to(self, viewer: Viewer) -> "PackageQuerySet":
        """Those the viewer may read."""
        if viewer.is_operator or viewer.is_for_one_matter:
            return self.none()
        sent = Q(duty__desk=viewer.organisation_id, duty__first_sent_at__isnull=False)
        return self.filter(_the_filers(viewer) | sent)

    def of_desk(self, viewer: Viewer) -> "PackageQuerySet":
        """Those that were sent to the viewer's own authority, by columns of their own: its list is long."""
        if viewer.is_operator or viewer.is_for_one_matter:
            return self.none()
        return self.filter(desk=viewer.organisation_id, sent_at__isnull=False)


class Package(TenantModel):
    """What is prepared and sent for a duty; `texts` are the parts written for this authority alone.

    `desk` and `sent_at` say on whose desk the newest version lies since when, `is_late` that it came after its hour,
    `open_questions` how much is not answered: by these a long list is narrowed.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    duty = TenantForeignKey(Duty, models.CASCADE, related_name="packages")
    ref = models.CharField(max_length=60)
    state = models.CharField(max_length=20, choices=[(one.value, PACKAGE_LABELS[one]) for one in PackageState])
    texts = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    edited = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    revise_by = models.DateTimeField(null=True, blank=True)
    desk = TenantForeignKey(Organisation, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    open_questions = models.PositiveSmallIntegerField(default=0)

    objects = scoped(PackageQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "duty"], name="package_once_a_duty"),
            models.UniqueConstraint(fields=["committee", "uid"], name="package_uid_once"),
            models.CheckConstraint(
                condition=Q(desk__isnull=True, sent_at__isnull=True) | Q(desk__isnull=False, sent_at__isnull=False),
                name="package_on_a_desk_since",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "desk", "-sent_at", "-id"], name="package_of_desk"),
            models.Index(fields=["committee", "desk", "state", "-sent_at", "-id"], name="package_of_desk_by_state"),
            models.Index(
                fields=["committee", "desk", "-sent_at", "-id"], condition=Q(is_late=True), name="package_of_desk_late"
            ),
            models.Index(
                fields=["committee", "desk", "-sent_at", "-id"],
                condition=Q(open_questions__gt=0),
                name="package_of_desk_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class PackageVersion(TenantModel):
    """What was sent, word for word; never changed."""

    package = TenantForeignKey(Package, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    missing = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    sent_by = TenantForeignKey(Seat, related_name="+")
    elsewhere = models.BooleanField(default=False)
    proof = TenantForeignKey(File, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "package", "number"], name="package_version_once"),
            models.CheckConstraint(
                condition=Q(elsewhere=False) | Q(proof__isnull=False), name="package_sent_elsewhere_has_proof"
            ),
        ]


class PackageQuestionQuerySet(models.QuerySet):
    """An authority's questions, seen by whoever sees the package."""

    def visible_to(self, viewer: Viewer) -> "PackageQuestionQuerySet":
        """Those the viewer may read."""
        return self.filter(package__in=Package.objects.visible_to(viewer).order_by().values("pk"))


class PackageQuestion(TenantModel):
    """What an authority asks back, by when, and the answer."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    package = TenantForeignKey(Package, models.CASCADE, related_name="questions")
    ref = models.CharField(max_length=60)
    text = models.TextField()
    asked_by = TenantForeignKey(Seat, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(PackageQuestionQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "uid"], name="question_uid_once")]
        indexes = [models.Index(fields=["committee", "package", "-id"], name="question_of_package")]


def seats_that_may_see_package(package_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the filing organisation's seats, and the authority's once something was sent."""
    duty = Duty.objects.select_related("incident").get(packages=package_id)
    condition = Q(organisation=duty.incident.organisation_id)
    if duty.desk_id is not None and duty.first_sent_at is not None:
        condition |= Q(organisation=duty.desk_id)
    return Seat.objects.at(at).filter(condition, matter="")


def seats_that_may_see_question(question_id: int, at: datetime) -> models.QuerySet[Seat]:
    """As the package it belongs to."""
    return seats_that_may_see_package(PackageQuestion.objects.values_list("package", flat=True).get(pk=question_id), at)
