"""The one step that comes next on a motion, and whether the viewer may take it."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.kernel.decisions import Decision
from apps.votes.states import State


@dataclass(frozen=True, slots=True)
class NextStep:
    """A verb, what its button says, and whether this viewer may press it or why not."""

    verb: str
    label: str
    may: Decision


def next_step(state: str, may: Mapping[str, Decision], *, has_voted: bool, is_reviewed: bool) -> NextStep | None:
    """The next step of a motion in this state; None where it is at its end.

    `may` says of second, open, ballot, certify and review whether the viewer may; `is_reviewed` that a review is due.
    """
    if state == State.PROPOSED:
        return NextStep("second", "Second the motion", may["second"])
    if state == State.DISCUSSION:
        return NextStep("open", "Open voting", may["open"])
    if state == State.VOTING:
        return NextStep("ballot", "See or change your ballot" if has_voted else "Cast your ballot", may["ballot"])
    if state == State.CLOSED:
        return NextStep("certify", "Certify the result", may["certify"])
    if state == State.CERTIFIED and is_reviewed:
        return NextStep("review", "Review the decision", may["review"])
    return None
