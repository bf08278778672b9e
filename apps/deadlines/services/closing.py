"""Ending a deadline without its duty being done: waived by a person, lapsed at the end of its ladder."""

from datetime import datetime
from uuid import UUID

from apps.committees.rules.viewer import Actor, Portal
from apps.deadlines import acts
from apps.deadlines.models import Deadline
from apps.deadlines.rules import verbs
from apps.deadlines.rules.ends import ENDS, LAPSE, End
from apps.deadlines.selectors.matter import matter_of
from apps.deadlines.services.finding import LONGEST, close_second, locked, move, tell
from apps.deadlines.states import State
from apps.kernel.texts import required


def waive(*, actor: Actor, now: datetime, uid: UUID, reason: str) -> Deadline:
    """Say that it is no longer owed, with the reason; for good. Raises Http404, Refused, or Invalid."""
    deadline = locked(actor, now, uid)
    if not isinstance(actor, Portal):
        verbs.may_waive(actor, matter_of(actor, deadline, now)).require()
    reason = required(reason, "reason", "Say why it is no longer owed.", LONGEST)
    _close(deadline, "waive", now)
    tell(acts.WAIVED, deadline, actor=actor, now=now, facts={"reason": reason})
    return deadline


def lapse(deadline: Deadline, now: datetime) -> None:
    """What “deadlines.lapse” does at the end of a ladder: nothing is owed any more, and it was not done."""
    _close(deadline, "lapse", now)
    tell(acts.LAPSED, deadline, actor=Portal(f"clock “{deadline.name}”"), now=now)


def _close(deadline: Deadline, verb: str, now: datetime) -> None:
    move(deadline, verb)
    deadline.closed_at, deadline.paused_at, deadline.next_step_at = now, None, None
    deadline.save(update_fields=["state", "closed_at", "paused_at", "next_step_at"])
    close_second(deadline, state=State(deadline.state), now=now)


def register() -> None:
    """Fill the registry with the end that every clock may name."""
    ENDS.register(LAPSE, End(LAPSE, "Nothing is owed any more, and the record says that it was not done.", lapse))
