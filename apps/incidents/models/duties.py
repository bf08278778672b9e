"""What an incident makes its organisation owe to an authority, as reckoned under one version of a regime."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Least

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.files.models import File
from apps.incidents.models.regimes import RegimeVersion
from apps.incidents.models.reports import Incident, seats_that_may_see
from apps.incidents.states import AWAITED, DUTY_LABELS, OWED, DutyState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

DUTY = "duty"
"""What duties are called as subjects of acts and clocks."""
QUESTIONS = "incident_questions"
"""What the questions of a report on which duties hang are called; their subject is the report."""

OUTSIDE = frozenset({Role.OBSERVER, Role.AUDITOR})
"""Roles that see an incident without seeing to which other authorities it is reported."""


def reports_whose_duties_show(viewer: Viewer) -> models.QuerySet[Incident]:
    """The reports of which the viewer sees all that is owed, sent or not: none for those outside of the committee.

    An authority has machines as well as a lab; neither needs what others owe.
    """
    reports = Incident.objects.visible_to(viewer)
    if viewer.role in OUTSIDE and not viewer.is_operator:
        return reports.none()
    return reports.filter(organisation=viewer.organisation_id) if viewer.role == Role.SERVICE else reports


def seats_that_see_duties_of(incident_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `reports_whose_duties_show`."""
    owner = Incident.objects.values("organisation").filter(pk=incident_id)
    of_others = Q(role=Role.SERVICE) & ~Q(organisation__in=owner)
    return seats_that_may_see(incident_id, at).exclude(role__in=OUTSIDE).exclude(of_others)


def was_sent_to(viewer: Viewer, duty: "Duty") -> bool:
    """Whether a duty lies on the desk of the viewer's own authority, which sees it whatever it sees of the report."""
    return duty.desk_id == viewer.organisation_id and duty.first_sent_at is not None and not viewer.is_for_one_matter


class DutyQuerySet(models.QuerySet):
    """Duties; who sees which stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "DutyQuerySet":
        """Those of the incidents that the viewer sees; an authority's seats see those to their own, once sent."""
        inside = Q(incident__in=reports_whose_duties_show(viewer).order_by().values("pk"))
        if viewer.is_for_one_matter:
            return self.filter(inside)
        return self.filter(inside | Q(desk=viewer.organisation_id, first_sent_at__isnull=False))

    def of_own(self, viewer: Viewer) -> "DutyQuerySet":
        """Those that the viewer's own organisation owes; for those who file for it."""
        if not viewer.may_file:
            return self.none()
        return self.filter(organisation=viewer.organisation_id)

    def awaiting_answers(self) -> "DutyQuerySet":
        """Those that could be owed, or owed earlier, from an hour that can be named, if questions are answered so."""
        return self.filter(state__in=(DutyState.POSSIBLE, DutyState.DUE), earliest_at__isnull=False)

    def owed(self) -> "DutyQuerySet":
        """Those that are owed or may be."""
        return self.filter(state__in=OWED)

    def awaited(self) -> "DutyQuerySet":
        """Those that something must still be sent for."""
        return self.filter(state__in=AWAITED)


class Duty(TenantModel):
    """A report of a regime on an incident; `services` alone writes its state.

    `organisation` is who owes it, the incident's: by it a long list is narrowed. `first_hour` is the hour that matters
    first, by which what is owed is ordered: when it is due, or the earliest at which it could be.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=60)
    incident = TenantForeignKey(Incident, models.CASCADE, related_name="duties")
    organisation = TenantForeignKey(Organisation, related_name="+", db_index=False)
    version = TenantForeignKey(RegimeVersion, related_name="duties")
    desk = TenantForeignKey(Organisation, null=True, blank=True, related_name="+")
    report = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    zone = models.CharField(max_length=64)
    citation = models.TextField()
    counts_in_law = models.BooleanField(default=False)

    state = models.CharField(max_length=16, choices=[(one.value, DUTY_LABELS[one]) for one in DutyState])
    due_at = models.DateTimeField(null=True, blank=True)
    earliest_at = models.DateTimeField(null=True, blank=True)
    first_hour = models.GeneratedField(
        expression=Least("due_at", "earliest_at"), output_field=models.DateTimeField(null=True), db_persist=True
    )
    would_roll_to = models.DateTimeField(null=True, blank=True)
    because = models.TextField()
    questions = models.JSONField(default=list)
    place = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    first_sent_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    proof = TenantForeignKey(File, null=True, blank=True, related_name="+")
    late_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DutyQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="duty_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "incident", "version", "report", "round"], name="duty_once_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(state=DutyState.DUE.value) | Q(due_at__isnull=False), name="duty_due_has_its_hour"
            ),
            models.CheckConstraint(
                condition=~Q(state=DutyState.MET.value) | Q(met_at__isnull=False), name="duty_met_has_its_instant"
            ),
        ]
        indexes = [
            models.Index(
                fields=["committee", "due_at"],
                condition=Q(state__in=[state.value for state in AWAITED]),
                name="duty_awaited_by_due",
            ),
            models.Index(
                fields=["committee", "organisation", "first_hour", "id"],
                condition=Q(state__in=[state.value for state in AWAITED]),
                name="duty_owed_by_hour",
            ),
            models.Index(fields=["committee", "organisation", "state", "first_hour", "id"], name="duty_owed_by_state"),
            models.Index(
                fields=["committee", "organisation", "-met_at", "-id"],
                condition=Q(state=DutyState.MET.value),
                name="duty_met_newest",
            ),
            models.Index(fields=["committee", "desk", "-first_sent_at"], name="duty_by_desk"),
        ]

    def __str__(self) -> str:
        return self.ref


def seats_that_may_see_duty(duty_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the seats, at the instant, that may see the duty."""
    duty = Duty.objects.get(pk=duty_id)
    condition = Q(pk__in=seats_that_see_duties_of(duty.incident_id, at).values("pk"))
    if duty.desk_id is not None and duty.first_sent_at is not None:
        condition |= Q(organisation=duty.desk_id, matter="")
    return Seat.objects.at(at).filter(condition)
