"""A deadline's ladder as its page draws it: what has happened, what comes next and when, what is no longer needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from apps.deadlines import acts
from apps.deadlines.rules.clocks import Does
from apps.deadlines.rules.ends import ENDS
from apps.deadlines.rules.ladder import Rung
from apps.deadlines.selectors.shown import Shown, in_words
from apps.deadlines.states import OPEN, State
from apps.kernel.times import span, written
from apps.record.models import Act
from apps.record.rules import CATALOGUE

DONE = {"started", "taken", "due", "met", "turned"}
DRAWN = (acts.REMINDED, acts.ESCALATED, *acts.OF_VERB)
TONES = {
    acts.REMINDED: "info",
    acts.ESCALATED: "warn",
    acts.WAIVED: "neutral",
    acts.LAPSED: "stop",
    acts.TAKEN_ON: "ok",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when (planned, or when it happened), what, to whom, and how it stands.

    `mark` is started, taken, due, met or turned (what has happened; turned: its course was changed), next, later,
    held (waits while the clock is stopped) or dropped; `late` is how long after its time it came; `text` is what the
    person who acted said.
    """

    at: datetime
    title: str
    mark: str
    to: str = ""
    late: str = ""
    icon: str = "point"
    tone: str = "neutral"
    text: str = ""

    @property
    def is_past(self) -> bool:
        """Whether it has happened."""
        return self.mark in DONE


def ladder(shown: Shown) -> list[Line]:
    """The whole ladder, earliest first: the start, what was done, the due time, what comes, the end (one query)."""
    deadline = shown.deadline
    lines = [_of_start(shown), _due(shown), *_past(shown), *_to_come(shown)]
    if deadline.met_by:
        lines.append(Line(deadline.met_by.at, _met(deadline.met_by), "met", icon="circle-check", tone=shown.tone))
    if deadline.closed_by:
        lines.append(Line(deadline.closed_by.at, _fell_away(deadline.closed_by), "turned", icon="circle-off"))
    if shown.is_on_it and deadline.taken_on_until:
        title = _("%(who)s is on it until then") % {"who": shown.on_it_by}
        lines.append(Line(deadline.taken_on_until, title, "later", icon="user-check"))
    return sorted(lines, key=lambda line: line.at)


def _of_start(shown: Shown) -> Line:
    by = shown.deadline.started_by
    title = _("Started: %(actor)s %(did)s") % {"actor": by.actor, "did": CATALOGUE[by.kind].label}
    return Line(shown.deadline.starts_at, title, "started", icon="player-play", tone="info")


def _met(by: Act) -> str:
    return _("Met: %(actor)s %(did)s") % {"actor": by.actor, "did": CATALOGUE[by.kind].label}


def _fell_away(with_act: Act) -> str:
    return _("Fell away: %(actor)s %(did)s") % {"actor": with_act.actor, "did": CATALOGUE[with_act.kind].label}


def _due(shown: Shown) -> Line:
    passed = shown.now > shown.deadline.due_at
    tone = "stop" if shown.state == State.OVERDUE else "neutral"
    return Line(shown.deadline.due_at, _("Due"), "due" if passed else "later", icon="alarm", tone=tone)


def _past(shown: Shown) -> Iterator[Line]:
    """The acts upon it, in any course."""
    deadline = shown.deadline
    rows = Act.objects.about(deadline.subject_kind, deadline.subject_id).filter(kind__in=DRAWN)
    for act in rows.filter(facts__deadline_id=str(deadline.uid)):
        yield _step_taken(act, shown) if act.kind in acts.OF_STEP.values() else _turned(act)


def _step_taken(act: Act, shown: Shown) -> Line:
    late = span(timedelta(minutes=act.facts["late_minutes"])) if "late_minutes" in act.facts else ""
    does = Does.REMIND if act.kind == acts.REMINDED else Does.ESCALATE
    again = act.facts["step"] > len(shown.deadline.plan["steps"])
    icon = CATALOGUE[act.kind].icon
    return Line(act.at, _title(does, again), "taken", in_words(act.facts["to"]), late, icon, TONES[act.kind])


def _turned(act: Act) -> Line:
    kind = CATALOGUE[act.kind]
    title = _("%(actor)s %(did)s") % {"actor": act.actor, "did": kind.label}
    text = " ".join(part for part in (_what(act), act.facts.get("reason", ""), act.facts.get("note", "")) if part)
    return Line(act.at, title, "turned", "", "", kind.icon, TONES.get(act.kind, "neutral"), text)


def _what(act: Act) -> str:
    """What it changed, in words."""
    said = []
    if act.kind == acts.HANDED_OVER:
        said.append(_("To %(who)s.") % {"who": in_words(act.facts["to"])})
    if "until" in act.facts:
        said.append(_("Until %(when)s.") % {"when": written(datetime.fromisoformat(act.facts["until"]))})
    if "was_due_at" in act.facts:
        said.append(_("It was due %(when)s.") % {"when": written(datetime.fromisoformat(act.facts["was_due_at"]))})
    return " ".join(said)


def _to_come(shown: Shown) -> Iterator[Line]:
    """The steps that are left, and what happens at the end; a repeat only where it comes next."""
    step = following = shown.deadline.ladder.next
    while step:
        if not step.is_repeat or (step is following and shown.state in OPEN):
            yield _left(step, following, shown)
        step = shown.deadline.ladder.after(step.number)


def _left(step: Rung, following: Rung | None, shown: Shown) -> Line:
    ends = step.does == Does.END
    end = ENDS.get(step.end)
    title = (end.label if end else step.end) if ends else _title(step.does, step.is_repeat)
    icon = "flag" if ends else CATALOGUE[acts.OF_STEP[step.does]].icon
    mark = "next" if step is following else "later"
    if not shown.is_open:
        mark = "held" if shown.state == State.PAUSED else "dropped"
    return Line(step.at, title, mark, in_words(step.to), icon=icon)


def _title(does: Does, again: bool) -> str:
    if does == Does.REMIND:
        return _("Reminder")
    return _("Escalation, again") if again else _("Escalation")
