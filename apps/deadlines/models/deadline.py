"""Deadlines: what is owed, by whom, until when, why, and how far its ladder has climbed."""

import uuid
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.deadlines.rules.ladder import Ladder
from apps.deadlines.rules.owners import Owners
from apps.deadlines.states import CLIMBING, CLOSED, OPEN, State
from apps.kernel.tenancy.context import active_committee, remembered
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.record.models import Act, OfSubjectQuerySet
from apps.record.rules import SUBJECTS, SubjectKind, audiences_of, narrower_audiences

# Plain words, so that migrations do not import the enumeration.
IS_OPEN = Q(state__in=[state.value for state in OPEN])
IS_CLIMBING = Q(state__in=[state.value for state in CLIMBING])
IS_CLOSED = Q(state__in=[state.value for state in CLOSED])
CHAIR = "chair"
"""The audience of whoever presides."""

MET, MOOT, PAUSED = State.MET.value, State.MOOT.value, State.PAUSED.value

LABELS = {
    State.RUNNING: _("Open"),
    State.PAUSED: _("Paused"),
    State.OVERDUE: _("Overdue"),
    State.MET: _("Met"),
    State.WAIVED: _("Waived"),
    State.LAPSED: _("Lapsed"),
    State.MOOT: _("Fell away"),
}


KINDS = "kinds of objects with deadlines"
KINDS_HERE = """
SELECT kind FROM unnest(%s::text[]) WITH ORDINALITY AS known (kind, place)
WHERE EXISTS (SELECT 1 FROM deadlines_deadline AS row WHERE row.committee_id = %s AND row.subject_kind = known.kind)
ORDER BY place
"""


class DeadlineQuerySet(OfSubjectQuerySet):
    """Deadlines, seen through their subjects."""

    def kinds_here(self) -> tuple[tuple[str, SubjectKind], ...]:
        """The kinds of objects that there are deadlines on: one query, asked once in a request.

        To ask of every kind that there could be took most of the time of an empty page.
        """
        known = remembered()
        if KINDS not in known:
            with connection.cursor() as cursor:
                cursor.execute(KINDS_HERE, [[key for key, _subject in SUBJECTS], active_committee()])
                known[KINDS] = tuple((key, SUBJECTS[key]) for (key,) in cursor.fetchall())
        return known[KINDS]

    def bulk_create(self, *args: Any, **options: Any) -> Any:
        """Add rows; there may be deadlines on another kind of object now."""
        remembered().pop(KINDS, None)
        return super().bulk_create(*args, **options)

    def open(self) -> "DeadlineQuerySet":
        """Those under which something is still owed."""
        return self.filter(IS_OPEN)

    def owed_by(self, viewer: Viewer) -> "DeadlineQuerySet":
        """Those that the viewer must meet: as one of an audience that owes it, or filing for the organisation.

        An office decides nothing on its holder's own organisation, so that organisation's matters wait for others: for
        whoever presides over them instead.
        """
        if viewer.is_operator:
            return self.none()
        owed = Q(owed_by__has_any_keys=audiences_of(viewer))
        for key, subject in self.kinds_here():
            if subject.own is not None:
                own = subject.own(viewer.organisation_id).filter(pk=OuterRef("subject_id"))
                owed &= ~Q(Exists(own), subject_kind=key)
        for kind, subject_id in viewer.stands_back:
            owed &= ~Q(subject_kind=kind, subject_id=subject_id)
        for kind, subject_id in viewer.acting_for:
            owed |= Q(owed_by__has_key=CHAIR, subject_kind=kind, subject_id=subject_id)
        for key, subjects in narrower_audiences(viewer):
            owed |= Q(owed_by__has_key=key, subject_id__in=subjects.values("pk"))
        owed |= Q(owed_by_seat=viewer.seat_id)
        if viewer.may_file:
            owed |= Q(owed_by_organisation=viewer.organisation_id)
        return self.filter(owed)

    def waiting_for(self, viewer: Viewer) -> "DeadlineQuerySet":
        """What the viewer may see and still owes."""
        return self.open().visible_to(viewer).owed_by(viewer)


