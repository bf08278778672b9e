"""Stopping a clock for a while."""

from datetime import datetime
from uuid import UUID

from apps.committees.rules.viewer import Actor, Portal
from apps.deadlines import acts
from apps.deadlines.models import Deadline
from apps.deadlines.rules import verbs
from apps.deadlines.rules.reckoning import Unit, moved
from apps.deadlines.rules.rolling import rolled
from apps.deadlines.selectors.matter import matter_of
from apps.deadlines.services.finding import LONGEST, lay_again, let_second_go, locked, move, tell
from apps.kernel.canonical import instant
from apps.kernel.texts import required


def pause(*, actor: Actor, now: datetime, uid: UUID, reason: str) -> Deadline:
    """Stop the clock and its ladder, with the reason. Raises Http404, Refused, or Invalid for an empty reason.

    Whoever had said to be on it no longer has to be.
    """
    deadline = locked(actor, now, uid)
    if not isinstance(actor, Portal):
        verbs.may_pause(actor, matter_of(actor, deadline, now)).require()
    deadline.pause_reason = required(reason, "reason", "Say why the clock stops.", LONGEST)
    move(deadline, "pause")
    deadline.paused_at, deadline.next_step_at = now, None
    deadline.taken_on_by = deadline.taken_on_until = None
    deadline.save()
    act = tell(acts.PAUSED, deadline, actor=actor, now=now, facts={"reason": deadline.pause_reason})
    let_second_go(deadline, act)
    return deadline


def resume(*, actor: Actor, now: datetime, uid: UUID) -> Deadline:
    """Let the clock run on: what is due moves by the time of the pause. Raises Http404 or Refused.

    Hours move by the time that passed, days and months by whole dates in the duty's zone.
    """
    deadline = locked(actor, now, uid)
    if not isinstance(actor, Portal):
        verbs.may_resume(actor, matter_of(actor, deadline, now)).require()
    paused_at = deadline.paused_at
    if paused_at is None:
        move(deadline, "resume")
        return deadline
    before = deadline.due_at
    _move_on(deadline, paused_at, now)
    move(deadline, "resume late" if now > deadline.due_at else "resume")
    deadline.paused_at, deadline.pause_reason = None, ""
    lay_again(deadline, now)
    deadline.next_step_at = deadline.wake_at()
    deadline.save()
    facts = {"paused_at": instant(paused_at), "was_due_at": instant(before), "course": deadline.course}
    tell(acts.RESUMED, deadline, actor=actor, now=now, facts=facts)
    return deadline


def _move_on(deadline: Deadline, paused_at: datetime, now: datetime) -> None:
    unit, zone = Unit(deadline.unit), deadline.zone
    plain = moved(deadline.rolled_from or deadline.due_at, unit, zone, paused_at, now)
    deadline.due_at = rolled(plain, zone, deadline.rolls) if deadline.rolls else plain
    deadline.rolled_from = plain if plain != deadline.due_at else None
    deadline.first_due_at = moved(deadline.first_due_at, unit, zone, paused_at, now)
