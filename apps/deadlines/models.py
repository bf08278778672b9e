"""Deadlines: what is owed, by whom, until when, why, and how far its ladder has climbed."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.deadlines.states import CLIMBING, OPEN, State
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.record.models import Act, OfSubjectQuerySet
from apps.record.rules import SUBJECTS, audiences_of

# Plain words, so that migrations do not import the enumeration.
IS_OPEN = Q(state__in=[state.value for state in OPEN])
IS_CLIMBING = Q(state__in=[state.value for state in CLIMBING])
MET = State.MET.value


class DeadlineQuerySet(OfSubjectQuerySet):
    """Deadlines, seen through their subjects."""

    def open(self) -> "DeadlineQuerySet":
        """Those under which something is still owed."""
        return self.filter(IS_OPEN)

    def owed_by(self, viewer: Viewer) -> "DeadlineQuerySet":
        """Those that the viewer must meet: as one of an audience that owes it, or filing for the organisation.

        An office decides nothing on its holder's own organisation, so that organisation's matters wait for others.
        """
        if viewer.is_operator:
            return self.none()
        owed = Q(owed_by__has_any_keys=audiences_of(viewer))
        for key, subject in SUBJECTS:
            if subject.own is not None:
                own = subject.own(viewer.organisation_id).filter(pk=OuterRef("subject_id"))
                owed &= ~Q(Exists(own), subject_kind=key)
        if viewer.may_file:
            owed |= Q(owed_by_organisation=viewer.organisation_id)
        return self.filter(owed)

    def waiting_for(self, viewer: Viewer) -> "DeadlineQuerySet":
        """What the viewer may see and still owes."""
        return self.open().visible_to(viewer).owed_by(viewer)


class Deadline(TenantModel):
    """A duty with its due time; rule, reason and ladder are frozen when it starts.

    Its state is written by `services` only: `follow` starts and meets, `take_steps` climbs.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    clock = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_ref = models.CharField(max_length=60)
    owed_by = models.JSONField(default=list)
    owed_by_organisation = TenantForeignKey(Organisation, null=True, related_name="+")
    started_by = TenantForeignKey(Act, related_name="+")
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    because = models.TextField()
    charter_version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    met_at = models.DateTimeField(null=True)
    met_by = TenantForeignKey(Act, null=True, related_name="+")
    plan = models.JSONField()
    steps_taken = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True)

    objects = scoped(DeadlineQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="deadline_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "clock", "subject_kind", "subject_id"],
                condition=IS_OPEN,
                name="deadline_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=MET, met_at__isnull=False, met_by__isnull=False)
                | (~Q(state=MET) & Q(met_at=None, met_by=None)),
                name="deadline_met_by_an_act",
            ),
            models.CheckConstraint(condition=IS_CLIMBING | Q(next_step_at=None), name="deadline_climbs_while_open"),
        ]
        indexes = [
            models.Index(fields=["next_step_at"], condition=IS_CLIMBING, name="deadline_due"),
            models.Index(fields=["committee", "due_at", "id"], condition=IS_OPEN, name="deadline_nearest"),
            models.Index(fields=["committee", "subject_kind", "subject_id"], name="deadline_by_subject"),
            models.Index(fields=["committee", "-id"], name="deadline_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_ref}"

    @property
    def subject(self) -> tuple[str, int, str]:
        """Kind, id and reference of what it is about."""
        return self.subject_kind, self.subject_id, self.subject_ref
