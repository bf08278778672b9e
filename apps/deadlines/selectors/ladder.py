"""A deadline's ladder as its page draws it: what has happened, what comes next and when, what is no longer needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from apps.deadlines.acts import OF_STEP
from apps.deadlines.rules.clocks import Does
from apps.deadlines.rules.ladder import Rung
from apps.deadlines.selectors.shown import Shown, in_words
from apps.deadlines.states import State
from apps.kernel.times import span
from apps.record.models import Act
from apps.record.rules import CATALOGUE

DONE = {"started", "taken", "due", "met"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when (planned, or when it happened), what, to whom, and how it stands.

    `mark` is started, taken, next, later, dropped, due or met; `late` is how long after its time it came.
    """

    at: datetime
    title: str
    mark: str
    to: str = ""
    late: str = ""
    icon: str = "point"
    tone: str = "neutral"

    @property
    def is_past(self) -> bool:
        """Whether it has happened."""
        return self.mark in DONE


def ladder(shown: Shown) -> list[Line]:
    """The whole ladder, earliest first: the start, the due time, every step, the end (one query)."""
    deadline = shown.deadline
    did = {"actor": deadline.started_by.actor, "did": CATALOGUE[deadline.started_by.kind].label}
    start = Line(deadline.starts_at, _("Started: %(actor)s %(did)s") % did, "started", icon="player-play", tone="info")
    lines = [start, _due(shown), *_steps(shown)]
    if deadline.met_by:
        did = {"actor": deadline.met_by.actor, "did": CATALOGUE[deadline.met_by.kind].label}
        lines.append(
            Line(deadline.met_by.at, _("Met: %(actor)s %(did)s") % did, "met", icon="circle-check", tone=shown.tone)
        )
    return sorted(lines, key=lambda line: line.at)


def _due(shown: Shown) -> Line:
    passed = shown.now > shown.deadline.due_at
    tone = "stop" if shown.state == State.OVERDUE else "neutral"
    return Line(shown.deadline.due_at, _("Due"), "due" if passed else "later", icon="alarm", tone=tone)


def _steps(shown: Shown) -> list[Line]:
    deadline = shown.deadline
    acts = Act.objects.about(deadline.subject_kind, deadline.subject_id).filter(kind__in=OF_STEP.values())
    taken = {(act.facts.get("course", 1), act.facts["step"]): act for act in acts.filter(facts__deadline_id=str(deadline.uid))}
    lines = []
    number = 1
    while step := deadline.ladder.rung(number):
        if step.is_repeat and number > deadline.steps_taken + shown.is_open:
            break
        lines.append(_step(step, taken.get((deadline.course, number)), shown))
        number += 1
    return lines


def _step(step: Rung, act: Act | None, shown: Shown) -> Line:
    title = _("Reminder") if step.does == Does.REMIND else _("Escalation")
    if step.is_repeat:
        title = _("Escalation, again")
    icon = "bell" if step.does == Does.REMIND else "bell-ringing"
    to = in_words(step.to)
    if act is not None:
        late = span(timedelta(minutes=act.facts["late_minutes"])) if "late_minutes" in act.facts else ""
        tone = "info" if step.does == Does.REMIND else "warn"
        return Line(act.at, title, "taken", to, late, icon, tone)
    if not shown.is_open:
        return Line(step.at, title, "dropped", to, icon=icon)
    mark = "next" if step.number == shown.deadline.steps_taken + 1 else "later"
    return Line(step.at, title, mark, to, icon=icon)
