"""Reports of what went wrong: draft, filed, and what was added since."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from apps.accounts.models import validate_zone
from apps.committees.models import ActingChair, Office, Organisation, Seat, narrowed_authorities
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.incidents.rules.sight import (
    NARROWED_ROLES,
    labels_open_to_chairs_office,
    open_labels,
    open_roles,
    open_to_chairs_office,
)
from apps.incidents.rules.urgency import DANGER, UNKNOWN
from apps.incidents.states import KIND_LABELS, OPEN, SEVERITY_LABELS, STATE_LABELS, State
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.kernel.tlp import CONFIDENTIAL, TLP

KIND = "incident"
"""What reports are called as subjects of acts and as matters that somebody presides over."""

SEARCHED = (
    "title", "narrative", "model", "own_reference", "training_run", "harmed", "evidence_of_involvement", "root_cause",
    "response_done", "response_planned", "recommendation", "patterns", "outcome",
)  # fmt: skip
"""The texts in which words are looked for: whoever sees a report sees all of them."""


def open_to_role(viewer: Viewer) -> Q:
    """The reports that the viewer's role or office lets it see without being named or of the organisation."""
    by_label = Q(tlp__in=sorted(open_labels(viewer)))
    if viewer.role in NARROWED_ROLES:
        by_label &= ~Q(tlp=TLP.GREEN) | ~Exists(narrowed_authorities().filter(pk=viewer.organisation_id))
    return by_label


def open_by_label(viewer: Viewer, incident: str = "pk") -> Q:
    """What a viewer sees of rows with a `tlp` by that label alone; `incident` is where the report's id stands in them."""
    by_label = open_to_role(viewer)
    if presided := [pk for kind, pk in viewer.acting_for if kind == KIND]:
        by_label |= Q(**{f"{incident}__in": presided}, tlp__in=sorted(labels_open_to_chairs_office()))
    return by_label


class IncidentQuerySet(models.QuerySet):
    """Reports; the rule of who sees which stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "IncidentQuerySet":
        """Those the viewer may see: the own organisation's, and filed ones by label or by name.

        Whoever sits for one matter sees of these that one, once it is filed.
        """
        filed = Q(filed_at__isnull=False)
        if viewer.is_operator:
            return self.filter(filed)
        named = IncidentRecipient.objects.filter(incident=OuterRef("pk"), organisation=viewer.organisation_id)
        opened = open_by_label(viewer) | Exists(named)
        rows = self.filter(filed, ref=viewer.matter) if viewer.is_for_one_matter else self
        return rows.filter(Q(organisation=viewer.organisation_id) | (filed & opened))

    def open(self) -> "IncidentQuerySet":
        """Filed and not yet closed or withdrawn."""
        return self.filter(state__in=OPEN)

    def matching(self, words: str) -> "IncidentQuerySet":
        """Those whose reference or own reference is given, or whose text has all the words."""
        query = SearchQuery(words, config="simple", search_type="websearch")
        reference = words.strip()
        return self.filter(Q(search=query) | Q(ref=reference.upper()) | Q(own_reference=reference))


class Incident(TenantModel):
    """A report by an organisation; `services` alone writes its state.

    `severity` is what the organisation says, `reviewed_severity` what the committee holds; the second weighs.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    organisation = TenantForeignKey(Organisation, related_name="incidents")
    reporter = TenantForeignKey(Seat, related_name="+")
    state = models.CharField(max_length=16, choices=[(state.value, STATE_LABELS[state]) for state in State])
    version = models.PositiveIntegerField(default=1)

    title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(
        max_length=16, blank=True, choices=[(kind.value, KIND_LABELS[kind]) for kind in KIND_LABELS]
    )
    severity = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=[(int(step), SEVERITY_LABELS[step]) for step in SEVERITY_LABELS]
    )
    tlp = models.CharField(max_length=16, blank=True, choices=[(label.value, label.value) for label in TLP])
    narrative = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    aware_at = models.DateTimeField(null=True, blank=True)
    involved_at = models.DateTimeField(null=True, blank=True)
    determined_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, blank=True, validators=[validate_zone])
    jurisdictions = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    harms = models.JSONField(null=True, blank=True)
    harmed = models.TextField(blank=True)
    training_run = models.CharField(max_length=200, blank=True)
    model = models.TextField(blank=True)
    evidence_of_involvement = models.TextField(blank=True)
    response_done = models.TextField(blank=True)
    response_planned = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    root_cause = models.TextField(blank=True)
    patterns = models.TextField(blank=True)
    own_reference = models.CharField(max_length=100, blank=True)
    evidence_in_disputes = models.BooleanField(null=True)
    assumed = models.JSONField(default=list, blank=True)
    protected = models.BooleanField(default=False)
    protected_at = models.CharField(max_length=120, blank=True)
    outcome = models.TextField(blank=True)
    assignee = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    assignment_note = models.TextField(blank=True)
    reviewed_severity = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=[(int(step), SEVERITY_LABELS[step]) for step in SEVERITY_LABELS]
    )

    created_at = models.DateTimeField()
    listed_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector(*SEARCHED, config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    weighed_severity = models.GeneratedField(
        expression=Coalesce("reviewed_severity", "severity"),
        output_field=models.PositiveSmallIntegerField(null=True),
        db_persist=True,
    )
    triage_rank = models.GeneratedField(
        expression=Coalesce("reviewed_severity", "severity", Value(int(UNKNOWN)))
        + Case(When(facts__imminent_danger=True, then=Value(DANGER)), default=Value(0)),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    objects = scoped(IncidentQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="incident_ref_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="incident_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "organisation", "own_reference"],
                condition=~Q(own_reference=""),
                name="incident_own_reference_once",
            ),
            models.CheckConstraint(
                condition=Q(filed_at=None) | (~Q(title="") & ~Q(kind="") & ~Q(tlp="") & ~Q(narrative="")),
                name="incident_filed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value, filed_at=None)
                | Q(state=State.WITHDRAWN.value)
                | (Q(filed_at__isnull=False) & ~Q(state=State.DRAFT.value)),
                name="incident_draft_is_not_filed",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_severity=None)
                | Q(reviewed_severity__gte=1, reviewed_severity__lte=5, filed_at__isnull=False),
                name="incident_reviewed_on_the_scale",
            ),
            models.CheckConstraint(
                condition=Q(assignee=None) | Q(filed_at__isnull=False), name="incident_assigned_once_filed"
            ),
            models.CheckConstraint(condition=Q(protected=True) | Q(protected_at=""), name="incident_protected_at"),
            models.CheckConstraint(
                condition=Q(protected=False) | Q(tlp=TLP.RED.value), name="incident_protected_is_red"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-listed_at", "-id"], name="incident_newest"),
            models.Index(fields=["committee", "state", "-listed_at"], name="incident_by_state"),
            models.Index(fields=["committee", "organisation", "-listed_at"], name="incident_by_organisation"),
            models.Index(fields=["committee", "own_reference"], name="incident_by_own_reference"),
            models.Index(
                "committee",
                F("weighed_severity").desc(nulls_last=True),
                condition=Q(state__in=[state.value for state in OPEN]),
                name="incident_open_gravest",
            ),
            models.Index(
                "committee",
                F("triage_rank").desc(),
                "filed_at",
                "id",
                condition=Q(state__in=[state.value for state in OPEN]),
                name="incident_triage",
            ),
            models.Index(
                fields=["committee", "assignee", "-listed_at"],
                condition=Q(assignee__isnull=False),
                name="incident_by_assignee",
            ),
            GinIndex(fields=["search"], name="incident_search"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def filed_by(self) -> str:
        """Who filed it, in words; of a protected reporter no more than that one said may be known."""
        if not self.protected:
            return self.reporter.holder
        if self.protected_at:
            return f"a protected reporter at {self.protected_at}"
        return "a protected reporter, whose organisation is not named"

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on."""
        return self.state in OPEN

    @property
    def is_confidential(self) -> bool:
        """Whether mail about it must carry no content."""
        return self.tlp in CONFIDENTIAL or not self.tlp


class IncidentRecipient(TenantModel):
    """An organisation that the report names: it may see the report whatever the label."""

    incident = TenantForeignKey(Incident, models.CASCADE, related_name="recipients")
    organisation = TenantForeignKey(Organisation, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "incident", "organisation"], name="recipient_once"),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "incident"], name="recipient_by_organisation")]


class IncidentUpdate(TenantModel):
    """Something added to a filed report; never changed."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    incident = TenantForeignKey(Incident, related_name="updates")
    seat = TenantForeignKey(Seat, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    protected = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "uid"], name="update_uid_once")]
        indexes = [models.Index(fields=["committee", "incident", "-id"], name="update_of_incident")]

    @property
    def by(self) -> str:
        """Who added it, in words."""
        return "A protected reporter" if self.protected else self.seat.holder


