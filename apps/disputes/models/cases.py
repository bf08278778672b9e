"""A case: who complains about what, at which stage it is, and since when."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat, choices
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Viewer
from apps.disputes.models.reading import CASES, Kept, seats_reading, seen
from apps.disputes.rules.sight import NOBODY_SEES, Sight
from apps.disputes.states import STAGE_LABELS, Stage, Track
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

UNFILED = [Stage.DRAFT.value, Stage.DISCARDED.value]


class CaseQuerySet(models.QuerySet):
    """Cases; what a viewer sees of one is decided by the papers in it."""

    def visible_to(self, viewer: Viewer) -> "CaseQuerySet":
        """Those of which the viewer sees at least that there is one."""
        return self.filter(seen(CASES, viewer, Sight.MARKER))

    def read_by(self, viewer: Viewer) -> "CaseQuerySet":
        """Those of which the viewer reads something, if only a redacted paper: so who stands against whom, about what."""
        return self.filter(seen(CASES, viewer, Sight.REDACTED))


class Case(TenantModel):
    """A case between members, or of the committee against one.

    `title` says what it is about, `about` names what of the committee it hangs on, by reference. It runs under the version
    `charter` of the charter, that of the day on which it was filed. `sights` is the most that each reader sees of any paper
    in it (rules.sight.letters): it is written with every change of stage, paper or seal. `comply_by` is the end of the time to
    comply, where the parties have agreed on it or an arbiter has awarded it.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    stage = models.CharField(max_length=16, choices=[(stage.value, STAGE_LABELS[stage]) for stage in Stage])
    track = models.CharField(max_length=8, choices=choices(Track), default=Track.ORDINARY.value)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200, blank=True)
    about = models.JSONField(default=list, blank=True)
    organisation = TenantForeignKey(Organisation, related_name="disputes")
    author = TenantForeignKey(Seat, related_name="+", null=True)
    charter = models.PositiveIntegerField(null=True, blank=True)
    sights = models.CharField(max_length=11, default=NOBODY_SEES)

    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    comply_by = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(CaseQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="dispute_ref_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="dispute_uid_once"),
            models.CheckConstraint(
                condition=Q(stage__in=UNFILED, filed_at=None)
                | (~Q(stage__in=UNFILED) & Q(filed_at__isnull=False, charter__isnull=False) & ~Q(title="")),
                name="dispute_filed_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-created_at", "-id"], name="dispute_newest"),
            models.Index(fields=["committee", "stage", "-created_at"], name="dispute_by_stage"),
            models.Index(fields=["committee", "organisation", "-created_at"], name="dispute_by_organisation"),
        ]

    def __str__(self) -> str:
        return self.ref


def seats_that_read(case_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `read_by`: the seats that read something of the case at the instant."""
    case = Case.objects.only("ref", "filed_at", "sights", "organisation_id").get(pk=case_id)
    if case.filed_at is None:
        return Seat.objects.at(at).filter(not_for_another(case.ref), organisation=case.organisation_id)
    return seats_reading(Kept(case.pk, case.ref, case.sights), at, Sight.REDACTED)
