"""What a viewer sees of a vote: who has voted, how, why, and how it stands; hidden ballots until the close."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES
from apps.votes.models import Ballot, Elector, Motion
from apps.votes.rules import Needs, Outcome, still_needs, tally
from apps.votes.selectors.standing import ballots_in_force, choices_of, electors_of, roll_of, rule_of
from apps.votes.selectors.voices import is_own
from apps.votes.states import Standing, State


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the roll call as one viewer sees it; `choice` is empty where nobody voted, or it is hidden."""

    elector: Elector
    ballot: Ballot | None
    has_voted: bool
    choice: str
    explanation: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Standings:
    """How a vote stands for one viewer; without figures while they are hidden."""

    lines: Sequence[Line]
    is_hidden: bool
    voted: int
    entitled: int
    outcome: Outcome | None
    needs: Needs | None


def is_hidden(motion: Motion) -> bool:
    """Whether choices are hidden still."""
    return motion.hidden and motion.state == State.VOTING


def standings_for(viewer: Viewer, motion: Motion) -> Standings:
    """The roll call and the figures for one viewer (two queries)."""
    electors, ballots = electors_of(motion), ballots_in_force(motion)
    hidden = is_hidden(motion)
    lines = [_line(viewer, elector, ballots.get(elector.pk), hidden) for elector in electors]
    entitled = sum(1 for elector in electors if elector.standing == Standing.VOTING)
    outcome = needs = None
    if not hidden:
        rule, roll, choices = rule_of(motion), roll_of(electors), choices_of(ballots)
        outcome = tally(rule, roll, choices)
        needs = still_needs(rule, roll, choices) if motion.state == State.VOTING else None
    return Standings(lines, hidden, len(ballots), entitled, outcome, needs)


def may_read_explanation(viewer: Viewer, ballot: Ballot) -> bool:
    """Whether the explanation is for this viewer: for everybody, or for the members and the clerks."""
    return ballot.public or viewer.is_clerk or viewer.is_operator or viewer.role in MEMBER_ROLES


def may_see_ballot(viewer: Viewer, elector: Elector, ballot: Ballot, *, hidden: bool) -> bool:
    """Whether the viewer sees how it reads: everybody unless it is hidden; always its own member's, and what it cast."""
    if viewer.is_operator:
        return not hidden
    own = is_own(viewer, elector) and viewer.role in MEMBER_ROLES
    return not hidden or own or ballot.seat_id == viewer.seat_id


def _line(viewer: Viewer, elector: Elector, ballot: Ballot | None, hidden: bool) -> Line:
    mine = is_own(viewer, elector) and viewer.role in MEMBER_ROLES and not viewer.is_operator
    if ballot is None:
        return Line(elector, None, False, "", "", mine)
    if not may_see_ballot(viewer, elector, ballot, hidden=hidden):
        return Line(elector, None, True, "", "", mine)
    explanation = ballot.explanation if may_read_explanation(viewer, ballot) else ""
    return Line(elector, ballot, True, ballot.choice, explanation, mine)
