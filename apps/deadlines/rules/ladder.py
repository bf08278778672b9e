"""A ladder frozen as plain data when its deadline starts, and which of its steps are due.

Everything due and not taken is taken, in order; a step is never compared with “now” for equality.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from apps.deadlines.rules.clocks import ClockRule, Does, number
from apps.deadlines.rules.reckoning import PAST
from apps.deadlines.states import CLIMBING, State
from apps.kernel.canonical import instant

AT_ONCE = 50
"""How many missed steps one deadline takes in one go; the rest follow in the next."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of a frozen ladder: its number from 1, when, to which audiences, and whether it is a repeat."""

    number: int
    at: datetime
    to: tuple[str, ...]
    does: Does
    is_repeat: bool = False


def plan(rule: ClockRule, charter: Mapping[str, int], starts_at: datetime, due_at: datetime) -> dict[str, Any]:
    """The ladder as JSON: steps by time, and the repeat.

    A step that would fall before the start is left out: whoever it is for has just been told of the start.
    """
    steps: list[dict[str, Any]] = []
    for step in rule.ladder:
        at = due_at + timedelta(hours=number(step.offset_hours, charter))
        if at > starts_at:
            steps.append({"at": instant(at), "to": list(step.to), "does": Does(step.does).value})
    steps.sort(key=lambda step: datetime.fromisoformat(step["at"]))
    return {"steps": steps, "repeat": _repeat(rule, charter, steps[-1]["at"] if steps else instant(due_at))}


def _repeat(rule: ClockRule, charter: Mapping[str, int], after: str | None) -> dict[str, Any] | None:
    if rule.repeat is None or not (hours := number(rule.repeat.every, charter)):
        return None
    return {"after": after, "every_hours": hours, "to": list(rule.repeat.to), "most": rule.repeat.most}


def rung(plan: Mapping[str, Any], n: int) -> Rung | None:
    """The n-th step of a frozen ladder, counting repeats on after the last; None past its end."""
    steps, repeat = plan["steps"], plan["repeat"]
    if n <= len(steps):
        step = steps[n - 1]
        return Rung(n, datetime.fromisoformat(step["at"]), tuple(step["to"]), Does(step["does"]))
    time = n - len(steps)
    if repeat is None or time > repeat["most"]:
        return None
    at = datetime.fromisoformat(repeat["after"]) + timedelta(hours=repeat["every_hours"] * time)
    return Rung(n, at, tuple(repeat["to"]), Does.ESCALATE, is_repeat=True)


def next_step(plan: Mapping[str, Any], taken: int) -> Rung | None:
    """The step after those taken, or None at the ladder's end."""
    return rung(plan, taken + 1)


def steps_due(plan: Mapping[str, Any], taken: int, now: datetime) -> list[Rung]:
    """Everything due at `now` and not taken, in order, at most AT_ONCE."""
    due: list[Rung] = []
    while len(due) < AT_ONCE and (step := next_step(plan, taken + len(due))) and step.at <= now:
        due.append(step)
    return due


def wake_at(plan: Mapping[str, Any], taken: int, state: State, due_at: datetime) -> datetime | None:
    """When the sweep must look at the deadline next: its next step, or the moment it falls overdue."""
    if state not in CLIMBING:
        return None
    step = next_step(plan, taken)
    moments = [step.at] if step else []
    if state == State.RUNNING:
        moments.append(due_at + PAST)
    return min(moments, default=None)
