"""What labs declare of their computation: sealed figures, their estimates, appeals, and requests to open one."""

import uuid

from django.db import models
from django.db.models import F, Q

from apps.committees.models import Organisation, Seat, choices
from apps.committees.rules.viewer import Viewer
from apps.files.models import File
from apps.funding.models.books import OpenToTheCommittee, Period
from apps.funding.rules.keeping import may_keep_figures
from apps.funding.states import Appeal, Confidence, Figure, Method, Opening
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

DECLARATION, OPENING = "declaration", "opening"
"""What declarations, and requests to open one, are called as subjects of acts."""

FLOP = {"max_digits": 40, "decimal_places": 0}


class SealedQuerySet(models.QuerySet):
    """What only a lab itself and the custodian read; the rule of who sees which stands here and nowhere else."""

    organisation = "organisation"

    def visible_to(self, viewer: Viewer) -> "SealedQuerySet":
        """Every row for the custodian, the own lab's for its people; none for all others."""
        if may_keep_figures(viewer):
            return self.all()
        if viewer.is_operator or viewer.is_for_one_matter:
            return self.none()
        return self.filter(**{self.organisation: viewer.organisation_id})


class DeclarationQuerySet(SealedQuerySet):
    """Declarations, each lab's newest last."""

    def current(self) -> "DeclarationQuerySet":
        """The newest of each lab in each period."""
        return self.order_by("period_id", "organisation_id", "-version").distinct("period_id", "organisation_id")


class OfDeclarationQuerySet(SealedQuerySet):
    """What hangs on a declaration, seen by whoever sees that."""

    organisation = "declaration__organisation"


class Declarant(TenantModel):
    """That a lab is asked to declare for a period, and until which day, that day included.

    It is what clocks and acts of declaring are about. `let_go_at` says since when the lab is no member any more.
    """

    period = TenantForeignKey(Period, related_name="declarants")
    organisation = TenantForeignKey(Organisation, related_name="declarants")
    asked_at = models.DateTimeField()
    declare_by = models.DateField()
    let_go_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(SealedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "period", "organisation"], name="declarant_once"),
        ]

    @property
    def ref(self) -> str:
        """How acts name it, such as “2027/aster”; period and organisation are to be loaded with it."""
        return f"{self.period.name}/{self.organisation.key}"


class Declaration(TenantModel):
    """A lab's figures for a period, as it declared or the custodian estimated them; never changed, only followed.

    `training_flop` is what it used for training in the base period; `installed_flops` what its accelerators do in a
    second, in FLOP/s. `counts` is the figure that the charter takes as base of the scale. `commitment` is the SHA-256
    of the canonical document and its salt: it is in the record, so that a figure opened later can be checked.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    period = TenantForeignKey(Period, related_name="declarations")
    organisation = TenantForeignKey(Organisation, related_name="declarations")
    version = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=9, choices=choices(Figure))
    training_flop = models.DecimalField(**FLOP)
    installed_flops = models.DecimalField(**FLOP, default=0)
    counts = models.DecimalField(**FLOP)
    method = models.CharField(max_length=9, choices=choices(Method))
    confidence = models.CharField(max_length=6, choices=choices(Confidence))
    explanation = models.TextField(blank=True)
    unusual_because = models.CharField(max_length=500, blank=True)
    by = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()
    salt = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)

    objects = scoped(DeclarationQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="declaration_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "period", "organisation", "version"], name="declaration_version_once"
            ),
            models.CheckConstraint(
                condition=Q(training_flop__gte=0, installed_flops__gte=0, counts__gte=0),
                name="declaration_is_not_negative",
            ),
            models.CheckConstraint(condition=Q(commitment__regex=r"^[0-9a-f]{64}$"), name="declaration_commits"),
        ]


class Accelerators(TenantModel):
    """So many accelerators of a type, installed at the period's end, with what one does in a second; never changed."""

    declaration = TenantForeignKey(Declaration, related_name="accelerators")
    type = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    flops_each = models.DecimalField(**FLOP)

    objects = scoped(OfDeclarationQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "declaration", "type"], name="accelerators_type_once"),
            models.CheckConstraint(condition=Q(number__gt=0, flops_each__gt=0), name="accelerators_are_some"),
        ]


class DeclaredFile(TenantModel):
    """That a declaration names this file as evidence; never changed."""

    declaration = TenantForeignKey(Declaration, related_name="files")
    file = TenantForeignKey(File, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "declaration", "file"], name="declared_file_once"),
        ]


class EstimateAppeal(TenantModel):
    """A lab's appeal against the custodian's estimate, and what came of it."""

    declaration = TenantForeignKey(Declaration, related_name="appeals")
    grounds = models.TextField()
    by = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=choices(Appeal), default=Appeal.OPEN.value)
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)

    objects = scoped(OfDeclarationQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "declaration"], name="appeal_once"),
            models.CheckConstraint(
                condition=Q(state=Appeal.OPEN.value, decided_at=None) | (~Q(state=Appeal.OPEN.value) & Q(decided_at__isnull=False)),
                name="appeal_decided_says_when",
            ),
        ]  # fmt: skip


class OpeningRequest(TenantModel):
    """A reasoned request to open a sealed figure, and the second person who agreed or refused.

    Every seat may know that it was asked, by whom and why; the figure itself is read by the two people and the lab.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    declaration = TenantForeignKey(Declaration, related_name="openings")
    reason = models.TextField()
    asked_by = TenantForeignKey(Seat, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=choices(Opening), default=Opening.ASKED.value)
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)

    objects = scoped(OpenToTheCommittee)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="opening_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "declaration", "asked_by"],
                condition=Q(state=Opening.ASKED.value),
                name="opening_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=Opening.OPENED.value) | ~Q(decided_by=F("asked_by")), name="opening_takes_two"
            ),
        ]
        indexes = [models.Index(fields=["committee", "-id"], name="opening_newest")]
