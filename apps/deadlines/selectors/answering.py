"""What the page of a deadline offers its reader to do."""

from dataclasses import dataclass
from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.rules.promises import until_suggested
from apps.deadlines.selectors.matter import on_it_hours, verbs_for
from apps.deadlines.selectors.shown import Shown
from apps.deadlines.states import CLIMBING, OPEN, State
from apps.kernel.decisions import Decision

OF_OFFICE = ("pause", "resume", "extend")


@dataclass(frozen=True, slots=True)
class Answers:
    """The verbs by key, each allowed or not, and the refusals that a reader would otherwise wonder about."""

    may: dict[str, Decision]
    reasons: list[str]

    @property
    def any(self) -> bool:
        """Whether there is anything to do or to say."""
        return any(self.may.values()) or bool(self.reasons)


def answers(viewer: Viewer, shown: Shown) -> Answers:
    """What the viewer may do with a deadline that they see."""
    may = verbs_for(viewer, shown.deadline, shown.now)
    return Answers(may, list(dict.fromkeys(_reasons(viewer, shown, may))))


def _reasons(viewer: Viewer, shown: Shown, may: dict[str, Decision]) -> list[str]:
    """Refusals for a reason that is not plain from who one is: a state, a time, one's own matter."""
    if shown.state not in OPEN:
        return []
    found = []
    if viewer.is_clerk or viewer.presides_over(*shown.deadline.subject[:2]):
        common = {may[verb].reason for verb in OF_OFFICE}
        found += [reason for reason in common if reason and len(common) == 1]
        if shown.state in CLIMBING and not found:
            found.append(may["chase"].reason)
    if shown.state == State.PAUSED and may["hand_over"]:
        found.append(may["take_on"].reason)
    return [reason for reason in found if reason]


def promise_for(deadline: Deadline, now: datetime) -> datetime:
    """Until when somebody is on it who does not say (one query)."""
    return until_suggested(deadline.due_at, now, on_it_hours(now))
