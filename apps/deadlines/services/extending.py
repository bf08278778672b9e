"""Putting off when it is due."""

from datetime import UTC, datetime
from uuid import UUID

from apps.committees.rules.viewer import Actor, Portal
from apps.deadlines import acts
from apps.deadlines.models import Deadline
from apps.deadlines.rules import verbs
from apps.deadlines.selectors.matter import matter_of
from apps.deadlines.services.finding import LONGEST, lay_again, locked, move, tell
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required


def extend(*, actor: Actor, now: datetime, uid: UUID, until: datetime, reason: str) -> Deadline:
    """Make it due later; one that was overdue runs again. Raises Http404, Refused, or Invalid by field.

    The ladder moves along: what it said before the old due time it says again before the new one.
    """
    deadline = locked(actor, now, uid)
    if not isinstance(actor, Portal):
        matter = matter_of(actor, deadline, now)
        verbs.may_extend(actor, matter).require()
        verbs.may_extend_to(actor, matter, until).require()
    _check(deadline, until, now)
    reason = required(reason, "reason", "Say why there is more time.", LONGEST)
    before = deadline.due_at
    move(deadline, "extend")
    deadline.due_at, deadline.rolled_from = until.astimezone(UTC), None
    lay_again(deadline, now)
    deadline.next_step_at = deadline.wake_at()
    deadline.save()
    facts = {"was_due_at": instant(before), "reason": reason, "course": deadline.course}
    tell(acts.EXTENDED, deadline, actor=actor, now=now, facts=facts)
    return deadline


def _check(deadline: Deadline, until: datetime, now: datetime) -> None:
    if error := verbs.extension_error(deadline.due_at, until, now):
        raise Invalid({"until": error})
