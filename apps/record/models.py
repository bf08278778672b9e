"""The append-only record of acts, the salted values behind its commitments, and who has seen what."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.record.rules import SUBJECTS, SubjectKind


class OfSubjectQuerySet(models.QuerySet):
    """Rows about an object (`subject_kind`, `subject_id`), seen through it: acts, deadlines, files."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows about objects that the viewer may see.

        By EXISTS, not IN: the few rows of a page ask for their own object instead of listing every visible one.
        """
        condition = Q(pk__in=[])
        for key, subject in self.kinds_here():
            mine = subject.visible(viewer).filter(pk=OuterRef("subject_id"))
            condition |= Q(Exists(mine), subject_kind=key)
        return self.filter(condition)

    def kinds_here(self) -> Iterable[tuple[str, SubjectKind]]:
        """The kinds of objects that there can be rows about."""
        return SUBJECTS

    def one_for(self, viewer: Viewer, uid: uuid.UUID) -> Any:
        """The row with this uid where the viewer may see its object, else None.

        Two small queries instead of one that asks every kind of object whether it is meant.
        """
        row = self.filter(uid=uid).first()
        subject = SUBJECTS.get(row.subject_kind) if row else None
        seen = subject is not None and subject.visible(viewer).filter(pk=row.subject_id).exists()
        return row if seen else None

    def about(self, subject_kind: str, subject_id: int) -> Self:
        """Rows about one object, oldest first."""
        return self.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("id")


class Act(TenantModel):
    """Something that happened: kind, subject, actor, instant, facts, and which audiences were told."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_ref = models.CharField(max_length=60)
    seat = TenantForeignKey(Seat, null=True, related_name="+")
    actor = models.CharField(max_length=300)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    told = models.JSONField(default=list)

    objects = scoped(OfSubjectQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "uid"], name="act_uid_once")]
        indexes = [
            models.Index(fields=["committee", "subject_kind", "subject_id", "id"], name="act_by_subject"),
            models.Index(fields=["committee", "-id"], name="act_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_ref}"


class Unplaced(TenantModel):
    """An act that has no position yet. The database adds the row with the act, whoever writes it."""

    act = TenantForeignKey(Act, related_name="+", db_index=False)


class Position(TenantModel):
    """The place of a committed act in the committee's order, from 1 without a gap.

    Ids will not do: they are given before the commit, so that a smaller one may appear after a larger.
    """

    act = TenantForeignKey(Act, related_name="+", db_index=False)
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="position_once"),
            models.UniqueConstraint(fields=["committee", "act"], name="position_of_act_once"),
        ]


class Preimage(TenantModel):
    """The salt and value behind a commitment in an act's facts; deleting the row is erasure, the act stands."""

    act = TenantForeignKey(Act, related_name="preimages")
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=64)
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "act", "name"], name="preimage_once"),
        ]


class Sighting(TenantModel):
    """That a seat has opened an object, first when."""

    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    seat = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "subject_kind", "subject_id", "seat"], name="sighting_once"),
        ]
