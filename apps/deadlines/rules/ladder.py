"""A ladder frozen as plain data when its deadline starts, hung up at the due time, and which of its steps are due.

Steps keep their distance from the due time, so that the ladder moves when the due time does. Everything due and not
taken is taken, in order; a step is never compared with “now” for equality.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from apps.committees.rules.charter import articles
from apps.deadlines.rules.clocks import ClockRule, Does, Repeat, Step, number
from apps.deadlines.rules.reckoning import PAST
from apps.deadlines.states import CLIMBING, State

AT_ONCE = 50
"""How many missed steps one deadline takes in one go; the rest follow in the next."""

HOUR = 3600

LONGEST_HELD = 72
"""For so many hours the end waits for promises: who promises again and again does not put it off for ever."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step: its number from 1, when, to which audiences, whether it pages and is a repeat; `end` at the end."""

    number: int
    at: datetime
    to: tuple[str, ...]
    does: Does
    is_repeat: bool = False
    pages: bool = False
    end: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """A frozen plan hung up at the due time, how many steps are taken, and until when somebody is on it.

    While somebody is on it repeats are left out for good, and the end waits, but not for ever.
    """

    plan: Mapping[str, Any]
    due_at: datetime
    taken: int = 0
    held_until: datetime | None = None

    def rung(self, n: int) -> Rung | None:
        """The n-th step, counting the repeats and then the end on after the last; None past it."""
        steps, repeat, end = self.plan["steps"], self.plan["repeat"], self.plan["end"]
        if n <= len(steps):
            step = steps[n - 1]
            to, does = tuple(step["to"]), Does(step["does"])
            return Rung(n, self._after(step["after"]), to, does, pages=step["pages"])
        time = n - len(steps)
        most = repeat["most"] if repeat else 0
        if repeat and time <= most:
            at = self._after(last_step(self.plan) + repeat["every_hours"] * HOUR * time)
            return Rung(n, at, tuple(repeat["to"]), Does.ESCALATE, True, repeat["pages"])
        if end and time == most + 1:
            at = self._after(end["after"])
            held = min(self.held_until or at, at + timedelta(hours=LONGEST_HELD))
            return Rung(n, max(at, held), (), Does.END, end=end["key"])
        return None

    def _after(self, seconds: int) -> datetime:
        return self.due_at + timedelta(seconds=seconds)

    def after(self, taken: int) -> Rung | None:
        """The step that follows when so many are taken; repeats that fall while somebody is on it are passed by."""
        step = self.rung(taken + 1)
        while step and step.is_repeat and self.held_until and step.at <= self.held_until:
            step = self.rung(step.number + 1)
        return step

    @property
    def next(self) -> Rung | None:
        """The next step, or None at the ladder's end."""
        return self.after(self.taken)

    def due(self, now: datetime) -> list[Rung]:
        """Everything due at `now` and not taken, in order, at most AT_ONCE."""
        due: list[Rung] = []
        step = self.next
        while step and step.at <= now and len(due) < AT_ONCE:
            due.append(step)
            step = self.after(step.number)
        return due

    @property
    def heard_last(self) -> tuple[str, ...]:
        """Whom it has told last; nobody before its first step, and at its end those of the step before."""
        step = self.rung(self.taken) if self.taken else None
        return last_told(self.plan) if step and step.does == Does.END else step.to if step else ()

    def count_due(self, now: datetime) -> int:
        """How many steps are due at `now` and not taken, however many."""
        count, step = 0, self.next
        while step and step.at <= now:
            count, step = count + 1, self.after(step.number)
        return count

    def wake_at(self, state: State) -> datetime | None:
        """When the sweep must look at the deadline next: its next step, or the moment it falls overdue."""
        if state not in CLIMBING:
            return None
        moments = [step.at] if (step := self.next) else []
        if state == State.RUNNING:
            moments.append(self.due_at + PAST)
        return min(moments, default=None)

    def taken_at(self, now: datetime) -> int:
        """How many of the steps taken still lie behind `now`, after the due time has moved."""
        taken = 0
        while taken < self.taken and (step := self.rung(taken + 1)) and step.at <= now:
            taken += 1
        return taken


def last_step(plan: Mapping[str, Any]) -> int:
    """How many seconds after the due time the last step comes, from which repeats count; without steps the due time."""
    return plan["steps"][-1]["after"] if plan["steps"] else 0


def plan(
    rule: ClockRule,
    charter: Mapping[str, int],
    starts_at: datetime,
    due_at: datetime,
    subject_id: int = 0,
) -> dict[str, Any]:
    """The ladder as JSON: steps by time, the repeat, the end.

    A step that would fall before the start is left out: whoever it is for has just been told of the start.
    """
    ask = cache(lambda of_subject: of_subject(subject_id))
    steps: list[dict[str, Any]] = [
        {
            "after": round(_hours(step.offset_hours, charter) * HOUR),
            "to": list(step.to),
            "does": Does(step.does).value,
            "pages": _pages(step, ask),
        }
        for step in rule.ladder
    ]
    kept = [step for step in steps if due_at + timedelta(seconds=step["after"]) > starts_at]
    laid: dict[str, Any] = {"steps": sorted(kept, key=lambda step: step["after"]), "repeat": None, "end": None}
    if rule.repeat and (hours := number(rule.repeat.every, charter)):
        laid["repeat"] = {
            "every_hours": hours,
            "to": list(rule.repeat.to),
            "most": rule.repeat.most,
            "pages": _pages(rule.repeat, ask),
        }
    if rule.at_end:
        laid["end"] = {"key": rule.at_end, "after": _end_after(laid, rule.end_after_hours)}
    return laid


def _hours(offset: float | str, charter: Mapping[str, int]) -> float:
    """The hours of an offset: an article that counts days gives so many times twenty-four."""
    article = articles().get(offset.lstrip("+-")) if isinstance(offset, str) else None
    return number(offset, charter) * (24 if article is not None and article.unit == "days" else 1)


def _pages(step: Step | Repeat, ask: Callable[[Callable[[int], bool]], bool]) -> bool:
    return ask(step.pages) if callable(step.pages) else step.pages


def _end_after(laid: Mapping[str, Any], hours: int) -> int:
    """Seconds from the due time, by which it has passed."""
    last, repeat = last_step(laid), laid["repeat"]
    if repeat:
        return max(last + repeat["every_hours"] * HOUR * (repeat["most"] + 1), 1)
    return max(last, 0) + hours * HOUR


def last_told(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """Whom the ladder tells last: those of the repeat, else of the last step."""
    if plan["repeat"]:
        return tuple(plan["repeat"]["to"])
    return tuple(plan["steps"][-1]["to"]) if plan["steps"] else ()


def pages_at_all(plan: Mapping[str, Any]) -> bool:
    """Whether any of its steps cannot wait for the morning."""
    return any(step["pages"] for step in [*plan["steps"], *([plan["repeat"]] if plan["repeat"] else [])])