def seats_that_may_see(incident_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the seats, at the instant, that may see the report."""
    incident = Incident.objects.only("ref", "organisation_id", "tlp", "filed_at").get(pk=incident_id)
    if incident.filed_at is None:
        return Seat.objects.at(at).filter(Q(organisation=incident.organisation_id), not_for_another())
    return seats_once_filed(incident, at)


def seats_once_filed(
    incident: Incident, at: datetime, *, named: Collection[int] | None = None, presides: int | None = None
) -> models.QuerySet[Seat]:
    """The seats, at the instant, that its label and its recipients let in once the report is filed.

    With `named` as if the report named these organisations, by id, and no others; with `presides` as if this seat, by
    id, presided over it instead of the chair.
    """
    incident_id = incident.pk
    mine = Q(organisation=incident.organisation_id)
    seats = Seat.objects.at(at).filter(not_for_another(incident.ref))
    recipients = IncidentRecipient.objects.filter(incident=incident_id).values("organisation")
    condition = mine | Q(organisation__in=recipients if named is None else named)
    if roles := open_roles(incident.tlp):
        by_role = Q(role__in=sorted(roles))
        if incident.tlp == TLP.GREEN:
            narrowed = narrowed_authorities().values("pk")
            by_role &= ~Q(role__in=sorted(NARROWED_ROLES), organisation__in=narrowed)
        condition |= by_role
    if open_to_chairs_office(incident.tlp):
        chairs = Office.objects.at(at).filter(kind=OfficeKind.CHAIR)
        acting = ActingChair.objects.at(at).filter(
            Q(subject_kind="") | Q(subject_kind=KIND, subject_id=incident_id), ends_at=None, seat__isnull=False
        )
        condition |= Q(pk__in=chairs.values("seat")) | Q(pk__in=chairs.values("deputy"))
        condition |= Q(pk__in=acting.values("seat")) | Q(pk=presides)
    return seats.filter(condition)


def filing_seats(incident_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The seats of the reporting organisation that deal with the report."""
    organisation = Incident.objects.filter(pk=incident_id).values("organisation")
    return Seat.objects.at(at).filter(
        organisation__in=organisation, role__in=[Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON]
    )
