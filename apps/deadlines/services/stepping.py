"""Climbs ladders: takes every step that is due and not taken, each an act on the deadline's own subject."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from apps.committees.rules.viewer import Portal
from apps.deadlines.acts import OF_STEP, OVERDUE
from apps.deadlines.models import Deadline
from apps.deadlines.rules.clocks import Does
from apps.deadlines.rules.ends import ENDS
from apps.deadlines.rules.ladder import Rung
from apps.deadlines.selectors.holding import hold_beside
from apps.deadlines.states import CLIMBING, State
from apps.kernel.canonical import instant
from apps.record.rules import DRILL
from apps.record.services import Entry, record_all

LATE = timedelta(minutes=5)
"""A step taken later than this after its time says so in the record."""

STORE = """
UPDATE deadlines_deadline d
SET state = new.state, steps_taken = new.taken, repeats = new.repeats, next_step_at = new.wake_at
FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::int[], %s::timestamptz[])
  AS new (id, state, taken, repeats, wake_at)
WHERE d.id = new.id
"""


NOT_ASKED = (
    *("because", "citation", "rule_version", "charter_version", "zone", "unit", "rolls", "starts_at", "started_by"),
    *("first_due_at", "rolled_from", "met_at", "met_by", "closed_at", "closed_by", "paused_at", "pause_reason"),
    *("second_to", "taken_on_by", "chased_at"),
)
"""What climbing does not need to know; to read it would take a third of the time again."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A step that is due, or (without one) the passing of the due time."""

    at: datetime
    deadline: Deadline
    step: Rung | None = None


def take_steps(deadline_ids: Iterable[int], now: datetime, *, until: datetime | None = None) -> int:
    """Take all steps of these deadlines that are due at `until` (`now`), by their times; returns how many.

    Inside a tenant transaction. Waits for a row that somebody else works on, and then takes only what they left: to
    skip it would leave its step to the end of the lease, for another sweep's search can hold it for a moment.
    """
    ids = list(deadline_ids)
    hold_beside(ids)
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("owed_by_seat").defer(*NOT_ASKED)
    deadlines = list(rows.filter(pk__in=ids, state__in=CLIMBING).order_by("pk"))
    read = {deadline.pk: (deadline.state, deadline.due_at) for deadline in deadlines}
    entries: list[Entry] = []
    done: set[int] = set()
    taken = 0
    for happening in due_by(deadlines, until or now):
        if happening.deadline.pk in done:
            continue
        taken += 1
        if happening.step and happening.step.does == Does.END:
            record_all(entries, now=now)
            entries = []
            done |= _end(happening.deadline, happening.step, deadlines, now)
            done |= _changed_since(read)
        else:
            entries.append(_take(happening, now))
    record_all(entries, now=now)
    _store([deadline for deadline in deadlines if deadline.pk not in done])
    return taken


def due_by(deadlines: Iterable[Deadline], until: datetime) -> list[Happening]:
    """What is due at `until` on these deadlines and has not happened, by time."""
    happenings = (happening for deadline in deadlines for happening in _due(deadline, until))
    return sorted(happenings, key=lambda happening: (happening.at, happening.deadline.pk))


def _due(deadline: Deadline, until: datetime) -> list[Happening]:
    """What is due on one deadline; its falling overdue comes before the steps of the same instant, but not before an end."""
    steps = [Happening(step.at, deadline, step) for step in deadline.ladder.due(until)]
    if deadline.state != State.RUNNING or until <= deadline.due_at:
        return steps
    before = [each for each in steps if each.at < deadline.due_at or _ends_in_time(each)]
    return [*before, Happening(deadline.due_at, deadline), *steps[len(before) :]]


def _ends_in_time(happening: Happening) -> bool:
    step = happening.step
    return step is not None and step.does == Does.END and happening.at <= happening.deadline.due_at


def _take(happening: Happening, now: datetime) -> Entry:
    """Note the step on its deadline; returns the act to be recorded."""
    deadline, step = happening.deadline, happening.step
    facts = facts_of(deadline)
    if now - happening.at > LATE:
        facts["late_minutes"] = (now - happening.at) // timedelta(minutes=1)
    actor = Portal(f"clock “{deadline.name}”")
    if step is None:
        deadline.state = State.OVERDUE
        return Entry(OVERDUE, actor, deadline.subject, facts)
    deadline.steps_taken = step.number
    deadline.repeats += step.is_repeat
    facts |= {"course": deadline.course, "step": step.number, "to": list(step.to)}
    if step.pages:
        facts["pages"] = True
    return Entry(OF_STEP[step.does], actor, deadline.subject, facts, told=deadline.owners_at(now).named(step.to))


def _end(deadline: Deadline, step: Rung, among: list[Deadline], now: datetime) -> set[int]:
    """Run the end; returns which deadlines it may have changed: those on its subject wait for the next sweep."""
    deadline.steps_taken = step.number
    beside = [each for each in among if each.subject == deadline.subject]
    _store(beside)
    ENDS[step.end].run(deadline, now)
    return {each.pk for each in beside}


def _changed_since(read: Mapping[int, tuple[str, datetime]]) -> set[int]:
    """The deadlines that are not as they were read: an end may meet, stop or move those of other subjects too."""
    rows = Deadline.objects.filter(pk__in=read).values_list("pk", "state", "due_at")
    return {pk for pk, state, due_at in rows if (state, due_at) != read[pk]}


def _store(deadlines: list[Deadline]) -> None:
    if not deadlines:
        return
    rows = [(each.pk, each.state, each.steps_taken, each.repeats, each.wake_at()) for each in deadlines]
    with connection.cursor() as cursor:
        cursor.execute(STORE, [list(column) for column in zip(*rows, strict=True)])


def facts_of(deadline: Deadline) -> dict[str, Any]:
    """What every act about a deadline says of it."""
    facts: dict[str, Any] = {
        "deadline": deadline.name,
        "deadline_id": str(deadline.uid),
        "due_at": instant(deadline.due_at),
    }
    return facts | ({"drill": True} if deadline.name.startswith(DRILL) else {})
