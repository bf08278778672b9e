"""What the public is told of a report: a text of its own, in versions, published by decision."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.models.reports import Incident, seats_that_may_see
from apps.incidents.states import PUBLIC_LABELS, PublicState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

PUBLIC = "public_version"
"""What public versions are called as subjects of acts."""

MEANT_FOR_ALL = ("agreed", "published", "superseded", "withdrawn")
"""The states of a text to which the reporting organisation has agreed: every clerk reads it, who is to publish it."""


class PublicVersionQuerySet(models.QuerySet):
    """Public versions: the reporting organisation's, and the clerks' once it has agreed, or where a clerk writes."""

    def visible_to(self, viewer: Viewer) -> "PublicVersionQuerySet":
        """Those the viewer may read here; what is published everybody reads elsewhere."""
        if viewer.is_operator or viewer.is_for_one_matter:
            return self.none()
        seen = Incident.objects.visible_to(viewer).order_by()
        readable = Q(incident__in=seen.filter(organisation=viewer.organisation_id).values("pk"))
        if viewer.is_clerk:
            readable |= Q(state__in=MEANT_FOR_ALL) | Q(by_clerk=True, incident__in=seen.values("pk"))
        return self.filter(readable)


class PublicVersion(TenantModel):
    """One version; `services` alone writes its state.

    `shown` names the chosen facts and `body` holds them as the public reads them: frozen when the text is kept, so that
    what is read over, agreed to and published is the same. `writers` are the people, by id, who wrote at it. Why it was
    given back stands there until the text is changed or agreed to again.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    incident = TenantForeignKey(Incident, models.CASCADE, related_name="public_versions")
    ref = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=[(one.value, PUBLIC_LABELS[one]) for one in PublicState])
    title = models.CharField(max_length=200)
    text = models.TextField()
    shown = models.JSONField(default=list)
    body = models.JSONField(default=list)
    edited = models.PositiveIntegerField(default=1)
    by_clerk = models.BooleanField(default=False)
    writers = models.JSONField(default=list)
    written_by = TenantForeignKey(Seat, related_name="+")
    written_at = models.DateTimeField()
    agreed_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    given_back_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    given_back_at = models.DateTimeField(null=True, blank=True)
    given_back_because = models.TextField(blank=True)
    published_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    notice = models.TextField(blank=True)

    objects = scoped(PublicVersionQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="public_version_uid_once"),
            models.UniqueConstraint(fields=["committee", "incident", "number"], name="public_version_number_once"),
            models.UniqueConstraint(
                fields=["committee", "incident"],
                condition=Q(state__in=["drafted", "agreed"]),
                name="public_version_in_work_once",
            ),
            models.UniqueConstraint(
                fields=["committee", "incident"], condition=Q(state="published"), name="public_version_published_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "discarded"]) | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="public_version_is_agreed_to",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "superseded", "withdrawn"])
                | (
                    Q(published_at__isnull=False, published_by__isnull=False)
                    & ~Q(published_by=F("written_by"))
                    & ~Q(published_by=F("agreed_by"))
                ),
                name="public_version_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(notice="")),
                name="public_version_withdrawn_with_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.number}"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The chosen facts as the public reads them, each in one line."""
        return [(row["label"], _in_a_line(row["value"])) for row in self.body]


def _in_a_line(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def seats_that_may_see_public_version(version_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the seats, at the instant, that may read the version here."""
    row = PublicVersion.objects.select_related("incident").get(pk=version_id)
    inside = seats_that_may_see(row.incident_id, at)
    condition = Q(pk__in=inside.filter(organisation=row.incident.organisation_id).values("pk"))
    if row.state in MEANT_FOR_ALL:
        condition |= Q(role=Role.CLERK)
    elif row.by_clerk:
        condition |= Q(pk__in=inside.filter(role=Role.CLERK).values("pk"))
    return Seat.objects.at(at).filter(condition, matter="")
