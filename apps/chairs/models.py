"""The rotation as it was and runs: cycles with their places, terms, swaps, absences, hand-overs.

Who sits in the chair is an `Office` of committees; a term says for whom and until when. Terms to come are worked out
(rules.plan), never stored.
"""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from apps.chairs.rules.order import Order
from apps.chairs.states import CycleState, SwapState, TermKind, TermState
from apps.committees.models import TERM, DatedQuerySet, Organisation, Seat, choices, ends_after_start
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped


class Rotation(TenantModel):
    """That the committee's chair rotates: since when, and when the portal must look at it next."""

    first_at = models.DateTimeField(help_text="Terms are counted from here.")
    wake_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee"], name="rotation_once")]
        indexes = [models.Index(fields=["wake_at"], name="rotation_to_wake")]


class Cycle(TenantModel):
    """One round in which every member with a place presides once."""

    number = models.PositiveIntegerField()
    order = models.CharField(max_length=16, choices=choices(Order))
    state = models.CharField(max_length=12, choices=choices(CycleState))
    closed_at = models.DateTimeField(help_text="When the list was closed.")
    digest = models.CharField(max_length=64, help_text="Of the keys on the closed list.")
    source = models.CharField(max_length=300, blank=True, help_text="Which public value seeds the lot.")
    source_at = models.DateTimeField(null=True, blank=True, help_text="When that value becomes known.")
    seed = models.CharField(max_length=200, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    charter = models.PositiveIntegerField(help_text="The charter version that chose the order.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="cycle_number_once"),
            models.CheckConstraint(
                condition=~Q(order=Order.LOT.value) | Q(state=CycleState.DRAWING.value) | ~Q(seed=""),
                name="cycle_by_lot_has_its_seed",
            ),
            models.CheckConstraint(
                condition=Q(source_at=None) | Q(source_at__gt=F("closed_at")), name="cycle_value_known_after_the_list"
            ),
        ]
        ordering = ["-number"]


class Place(TenantModel):
    """A member's place in a cycle."""

    cycle = TenantForeignKey(Cycle, related_name="places")
    organisation = TenantForeignKey(Organisation, related_name="chair_places")
    number = models.PositiveIntegerField()
    listed = models.BooleanField(default=True, help_text="On the list when it was closed, not a newcomer.")
    left_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "cycle", "organisation"], name="place_once_a_cycle"),
            models.UniqueConstraint(
                fields=["committee", "cycle", "number"],
                name="place_number_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        ordering = ["number"]


class Term(TenantModel):
    """That an organisation presides, from–to; two terms cannot overlap."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantForeignKey(Organisation, related_name="chair_terms")
    place = TenantForeignKey(Place, related_name="terms", null=True, blank=True)
    kind = models.CharField(max_length=12, choices=choices(TermKind))
    state = models.CharField(max_length=12, choices=choices(TermState))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="As planned while it runs; as it was once it has ended.")
    because = models.CharField(max_length=500, blank=True)
    passed = models.JSONField(default=list, help_text="Who was passed over for it, each with the reason.")

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="term_uid_once"),
            models.UniqueConstraint(
                fields=["committee"], condition=Q(state=TermState.RUNNING.value), name="term_runs_once"
            ),
            ends_after_start("term_ends_after_start"),
            ExclusionConstraint(name="terms_do_not_overlap", expressions=[("committee", "="), (TERM, "&&")]),
        ]
        ordering = ["-starts_at"]


class Swap(TenantModel):
    """That one member asks another to exchange their places in the running cycle."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    place = TenantForeignKey(Place, related_name="swaps_asked")
    other = TenantForeignKey(Place, related_name="swaps_offered")
    because = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=choices(SwapState), default=SwapState.ASKED.value)
    asked_by = TenantForeignKey(Seat, related_name="+")
    asked_at = models.DateTimeField()
    settled_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="swap_uid_once"),
            models.CheckConstraint(condition=~Q(place=F("other")), name="swap_is_between_two"),
            models.UniqueConstraint(
                fields=["committee", "place"], condition=Q(state=SwapState.ASKED.value), name="swap_asked_once"
            ),
        ]
        ordering = ["-asked_at"]


class Absence(TenantModel):
    """That the chair is away, as declared by its office or found by the portal: the next in order presides meanwhile."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantForeignKey(Organisation, related_name="chair_absences")
    because = models.CharField(max_length=300)
    declared_by = TenantForeignKey(Seat, related_name="+", null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(DatedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="absence_uid_once"),
            ends_after_start("absence_ends_after_start"),
            ExclusionConstraint(
                name="absences_do_not_overlap",
                expressions=[("committee", "="), ("organisation", "="), (TERM, "&&")],
            ),
        ]


class Exclusion(TenantModel):
    """That the committee keeps a member from the chair for a year."""

    organisation = TenantForeignKey(Organisation, related_name="chair_exclusions")
    year = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=300)
    decision = models.CharField(max_length=300)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "organisation", "year"],
                condition=Q(lifted_at=None),
                name="exclusion_once_a_year",
            )
        ]


class HandoverItem(TenantModel):
    """An open matter that one chair hands to the next; both tick it off."""

    term = TenantForeignKey(Term, related_name="handover", help_text="The term that begins.")
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.BigIntegerField(default=0)
    given_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    taken_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "term", "id"], name="handover_by_term")]
