"""Who votes on a motion as things stand: the members, their weights, and why others have no vote here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from apps.committees.models import Organisation, Seat
from apps.committees.rules.standing import GOOD
from apps.committees.selectors import members_at, standings
from apps.committees.states import OrganisationKind, Role
from apps.votes.models import Motion, Recusal, VotingWeight
from apps.votes.rules.charter import EQUAL, INDEPENDENTS, WEIGHTS
from apps.votes.rules.kinds import KINDS, LABS
from apps.votes.rules.roll import keeps_its_vote
from apps.votes.rules.ruling import Charter
from apps.votes.rules.words import amount
from apps.votes.selectors.stakes import stakes_in
from apps.votes.states import RecusalState, Standing

Weights: TypeAlias = Mapping[int, Decimal | Fraction]
"""What each organisation weighs, by id."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the roll to be: a member, who sits for it, what it weighs, and why it has no vote where it has none."""

    key: str
    name: str
    organisation_id: int
    seat_id: int | None
    personal: bool
    weight: str
    standing: Standing
    because: str


def electorate(motion: Motion, now: datetime, values: Charter) -> list[Place]:
    """The roll of the motion as it would be frozen at the instant: labs by name, then independent members.

    What an organisation weighs is shared evenly among its independent members. A constant number of queries.
    """
    members = list(members_at(now))
    states = standings(now)
    weights = _weights(values(WEIGHTS), now)
    seats = list(_seats(now))
    recused = recused_from(motion, now)
    stands_back = {row.pk: recused.get(row.pk, "") for row in members}
    no_vote = {row.pk: _excluded(row, states[row.pk].state, states[row.pk].because) for row in members}
    places = [
        _lab(row, [seat for seat in seats if seat.organisation_id == row.pk], weights, no_vote[row.pk], stands_back)
        for row in members
        if row.kind == OrganisationKind.LAB
    ]
    if KINDS[motion.kind].electorate == LABS or not values(INDEPENDENTS):
        return places
    inside = {row.pk for row in members}
    persons = [seat for seat in seats if seat.role == Role.INDEPENDENT and seat.organisation_id in inside]
    shared = Counter(seat.organisation_id for seat in persons)
    weights = weights and {pk: Fraction(value) / (shared[pk] or 1) for pk, value in weights.items()}
    return places + [
        _person(seat, weights, no_vote[seat.organisation_id], stands_back[seat.organisation_id]) for seat in persons
    ]


def recused_from(motion: Motion, now: datetime) -> dict[int, str]:
    """The organisations that stand back, by id, with why: those on the list less the lifted; of a draft, as computed.

    What nobody has put on the list before the discussion, or said since, could not be contested, and recuses nobody.
    """
    if motion.proposed_at is None:
        return {pk: stake.because for pk, stake in stakes_in(motion, now).items()}
    rows = Recusal.objects.filter(motion=motion).exclude(state=RecusalState.LIFTED)
    return dict(rows.values_list("organisation", "because"))


def _seats(now: datetime) -> list[Seat]:
    roles = (Role.REPRESENTATIVE, Role.ALTERNATE, Role.INDEPENDENT)
    rows = Seat.objects.at(now).filter(role__in=roles).select_related("organisation", "person")
    # A representative stands before the alternate, so that the first of an organisation is its voice.
    return sorted(rows, key=lambda seat: (seat.organisation.name, seat.role != Role.REPRESENTATIVE, seat.pk))


def _excluded(row: Organisation, state: str, because: str) -> str:
    decision = keeps_its_vote(state)
    return "" if state == GOOD or decision else " ".join(text for text in (decision.reason, because) if text)


def _weights(scale: str, now: datetime) -> Weights | None:
    """What each organisation weighs; None where all weigh the same."""
    if scale == EQUAL:
        return None
    rows = VotingWeight.objects.at(now).filter(scale=scale)
    return dict(rows.values_list("organisation", "value"))


def _weight(weights: Weights | None, organisation_id: int) -> str:
    return "1" if weights is None else amount(Fraction(weights.get(organisation_id, 0)))


def _standing(excluded: str, recused: str) -> tuple[Standing, str]:
    if excluded:
        return Standing.EXCLUDED, excluded
    return (Standing.RECUSED, recused) if recused else (Standing.VOTING, "")


def _lab(
    row: Organisation, seats: list[Seat], weights: Weights | None, excluded: str, stands_back: dict[int, str]
) -> Place:
    voice = seats[0] if seats else None
    if voice is None and not excluded:
        excluded = "Its seat is vacant."
    standing, because = _standing(excluded, stands_back[row.pk])
    weight = _weight(weights, row.pk)
    return Place(row.key, row.name, row.pk, voice.pk if voice else None, False, weight, standing, because)


def _person(seat: Seat, weights: Weights | None, excluded: str, recused: str) -> Place:
    standing, because = _standing(excluded, recused)
    key = f"{seat.organisation.key}:{seat.uid.hex[:8]}"
    name = f"{seat.holder}, {seat.organisation.name}"
    weight = _weight(weights, seat.organisation_id)
    return Place(key, name, seat.organisation_id, seat.pk, True, weight, standing, because)
