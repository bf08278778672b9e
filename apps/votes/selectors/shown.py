"""What a viewer sees of a vote: who has voted, how, why, and how it stands; hidden ballots until the close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.committees.models import MembershipChange, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES, MembershipState, Role
from apps.votes.models import Ballot, Elector, Motion
from apps.votes.rules import Needs, Outcome, is_final, still_needs, tally
from apps.votes.selectors.standing import ballots_in_force, choices_of, electors_of, roll_of, rule_of
from apps.votes.selectors.voices import holders_of, is_own
from apps.votes.states import Standing, State

SINCE_FROZEN = {
    MembershipState.SUSPENDED: "Suspended since the roll was frozen; its ballot counts",
    MembershipState.LEFT: "It left after the roll was frozen; a ballot cast before counts",
    MembershipState.EXPELLED: "It was expelled after the roll was frozen; a ballot cast before counts",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the roll call as one viewer sees it; `choice` is empty where nobody voted, or it is hidden.

    `mark` says what has happened to the member since the roll was frozen, or who holds its proxy while it can be used.
    """

    elector: Elector
    ballot: Ballot | None
    has_voted: bool
    choice: str
    explanation: str
    is_mine: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Standings:
    """How a vote stands for one viewer; without figures while they are hidden. `is_final`: votes.rules.needs."""

    lines: Sequence[Line]
    is_hidden: bool
    voted: int
    entitled: int
    outcome: Outcome | None
    needs: Needs | None
    is_final: bool


def is_hidden(motion: Motion) -> bool:
    """Whether choices are hidden still."""
    return motion.hidden and motion.state == State.VOTING


def standings_for(viewer: Viewer, motion: Motion, now: datetime) -> Standings:
    """The roll call and the figures for one viewer (four queries, one more while voting is open)."""
    electors, ballots = electors_of(motion), ballots_in_force(motion)
    hidden = is_hidden(motion)
    marks = _marks(motion, electors, min(now, motion.closed_at or now))
    lines = [_line(viewer, line, ballots.get(line.pk), hidden, marks.get(line.pk, "")) for line in electors]
    entitled = sum(1 for elector in electors if elector.standing == Standing.VOTING)
    rule, roll, choices = rule_of(motion), roll_of(electors), choices_of(ballots)
    outcome = needs = None
    final = motion.state == State.VOTING and is_final(rule, roll, ballots.values(), hidden=hidden)
    if not hidden:
        outcome = tally(rule, roll, choices)
        needs = still_needs(rule, roll, choices) if motion.state == State.VOTING else None
    return Standings(lines, hidden, len(ballots), entitled, outcome, needs, final)


def may_read_explanation(viewer: Viewer, ballot: Ballot) -> bool:
    """Whether the explanation is for this viewer: for everybody, or for the members and the clerks."""
    return ballot.public or viewer.is_clerk or viewer.is_operator or viewer.role in MEMBER_ROLES


def may_see_ballot(viewer: Viewer, elector: Elector, ballot: Ballot, *, hidden: bool) -> bool:
    """Whether the viewer sees how it reads: everybody unless it is hidden; always its own member's, and what it cast."""
    if viewer.is_operator:
        return not hidden
    own = is_own(viewer, elector) and viewer.role in MEMBER_ROLES
    return not hidden or own or ballot.seat_id == viewer.seat_id


def _line(viewer: Viewer, elector: Elector, ballot: Ballot | None, hidden: bool, mark: str) -> Line:
    mine = is_own(viewer, elector) and viewer.role in MEMBER_ROLES and not viewer.is_operator
    if ballot is None:
        return Line(elector, None, False, "", "", mine, mark)
    if not may_see_ballot(viewer, elector, ballot, hidden=hidden):
        return Line(elector, None, True, "", "", mine, mark)
    explanation = ballot.explanation if may_read_explanation(viewer, ballot) else ""
    return Line(elector, ballot, True, ballot.choice, explanation, mine, mark)


def _marks(motion: Motion, electors: Sequence[Elector], at: datetime) -> dict[int, str]:
    """What happened to members on the roll between its freezing and the instant, by line (two queries)."""
    changes = MembershipChange.objects.filter(since__gt=motion.opened_at, since__lte=at).order_by("since", "id")
    states = {row.organisation_id: (MembershipState(row.state), row.since) for row in changes}
    sitting = set(Seat.objects.at(at).filter(role__in=sorted(MEMBER_ROLES)).values_list("organisation", "role", "pk"))
    voices = {organisation for organisation, role, _pk in sitting if role != Role.INDEPENDENT}
    persons = {pk for _organisation, _role, pk in sitting}
    marks = holders_of(motion, electors, at) if motion.state == State.VOTING else {}
    for line in electors:
        state, since = states.get(line.organisation_id, (None, None))
        sits = line.seat_id in persons if line.personal else line.organisation_id in voices
        if state in SINCE_FROZEN:
            marks[line.pk] = f"{SINCE_FROZEN[state]} ({since:%d %B %Y %H:%M} UTC)."
        elif line.standing == Standing.VOTING and not sits:
            marks[line.pk] = "Nobody sits for it any more. A ballot cast before counts."
    return marks
