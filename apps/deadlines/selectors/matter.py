"""What a viewer may do with a deadline, and to whom it may be handed over."""

import dataclasses
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.committees.models import Seat
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_value
from apps.deadlines.models import Deadline
from apps.deadlines.rules import CLOCKS, verbs
from apps.deadlines.rules.reckoning import state_at
from apps.deadlines.rules.verbs import Matter
from apps.deadlines.states import State
from apps.kernel.decisions import Decision
from apps.record.rules import SUBJECTS, seats_of
from apps.record.selectors import may_see

ON_IT_HOURS = "deadlines.on_it_hours"


def plain_matter(deadline: Deadline, now: datetime) -> Matter:
    """The deadline as the rules know it, whoever looks (no query)."""
    clock = CLOCKS.get(deadline.clock)
    return Matter(
        state=state_at(State(deadline.state), deadline.due_at, now),
        starts_at=deadline.starts_at,
        due_at=deadline.due_at,
        first_due_at=deadline.first_due_at,
        subject=deadline.subject[:2],
        is_second=deadline.second_to_id is not None,
        is_fixed=clock is not None and clock.fixed,
        taken_on_until=deadline.taken_on_until,
        chased_at=deadline.chased_at,
    )


def matter_of(viewer: Viewer, deadline: Deadline, now: datetime) -> Matter:
    """The deadline as the rules know it, for this viewer (two queries)."""
    is_owing = deadline.owed_by_organisation_id == viewer.organisation_id
    return dataclasses.replace(
        plain_matter(deadline, now),
        is_owed=Deadline.objects.owed_by(viewer).filter(pk=deadline.pk).exists(),
        is_owing_organisations=is_owing,
        is_own=is_owing or _is_own(viewer, deadline),
    )


def _is_own(viewer: Viewer, deadline: Deadline) -> bool:
    """Whether what the deadline is about is the viewer's organisation's own matter."""
    own = SUBJECTS[deadline.subject_kind].own
    return own is not None and own(viewer.organisation_id).filter(pk=deadline.subject_id).exists()


def verbs_for(viewer: Viewer, deadline: Deadline, now: datetime) -> dict[str, Decision]:
    """Every verb with whether the viewer may, and else the reason."""
    matter = matter_of(viewer, deadline, now)
    return {
        "take_on": verbs.may_take_on(viewer, matter),
        "hand_over": verbs.may_hand_over(viewer, matter),
        "pause": verbs.may_pause(viewer, matter),
        "resume": verbs.may_resume(viewer, matter),
        "extend": verbs.may_extend(viewer, matter),
        "waive": verbs.may_waive(viewer, matter),
        "chase": verbs.may_chase(viewer, matter, now),
    }


def owing_seats(deadline: Deadline, now: datetime) -> QuerySet[Seat]:
    """The seats that owe it and may see what it is about; an audience's seats do not act in their own matter.

    Whoever sits for one matter only reads it.
    """
    subject = SUBJECTS[deadline.subject_kind]
    audiences = Q(pk__in=[])
    for name in deadline.owed_by:
        audiences |= Q(pk__in=seats_of(name, deadline.subject_id, now, deadline.subject_kind).values("pk"))
    party = subject.party(deadline.subject_id)
    if party is not None:
        audiences &= ~Q(organisation__in=party)
    owing = audiences | Q(organisation=deadline.owed_by_organisation_id) | Q(pk__in=[deadline.owed_by_seat_id])
    return may_see(deadline.subject_kind, deadline.subject_id, now).filter(owing, not_for_another())


def candidates(deadline: Deadline, now: datetime) -> QuerySet[Seat]:
    """The people to whom it may be handed over: of those who owe it, by organisation."""
    seats = owing_seats(deadline, now).filter(person__is_active=True).exclude(pk__in=[deadline.owed_by_seat_id])
    return seats.select_related("organisation", "person").order_by("organisation__name", "role", "id")


def owes(organisation_id: int, deadline: Deadline, now: datetime) -> bool:
    """Whether seats of the organisation owe it."""
    return owing_seats(deadline, now).filter(organisation=organisation_id).exists()


def on_it_hours(now: datetime) -> int:
    """How many hours ahead somebody may say to be on it, by the charter."""
    return charter_value(ON_IT_HOURS, now)
