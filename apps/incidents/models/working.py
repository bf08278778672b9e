"""What the committee makes of a report: its severity, its findings, the root cause, and what the report is linked to."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.incidents.models.reports import KIND, Incident, seats_that_may_see
from apps.incidents.states import HOW_LABELS, SEVERITY_LABELS, TARGET_LABELS, Target
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.record.rules import SUBJECTS

LINK = "incident_link"
"""What links are called as subjects of acts."""


class SeverityReview(TenantModel):
    """How grave the committee holds a report to be, beside what its organisation said then (`said`); never changed."""

    incident = TenantForeignKey(Incident, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    severity = models.PositiveSmallIntegerField(
        choices=[(int(step), SEVERITY_LABELS[step]) for step in SEVERITY_LABELS]
    )
    said = models.PositiveSmallIntegerField(
        null=True, choices=[(int(step), SEVERITY_LABELS[step]) for step in SEVERITY_LABELS]
    )
    reason = models.TextField()
    seat = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "incident", "number"], name="review_number_once"),
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=5), name="review_is_on_the_scale"),
            models.CheckConstraint(condition=~Q(reason=""), name="review_says_why"),
        ]


class Finding(TenantModel):
    """What the committee has found out, and on what it rests; never changed, a later one takes its place."""

    incident = TenantForeignKey(Incident, related_name="findings")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    basis = models.TextField()
    supersedes = TenantForeignKey("self", null=True, related_name="superseded_by")
    seat = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "incident", "number"], name="finding_number_once"),
            models.UniqueConstraint(
                fields=["committee", "supersedes"],
                condition=Q(supersedes__isnull=False),
                name="finding_superseded_once",
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(basis=""), name="finding_says_what_and_why"),
        ]


class CauseNote(TenantModel):
    """A version of the committee's agreed note on the root cause; the newest stands, none is changed."""

    incident = TenantForeignKey(Incident, related_name="cause_notes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    seat = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "incident", "number"], name="cause_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="cause_says_something"),
        ]


class IncidentLinkQuerySet(models.QuerySet):
    """Links, seen by whoever sees both ends."""

    def visible_to(self, viewer: Viewer) -> "IncidentLinkQuerySet":
        """Those of whose report and target the viewer may see both; a typed target is seen with the report."""
        targets = Q(target_id=None)
        for kind in (Target.INCIDENT, Target.PAUSE):
            if kind in SUBJECTS:
                seen = SUBJECTS[kind].visible(viewer).order_by().values("pk")
                targets |= Q(target_kind=kind, target_id__in=seen)
        return self.filter(targets, incident__in=Incident.objects.visible_to(viewer).order_by().values("pk"))

    def of(self, incident_id: int) -> "IncidentLinkQuerySet":
        """Those that are not taken away, at whichever end the report stands."""
        there = Q(incident=incident_id) | Q(target_kind=KIND, target_id=incident_id)
        return self.filter(there, removed_at=None)


class IncidentLink(TenantModel):
    """That a report belongs together with another, with a pause, or with a run or a metric that is named in words.

    `target_id` is the row of a thing that the portal has; without one `text` names the thing.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    incident = TenantForeignKey(Incident, related_name="links")
    target_kind = models.CharField(max_length=16, choices=[(one.value, TARGET_LABELS[one]) for one in Target])
    target_id = models.BigIntegerField(null=True)
    text = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=16, blank=True, choices=[(one.value, HOW_LABELS[one]) for one in HOW_LABELS])
    note = models.TextField(blank=True)
    organisation = TenantForeignKey(Organisation, related_name="+")
    seat = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()
    removed_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = scoped(IncidentLinkQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="link_uid_once"),
            models.UniqueConstraint(
                "committee",
                Least("incident", "target_id"),
                Greatest("incident", "target_id"),
                condition=Q(target_kind=Target.INCIDENT.value, removed_at=None),
                name="link_of_two_reports_once",
            ),
            models.UniqueConstraint(
                fields=["committee", "incident", "target_kind", "target_id"],
                condition=Q(target_id__isnull=False, removed_at=None),
                name="link_to_a_target_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    target_kind__in=[Target.INCIDENT.value, Target.PAUSE.value], target_id__isnull=False, text=""
                )
                | (Q(target_kind__in=[Target.RUN.value, Target.METRIC.value], target_id=None) & ~Q(text="")),
                name="link_names_its_target",
            ),
            models.CheckConstraint(
                condition=~Q(target_kind=Target.INCIDENT.value) | ~Q(target_id=F("incident")),
                name="link_is_not_to_itself",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(reason="")),
                name="link_removed_says_why",
            ),
        ]
        indexes = [models.Index(fields=["committee", "target_kind", "target_id"], name="link_by_target")]


def seats_that_may_see_link(link_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the seats, at the instant, that may see both ends."""
    link = IncidentLink.objects.get(pk=link_id)
    seats = seats_that_may_see(link.incident_id, at)
    if link.target_id is None:
        return seats
    return seats.filter(pk__in=SUBJECTS[link.target_kind].seats(link.target_id, at).values("pk"))
