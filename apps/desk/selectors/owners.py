"""Who owes a deadline by name: the seats for which it waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Value

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import viewers_of
from apps.committees.states import FILING_ROLES, Role
from apps.deadlines.models import Deadline
from apps.record.rules import AUDIENCES, audiences_of


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A seat that may owe some of the deadlines, and which."""

    viewer: Viewer
    deadline_ids: list[int]


def owners_of(deadlines: Sequence[Deadline], now: datetime) -> dict[int, list[Seat]]:
    """The seats that owe each of these open deadlines and may see it, by the deadline's id.

    Where one was handed over it is that person's alone. Three queries, however many deadlines there are.
    """
    seats = {seat.pk: seat for seat in _candidates(deadlines, now)}
    viewers = viewers_of(seats.values(), now) if seats else {}
    found: dict[int, list[Seat]] = {deadline.pk: [] for deadline in deadlines}
    candidates = [_Candidate(viewer, _named(viewer, deadlines)) for viewer in viewers.values()]
    for seat_id, deadline_id in sorted(_waiting([each for each in candidates if each.deadline_ids])):
        found[deadline_id].append(seats[seat_id])
    for deadline in deadlines:
        found[deadline.pk] = _handed(deadline, found[deadline.pk])
    return found


def _handed(deadline: Deadline, seats: list[Seat]) -> list[Seat]:
    named = [seat for seat in seats if seat.pk == deadline.owed_by_seat_id]
    return named or sorted(seats, key=lambda seat: (seat.organisation.name, seat.role, seat.pk))


def _candidates(deadlines: Sequence[Deadline], now: datetime) -> Collection[Seat]:
    """The people at whom the deadlines are addressed, whether they may see them or not (one query).

    Machines file for organisations, too, but their silence says nothing.
    """
    organisations = {deadline.owed_by_organisation_id for deadline in deadlines}
    addressed = Q(pk__in={deadline.owed_by_seat_id for deadline in deadlines} - {None})
    addressed |= Q(organisation__in=organisations - {None}, role__in=sorted(FILING_ROLES))
    for name in {name for deadline in deadlines for name in deadline.owed_by}:
        audience = AUDIENCES.get(name)
        if audience is not None and audience.includes is not None:
            addressed |= Q(pk__in=audience.seats(0, now).order_by().values("pk"))
    seats = Seat.objects.at(now).filter(addressed).exclude(role=Role.SERVICE)
    return list(seats.select_related("organisation", "person"))


def _named(viewer: Viewer, deadlines: Sequence[Deadline]) -> list[int]:
    names = set(audiences_of(viewer))
    return [
        deadline.pk
        for deadline in deadlines
        if deadline.owed_by_seat_id == viewer.seat_id
        or deadline.owed_by_organisation_id == viewer.organisation_id
        or not names.isdisjoint(deadline.owed_by)
    ]


def _waiting(candidates: Sequence[_Candidate]) -> set[tuple[int, int]]:
    """Which seat must meet which deadline, by the one rule of what waits for a viewer (one query)."""
    parts = [
        Deadline.objects.filter(pk__in=each.deadline_ids)
        .waiting_for(each.viewer)
        .order_by()
        .values_list(Value(each.viewer.seat_id), "pk")
        for each in candidates
    ]
    return set(parts[0].union(*parts[1:], all=True)) if parts else set()
