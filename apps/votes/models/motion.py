"""Motions, their texts as they were, and the statements made on them."""

import uuid
from datetime import datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, Q

from apps.committees.models import Organisation, Seat, choices, narrowed_authorities
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.kernel.canonical import dumps, sha256
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.votes.states import OPEN, PROCEDURE_LABELS, STATE_LABELS, Effect, State

SUBJECT = "motion"
"""What motions are called as subjects of acts and as matters that somebody presides over."""


class MotionQuerySet(models.QuerySet):
    """Motions; the rule of who sees which stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "MotionQuerySet":
        """Those the viewer may see: all that were proposed, and the drafts of the own organisation.

        An authority that sees only what is addressed to it sees a decision once it is certified; whoever sits for one
        matter sees none.
        """
        proposed = Q(proposed_at__isnull=False)
        if viewer.is_operator:
            return self.filter(proposed)
        if viewer.is_for_one_matter:
            return self.none()
        if viewer.role == Role.OBSERVER:
            narrowed = Exists(narrowed_authorities().filter(pk=viewer.organisation_id))
            return self.filter(proposed & (Q(state=State.CERTIFIED) | ~narrowed))
        return self.filter(proposed | Q(organisation=viewer.organisation_id))

    def open(self) -> "MotionQuerySet":
        """Proposed and not yet at an end."""
        return self.filter(state__in=OPEN)

    def matching(self, words: str) -> "MotionQuerySet":
        """Those whose reference is given, or that have all the words in title and text, or in one statement."""
        query = SearchQuery(words, config="simple", search_type="websearch")
        said = Statement.objects.filter(search=query).values("motion")
        return self.filter(Q(search=query) | Q(ref=words.strip().upper()) | Q(pk__in=said))


class Motion(TenantModel):
    """What a member asks the committee to decide; `services` alone writes its state.

    `ref` is a draft's random name until the motion is proposed and gets its number. `rule` is the rule of the vote as
    data, frozen when voting opens, with the number of the charter version that it came from.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    draft_ref = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    organisation = TenantForeignKey(Organisation, related_name="motions")
    mover = TenantForeignKey(Seat, related_name="+")
    state = models.CharField(max_length=16, choices=[(state.value, STATE_LABELS[state]) for state in State])
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=40)
    procedure = models.CharField(
        max_length=12, choices=[(one.value, PROCEDURE_LABELS[one]) for one in PROCEDURE_LABELS]
    )
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    payload = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of kind, payload and text, to find a duplicate.")
    parent = TenantForeignKey("self", related_name="amendments", null=True, blank=True)

    created_at = models.DateTimeField()
    listed_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    seconded_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    discussed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    window_hours = models.PositiveIntegerField(default=0)
    extended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    certified_at = models.DateTimeField(null=True, blank=True)
    certified_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)

    rule = models.JSONField(default=dict, blank=True)
    charter = models.PositiveIntegerField(null=True, blank=True)
    weights = models.CharField(max_length=12, blank=True)
    hidden = models.BooleanField(default=False)
    outcome = models.JSONField(default=dict, blank=True)
    carried = models.BooleanField(null=True, blank=True)
    effect = models.CharField(max_length=12, choices=choices(Effect), default=Effect.NONE.value)
    effect_note = models.TextField(blank=True)
    review_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title", "text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = scoped(MotionQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="motion_ref_once"),
            models.UniqueConstraint(fields=["committee", "draft_ref"], name="motion_draft_ref_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="motion_uid_once"),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="motion_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT.value, State.WITHDRAWN.value]) | Q(proposed_at__isnull=False),
                name="motion_draft_is_not_proposed",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, closes_at=None)
                | (Q(closes_at__gt=F("opened_at")) & ~Q(rule={}) & Q(charter__isnull=False)),
                name="motion_voted_on_has_window_and_rule",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.VOTING.value, State.CLOSED.value, State.CERTIFIED.value])
                | Q(opened_at__isnull=False),
                name="motion_voting_was_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CLOSED.value, State.CERTIFIED.value]) | Q(closed_at__isnull=False),
                name="motion_closed_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CERTIFIED.value) | Q(certified_at__isnull=False, carried__isnull=False),
                name="motion_certified_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-listed_at", "-id"], name="motion_newest"),
            models.Index(fields=["committee", "state", "-listed_at"], name="motion_by_state"),
            models.Index(fields=["committee", "kind", "-listed_at"], name="motion_by_kind"),
            models.Index(fields=["committee", "organisation", "-listed_at"], name="motion_by_organisation"),
            models.Index(fields=["committee", "digest"], name="motion_by_digest"),
            GinIndex(fields=["search"], name="motion_search"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        """Whether the committee has not done with it."""
        return self.state in OPEN

    @property
    def fingerprint(self) -> str:
        """What two motions have in common that ask for the same: SHA-256 over kind, payload and text."""
        return sha256(dumps([self.kind, self.payload, self.text]))

    @property
    def is_amendment(self) -> bool:
        """Whether it would change the text of another motion."""
        return self.parent_id is not None

    @property
    def is_drill(self) -> bool:
        """Whether it is part of a rehearsal: what it is about says so, or the motion that it would amend."""
        if self.parent is not None:
            return self.parent.is_drill
        return self.payload.get("drill") is True


class MotionText(TenantModel):
    """The title and text of a proposed motion as they stood from an instant on, and why they changed."""

    motion = TenantForeignKey(Motion, related_name="texts")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "motion", "number"], name="motion_text_once")]


class Statement(TenantModel):
    """What somebody said on a motion, for the record; never changed."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    motion = TenantForeignKey(Motion, related_name="statements")
    seat = TenantForeignKey(Seat, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    search = models.GeneratedField(
        expression=SearchVector("text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "uid"], name="statement_uid_once")]
        indexes = [
            models.Index(fields=["committee", "motion", "-id"], name="statement_of_motion"),
            GinIndex(fields=["search"], name="statement_search"),
        ]


def seats_that_may_see(motion_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the seats, at the instant, that may see the motion."""
    motion = Motion.objects.only("organisation_id", "proposed_at", "state").get(pk=motion_id)
    seats = Seat.objects.at(at).filter(not_for_another())
    if motion.proposed_at is None:
        return seats.filter(organisation=motion.organisation_id).exclude(role=Role.OBSERVER)
    if motion.state == State.CERTIFIED:
        return seats
    return seats.exclude(role=Role.OBSERVER, organisation__in=narrowed_authorities().values("pk"))
