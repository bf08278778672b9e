"""How every verb begins and what it ends with: the row, found and locked; its words; its act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Actor, Portal
from apps.deadlines.models import Deadline
from apps.deadlines.services.stepping import facts_of, take_steps
from apps.deadlines.states import MOVES, State
from apps.record.models import Act
from apps.record.rules import CATALOGUE
from apps.record.services import record

LONGEST = 2000


def locked(actor: Actor, now: datetime, uid: UUID) -> Deadline:
    """The deadline, locked, after the steps that are due; Http404 where it is missing or the actor may not see it.

    The portal itself, moved by a decision, sees every deadline.
    """
    rows = Deadline.objects.all() if isinstance(actor, Portal) else Deadline.objects.visible_to(actor)
    pk = rows.filter(uid=uid).values_list("pk", flat=True).first()
    if pk is None:
        raise Http404
    take_steps([pk], now)
    locking = Deadline.objects.select_for_update(of=("self",))
    return locking.select_related("owed_by_seat__person", "owed_by_seat__organisation").get(pk=pk)


def tell(
    kind: str,
    deadline: Deadline,
    *,
    actor: Actor,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    also: tuple[str, ...] = (),
) -> Act:
    """Record an act on the deadline's own subject, and tell whom its kind names, and `also` others as a ladder names them."""
    said = facts_of(deadline) | {name: value for name, value in (facts or {}).items() if value != ""}
    return record(
        kind,
        actor=actor,
        now=now,
        subject=deadline.subject,
        facts=said,
        told=deadline.owners_at(now).named((*CATALOGUE[kind].told, *also)),
    )


def lay_again(deadline: Deadline, now: datetime) -> None:
    """Begin a new course after the due time has moved: steps whose new time is still to come are taken again."""
    deadline.course += 1
    deadline.steps_taken = deadline.ladder.taken_at(now)


def close_second(deadline: Deadline, *, state: State, now: datetime) -> None:
    """Close the second clock, if one runs, together with its deadline."""
    seconds = Deadline.objects.open().filter(second_to=deadline.pk)
    seconds.update(state=state, closed_at=now, paused_at=None, next_step_at=None)


def let_second_go(deadline: Deadline, act: Act) -> None:
    """Let the second clock, if one runs, fall away with an act after which the promise no longer holds."""
    seconds = Deadline.objects.open().filter(second_to=deadline.pk)
    seconds.update(state=State.MOOT, closed_at=act.at, closed_by=act, paused_at=None, next_step_at=None)


def move(deadline: Deadline, verb: str) -> None:
    """Set the state to which the verb leads; raises Refused where it is not open now."""
    MOVES.may(verb, deadline.state).require()
    deadline.state = MOVES[verb].target
