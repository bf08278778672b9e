"""What people do with the duties about a report, and the ladder that a visitor can watch climbing."""

from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.services import extend, hand_over, pause, take_on
from apps.desk.demo.seats import seat_of
from apps.desk.demo.story.parts import DutyExtended, DutyPaused, HandedOver, OnIt
from apps.incidents.acts import ACKNOWLEDGEMENT, SUBJECT

DutyStep = DutyExtended | DutyPaused | HandedOver | OnIt
MINUTE = 60
HOUR = 3600
REPEATS = 3
SAID = "In the demo the steps of this ladder come a minute apart, so that they can be watched."


def deal_with(step: DutyStep, incident_id: int, *, actor: Viewer, now: datetime) -> None:
    """Pause, extend, take on or hand over an open duty about the report."""
    duty = Deadline.objects.open().about(SUBJECT, incident_id).get(clock=step.clock, second_to=None)
    by: dict[str, Any] = {"actor": actor, "now": now, "uid": duty.uid}
    match step:
        case DutyPaused(reason=reason):
            pause(**by, reason=reason)
        case DutyExtended(by=length, reason=reason):
            extend(**by, until=duty.due_at + length, reason=reason)
        case OnIt(length=length, note=note):
            take_on(**by, until=now + length, note=note)
        case HandedOver(to=to, note=note):
            hand_over(**by, to=seat_of(to, now).uid, note=note)


def hurry(incident_id: int) -> None:
    """Draw the ladder of the report's acknowledgement together; what it does and whom it tells stays as it is.

    A charter counts in whole hours, and nobody watches a demo for days. The deadline says so where it says why.
    """
    duty = Deadline.objects.open().about(SUBJECT, incident_id).get(clock=ACKNOWLEDGEMENT)
    duty.plan = drawn_together(duty.plan, duty.owed_by)
    duty.because = f"{duty.because} {SAID}"
    duty.next_step_at = duty.wake_at()
    duty.save(update_fields=["plan", "because", "next_step_at"])


def drawn_together(plan: dict[str, Any], owed_by: list[str]) -> dict[str, Any]:
    """The plan with a reminder to those who owe it a minute before the due time, and every step a minute after the one before."""
    first = {"after": -MINUTE, "to": owed_by, "does": "remind", "pages": False}
    steps = [step for step in plan["steps"] if step["after"] >= 0]
    later = [step | {"after": number * MINUTE} for number, step in enumerate(steps)]
    last = later[-1]["after"]
    repeat = plan["repeat"] and plan["repeat"] | {"every_hours": MINUTE / HOUR, "most": REPEATS}
    end = plan["end"] and plan["end"] | {"after": last + (REPEATS + 1) * MINUTE}
    return {"steps": [first, *later], "repeat": repeat, "end": end}
