"""Who may do what with a deadline, and the sentence for those who may not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.committees.rules.offices import may_decide
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.deadlines.states import CLIMBING, MOVES, OPEN, State
from apps.kernel.decisions import YES, Decision, first_refusal, no

SHORTEST = timedelta(minutes=5)
"""Nobody is on it for less."""

CHASED_FOR = timedelta(hours=1)
"""Who has been chased is left in peace for so long."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the rules need to know of a deadline, seen by one viewer.

    `subject`: what it is about, by kind and id. `is_owed`: the viewer is one of those who owe it.
    `is_owing_organisations`: the viewer's organisation owes it. `is_own`: it owes it, or what it is about is its own matter. `is_second`: it is the second clock of another. `is_fixed`: its time is the rule's, and nobody moves it.
    """

    state: State
    starts_at: datetime
    due_at: datetime
    first_due_at: datetime
    subject: tuple[str, int] = ("", 0)
    is_owed: bool = False
    is_owing_organisations: bool = False
    is_own: bool = False
    is_second: bool = False
    is_fixed: bool = False
    taken_on_until: datetime | None = None
    chased_at: datetime | None = None

    @property
    def clerks_limit(self) -> datetime:
        """The latest due time to which a clerk may extend it: as much again as it was given at first."""
        return self.first_due_at + (self.first_due_at - self.starts_at)


def _acts(viewer: Viewer, matter: Matter) -> Decision:
    if viewer.is_operator:
        return no("An operator only looks.")
    if matter.is_second:
        return no("Somebody is on it until then; that ends with the deadline that it belongs to.")
    if matter.is_fixed:
        return no("This hour is fixed: nobody pauses it, puts it off, waives it or hands it over.")
    return YES


def _of_the_chair_or_clerks(viewer: Viewer, matter: Matter) -> Decision:
    if viewer.presides_over(*matter.subject) or viewer.is_clerk:
        return YES
    return no("Only the chair or a clerk may do that.")


def _decides(viewer: Viewer, matter: Matter, verb: str) -> Decision:
    return first_refusal(
        _acts(viewer, matter),
        _of_the_chair_or_clerks(viewer, matter),
        may_decide(is_own=matter.is_own),
        MOVES.may(verb, matter.state),
    )


def may_pause(viewer: Viewer, matter: Matter) -> Decision:
    """The chair or a clerk, not in their own organisation's matter."""
    return _decides(viewer, matter, "pause")


def may_resume(viewer: Viewer, matter: Matter) -> Decision:
    """As pausing."""
    return _decides(viewer, matter, "resume")


def may_extend(viewer: Viewer, matter: Matter) -> Decision:
    """The chair; a clerk only within the time that it was given at first, which `may_extend_to` asks."""
    return _decides(viewer, matter, "extend")


def may_extend_to(viewer: Viewer, matter: Matter, until: datetime) -> Decision:
    """Whether this person may put it off so far."""
    if viewer.presides_over(*matter.subject) or until <= matter.clerks_limit:
        return YES
    return no("A clerk extends by no more than the time that was given at first; the chair may go further.")


def extension_error(due_at: datetime, until: datetime, now: datetime) -> str:
    """What is wrong with a new due time, as a sentence; empty when nothing is."""
    if until <= now:
        return "Give a time that is still to come."
    return "" if until > due_at else "Give a time after the present due time."


def may_waive(viewer: Viewer, matter: Matter) -> Decision:
    """The chair, not in its own organisation's matter; then only the committee can."""
    if not viewer.presides_over(*matter.subject) and not viewer.is_operator:
        return no("Only the chair may do that.")
    return _decides(viewer, matter, "waive")


def may_take_on(viewer: Viewer, matter: Matter) -> Decision:
    """Whoever owes it, while its ladder climbs."""
    if viewer.is_operator or matter.is_second or matter.is_fixed:
        return _acts(viewer, matter)
    return can_be_taken_on(matter.state) if matter.is_owed else no("Only who owes it can be on it.")


def can_be_taken_on(state: State) -> Decision:
    """Whether somebody can be on it now."""
    if state in CLIMBING:
        return YES
    return no("It is paused; nobody needs to be on it." if state == State.PAUSED else "Nothing is owed here any more.")


def on_it_error(until: datetime, now: datetime, most_hours: int) -> str:
    """What is wrong with “I am on it until …”, as a sentence; empty when nothing is."""
    if until < now + SHORTEST:
        return "Give a time at least five minutes ahead."
    if until > now + timedelta(hours=most_hours):
        return f"Give a time at most {most_hours} hours ahead."
    return ""


def may_hand_over(viewer: Viewer, matter: Matter) -> Decision:
    """Who owes it, the representative of the organisation that owes it, the chair or a clerk."""
    representative = matter.is_owing_organisations and viewer.role == Role.REPRESENTATIVE
    if not (viewer.is_operator or matter.is_owed or representative or _of_the_chair_or_clerks(viewer, matter)):
        return no("Only who owes it, the organisation's representative, the chair or a clerk may do that.")
    if matter.state not in OPEN and not viewer.is_operator:
        return no("Nothing is owed here any more.")
    return _acts(viewer, matter)


def may_chase_at_all(viewer: Viewer) -> Decision:
    """The chair or a clerk, or whoever presides over some matter instead."""
    if viewer.is_operator:
        return no("An operator only looks.")
    if viewer.is_chair or viewer.acting_for or viewer.is_clerk:
        return YES
    return no("Only the chair or a clerk may do that.")


def may_chase(viewer: Viewer, matter: Matter, now: datetime) -> Decision:
    """The chair or a clerk; what is late, or what nobody has said to be on; not again within the hour."""
    refusal = first_refusal(_acts(viewer, matter), _of_the_chair_or_clerks(viewer, matter))
    if not refusal:
        return refusal
    if matter.state not in CLIMBING:
        return no("Nothing is due here now.")
    if matter.state != State.OVERDUE and matter.taken_on_until is not None and matter.taken_on_until > now:
        return no("Somebody is on it.")
    if matter.chased_at is not None and now < matter.chased_at + CHASED_FOR:
        return no("They have been asked within the last hour.")
    return YES
