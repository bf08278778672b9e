"""Climbs ladders: takes every step that is due and not taken, each an act on the deadline's own subject."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from apps.committees.rules.viewer import Portal
from apps.deadlines.acts import OF_STEP, OVERDUE
from apps.deadlines.models import Deadline
from apps.deadlines.rules.ladder import Rung, steps_due, wake_at
from apps.deadlines.states import CLIMBING, State
from apps.kernel.canonical import instant
from apps.record.services import record

LATE = timedelta(minutes=5)
"""A step taken later than this after its time says so in the record."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A step that is due, or (without one) the passing of the due time."""

    at: datetime
    deadline: Deadline
    step: Rung | None = None


def take_steps(deadline_ids: Iterable[int], now: datetime) -> int:
    """Take all due steps of these deadlines in the order of their times; returns how many acts that made.

    Inside a tenant transaction. Waits for a row that somebody else works on, and then takes only what they left: to
    skip it would leave its step to the end of the lease, for another sweep's search can hold it for a moment.
    """
    rows = Deadline.objects.select_for_update(of=("self",))
    deadlines = list(rows.filter(pk__in=list(deadline_ids), state__in=CLIMBING).order_by("pk"))
    happenings = sorted(
        (happening for deadline in deadlines for happening in _due(deadline, now)),
        key=lambda happening: (happening.at, happening.deadline.pk),
    )
    for happening in happenings:
        _take(happening, now)
    for deadline in deadlines:
        state = State(deadline.state)
        deadline.next_step_at = wake_at(deadline.plan, deadline.steps_taken, state, deadline.due_at)
    Deadline.objects.bulk_update(deadlines, ["state", "steps_taken", "repeats", "next_step_at"])
    return len(happenings)


def _due(deadline: Deadline, now: datetime) -> list[Happening]:
    """What is due on one deadline; its falling overdue comes before the steps of the same instant."""
    steps = [Happening(step.at, deadline, step) for step in steps_due(deadline.plan, deadline.steps_taken, now)]
    if deadline.state != State.RUNNING or now <= deadline.due_at:
        return steps
    before = [happening for happening in steps if happening.at < deadline.due_at]
    return [*before, Happening(deadline.due_at, deadline), *steps[len(before) :]]


def _take(happening: Happening, now: datetime) -> None:
    deadline, step = happening.deadline, happening.step
    facts: dict[str, Any] = {
        "deadline": deadline.name,
        "deadline_id": str(deadline.uid),
        "due_at": instant(deadline.due_at),
    }
    if now - happening.at > LATE:
        facts["late_minutes"] = (now - happening.at) // timedelta(minutes=1)
    actor = Portal(f"clock “{deadline.name}”")
    if step is None:
        deadline.state = State.OVERDUE
        record(OVERDUE, actor=actor, now=now, subject=deadline.subject, facts=facts)
        return
    facts |= {"step": step.number, "to": list(step.to)}
    record(OF_STEP[step.does], actor=actor, now=now, subject=deadline.subject, facts=facts, told=step.to)
    deadline.steps_taken = step.number
    deadline.repeats += step.is_repeat
