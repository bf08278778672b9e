"""Handing a duty to a named person."""

from datetime import datetime
from uuid import UUID

from apps.committees.models import Seat
from apps.committees.rules.viewer import Actor, Portal
from apps.deadlines import acts
from apps.deadlines.models import Deadline
from apps.deadlines.rules import verbs
from apps.deadlines.selectors.matter import candidates, matter_of
from apps.deadlines.services.finding import LONGEST, let_second_go, locked, tell
from apps.kernel.decisions import Invalid
from apps.kernel.texts import optional


def hand_over(*, actor: Actor, now: datetime, uid: UUID, to: UUID, note: str = "") -> Deadline:
    """Name the person (by the seat's uid) who does it; the person confirms having read so.

    Whoever had said to be on it no longer has to be. Raises Http404, Refused, or Invalid({"to": …}).
    """
    deadline = locked(actor, now, uid)
    if not isinstance(actor, Portal):
        verbs.may_hand_over(actor, matter_of(actor, deadline, now)).require()
    seat = _seat(deadline, to, now)
    note = optional(note, "note", LONGEST)
    deadline.owed_by_seat = seat
    deadline.taken_on_by = deadline.taken_on_until = None
    deadline.next_step_at = deadline.wake_at()
    deadline.save()
    facts = {"to": [str(seat)], "seat": str(seat.uid), "note": note}
    act = tell(acts.HANDED_OVER, deadline, actor=actor, now=now, facts=facts)
    let_second_go(deadline, act)
    return deadline


def _seat(deadline: Deadline, to: UUID, now: datetime) -> Seat:
    seat = candidates(deadline, now).filter(uid=to).first()
    if seat is None:
        raise Invalid({"to": "Choose another of those who owe it."})
    return seat