class Deadline(TenantModel):
    """A duty with its due time; rule, reason and ladder are frozen when it starts.

    Its state is written by `services` only: `follow` starts and ends, `take_steps` climbs, the verbs do the rest.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    clock = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_ref = models.CharField(max_length=60)

    owed_by = models.JSONField(default=list)
    owed_by_organisation = TenantForeignKey(Organisation, null=True, related_name="+")
    owed_by_seat = TenantForeignKey(Seat, null=True, related_name="+")
    """The person to whom it was handed over."""
    second_to = TenantForeignKey("self", null=True, related_name="seconds")
    """The deadline that somebody is on, of which this is the second clock."""

    started_by = TenantForeignKey(Act, related_name="+")
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    """When it would be due had it not been extended; moves with pauses."""
    rolled_from = models.DateTimeField(null=True)
    """When it would be due were weekends and holidays not passed over, where that differs."""
    zone = models.CharField(max_length=64)
    unit = models.CharField(max_length=8, default="hours")
    rolls = models.CharField(max_length=20, blank=True)
    """The calendar whose weekends and holidays its due day passes over; empty for none."""
    because = models.TextField()
    citation = models.CharField(max_length=200, blank=True)
    rule_version = models.CharField(max_length=60, blank=True)
    charter_version = models.PositiveIntegerField()

    state = models.CharField(max_length=12, choices=[(state.value, LABELS[state]) for state in State])
    met_at = models.DateTimeField(null=True)
    met_by = TenantForeignKey(Act, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    """When it was waived, lapsed or fell away."""
    closed_by = TenantForeignKey(Act, null=True, related_name="+")
    """The act with which it fell away; those that waive it or let it lapse name it themselves."""
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.TextField(blank=True)
    taken_on_by = TenantForeignKey(Seat, null=True, related_name="+")
    """Who is on it; empty where a pager said so."""
    taken_on_until = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)

    plan = models.JSONField()
    course = models.PositiveIntegerField(default=1)
    """How often the ladder was laid: one more with each resumption and extension."""
    steps_taken = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True)

    objects = scoped(DeadlineQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="deadline_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "clock", "subject_kind", "subject_id"],
                condition=IS_OPEN & Q(second_to=None),
                name="deadline_open_once",
            ),
            models.UniqueConstraint(
                fields=["committee", "second_to"],
                condition=IS_OPEN & Q(second_to__isnull=False),
                name="deadline_second_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=MET, met_at__isnull=False, met_by__isnull=False)
                | (~Q(state=MET) & Q(met_at=None, met_by=None)),
                name="deadline_met_by_an_act",
            ),
            models.CheckConstraint(
                condition=IS_CLOSED & Q(closed_at__isnull=False) | ~IS_CLOSED & Q(closed_at=None),
                name="deadline_closed_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(state=MOOT, closed_by__isnull=False) | (~Q(state=MOOT) & Q(closed_by=None)),
                name="deadline_fell_away_with_an_act",
            ),
            models.CheckConstraint(
                condition=Q(state=PAUSED, paused_at__isnull=False) | (~Q(state=PAUSED) & Q(paused_at=None)),
                name="deadline_paused_since",
            ),
            models.CheckConstraint(condition=IS_CLIMBING | Q(next_step_at=None), name="deadline_climbs_while_open"),
            models.CheckConstraint(
                condition=Q(taken_on_by=None) | Q(taken_on_until__isnull=False), name="deadline_taken_on_until"
            ),
            models.CheckConstraint(condition=Q(course__gte=1), name="deadline_has_a_course"),
            models.CheckConstraint(condition=Q(due_at__gte=F("starts_at")), name="deadline_due_after_start"),
        ]
        indexes = [
            models.Index(fields=["next_step_at"], condition=IS_CLIMBING, name="deadline_due"),
            models.Index(fields=["committee", "due_at", "id"], condition=IS_OPEN, name="deadline_nearest"),
            models.Index(fields=["committee", "subject_kind", "subject_id"], name="deadline_by_subject"),
            models.Index(fields=["committee", "-id"], name="deadline_newest"),
            models.Index(
                fields=["committee", "-met_at", "-id"], condition=Q(met_at__isnull=False), name="deadline_lately_met"
            ),
            models.Index(
                fields=["committee", "-closed_at", "-id"],
                condition=Q(closed_at__isnull=False),
                name="deadline_lately_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_ref}"

    @property
    def subject(self) -> tuple[str, int, str]:
        """Kind, id and reference of what it is about."""
        return self.subject_kind, self.subject_id, self.subject_ref

    @property
    def ladder(self) -> Ladder:
        """Its ladder at its due time, as far as it has been climbed."""
        return Ladder(self.plan, self.due_at, self.steps_taken, self.taken_on_until)

    def owners_at(self, moment: datetime) -> Owners:
        """Who owes it, by name; a person whose seat has ended owes nothing any more."""
        seat, first = self.owed_by_seat, tuple(self.plan.get("first", ()))
        if seat is None or (seat.ends_at is not None and seat.ends_at <= moment):
            return Owners(tuple(self.owed_by), self.owed_by_organisation_id, first=first)
        return Owners(tuple(self.owed_by), self.owed_by_organisation_id, seat.pk, seat.organisation_id, first)

    def wake_at(self) -> datetime | None:
        """When the sweep must look at it next."""
        return self.ladder.wake_at(State(self.state))
