"""“I am on it until …”: repeats stop, and a second clock runs."""

import dataclasses
from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Actor, Portal
from apps.committees.selectors import charter_at
from apps.deadlines import acts
from apps.deadlines.models import Deadline
from apps.deadlines.rules import verbs
from apps.deadlines.rules.clocks import CLOCKS
from apps.deadlines.rules.ladder import last_told, pages_at_all, plan
from apps.deadlines.rules.owners import FIRST_OWNERS
from apps.deadlines.selectors.matter import matter_of, on_it_hours, owes
from apps.deadlines.services.finding import LONGEST, let_second_go, locked, tell
from apps.deadlines.states import State
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.kernel.texts import optional
from apps.record.models import Act
from apps.record.rules import DRILL, drill_first

NAME_LENGTH = 120


def take_on(
    *, actor: Actor, now: datetime, uid: UUID, until: datetime, note: str = "", organisation_id: int | None = None
) -> Deadline:
    """Say that one is on it until then; saying so again puts the new time in the old one's place.

    After the due time that is in place of an escalation, so that whom the ladder told last hear of it too.

    By the portal it is a pager's word for `organisation_id`, whose seats must owe it. Raises Http404, Refused, or
    Invalid by field.
    """
    deadline = locked(actor, now, uid)
    if isinstance(actor, Portal):
        if organisation_id is None or deadline.second_to_id or not owes(organisation_id, deadline, now):
            raise Http404
        verbs.can_be_taken_on(State(deadline.state)).require()
    else:
        verbs.may_take_on(actor, matter_of(actor, deadline, now)).require()
    if error := verbs.on_it_error(until, now, on_it_hours(now)):
        raise Invalid({"until": error})
    note = optional(note, "note", LONGEST)
    until = until.astimezone(UTC)
    before = deadline.taken_on_until
    deadline.taken_on_by_id = None if isinstance(actor, Portal) else actor.seat_id
    deadline.taken_on_until = until
    deadline.next_step_at = deadline.wake_at()
    deadline.save()
    facts = {"until": instant(until), "note": note}
    if before is not None and deadline.state == State.OVERDUE:
        facts["was_until"] = instant(before)
        act = tell(acts.PUT_OFF, deadline, actor=actor, now=now, facts=facts, also=deadline.ladder.heard_last)
    else:
        act = tell(acts.TAKEN_ON, deadline, actor=actor, now=now, facts=facts)
    let_second_go(deadline, act)
    _second(deadline, until, act, organisation_id).save()
    return deadline


def _second(first: Deadline, until: datetime, act: Act, organisation_id: int | None) -> Deadline:
    """The second clock: due when the promise ends; whom the first ladder tells last then hears of it."""
    rule = CLOCKS[acts.SECOND]
    told, pages = first.owners_at(act.at).named(last_told(first.plan)), pages_at_all(first.plan)
    remind, escalate = rule.ladder
    words, named = [name for name in told if ":" not in name], [name for name in told if ":" in name]
    to = (*escalate.to, *words, *([FIRST_OWNERS] if named else []))
    ladder = (remind, dataclasses.replace(escalate, to=to, pages=pages))
    charter = charter_at(act.at)
    second = Deadline(
        clock=acts.SECOND,
        name=drill_first(f"{rule.name}: {first.name.removeprefix(DRILL)}", act.facts)[:NAME_LENGTH],
        subject_kind=first.subject_kind,
        subject_id=first.subject_id,
        subject_ref=first.subject_ref,
        owed_by_seat_id=first.taken_on_by_id,
        owed_by_organisation_id=None if first.taken_on_by_id else organisation_id,
        second_to=first,
        started_by=act,
        starts_at=act.at,
        due_at=until,
        first_due_at=until,
        zone=first.zone,
        because=rule.because,
        citation=rule.citation,
        charter_version=charter.number,
        state=State.RUNNING,
        plan=plan(dataclasses.replace(rule, ladder=ladder), {}, act.at, until) | {"first": named},
    )
    second.next_step_at = second.wake_at()
    return second
