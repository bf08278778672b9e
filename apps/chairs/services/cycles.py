"""Cycles: closing their list, beginning them, newcomers and withdrawals."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from apps.chairs import acts
from apps.chairs.models import Cycle, Place, Rotation
from apps.chairs.rules import charter as articles
from apps.chairs.rules.lot import list_digest
from apps.chairs.rules.order import Order
from apps.chairs.rules.who import PORTAL
from apps.chairs.selectors import Board, Scene
from apps.chairs.states import CycleState
from apps.committees.models import MembershipChange, Organisation
from apps.committees.rules.viewer import Actor
from apps.committees.states import MembershipState
from apps.record.services import Entry, record, record_all


def subject_of(rotation: Rotation) -> tuple[str, int, str]:
    """What acts about the chair are about."""
    return acts.SUBJECT, rotation.pk, "chair"


def close_list(
    *,
    scene: Scene,
    keys: Sequence[str],
    number: int,
    order: Order,
    charter: int,
    source: str = "",
    source_at: datetime | None = None,
) -> Cycle:
    """A cycle with these members in this order; by lot it waits to be drawn."""
    cycle = Cycle.objects.create(
        number=number,
        order=order,
        state=CycleState.DRAWING if order == Order.LOT else CycleState.RUNNING,
        closed_at=scene.at,
        digest=list_digest(keys),
        source=source,
        source_at=source_at,
        charter=charter,
    )
    Place.objects.bulk_create(
        Place(cycle=cycle, organisation_id=scene.id_of(key), number=turn) for turn, key in enumerate(keys, start=1)
    )
    return cycle


def begin(board: Board, number: int, actor: Actor = PORTAL) -> None:
    """Let the cycle with this number take over: the one before is over; its list is closed now unless it was."""
    running = [cycle for cycle in board.cycles if cycle.number < number and cycle.state == CycleState.RUNNING]
    last = board.key(board.coming(running[-1])[-1]) if running and board.coming(running[-1]) else board.last_key
    for cycle in running:
        cycle.state = CycleState.OVER
        cycle.save(update_fields=["state"])
    if all(cycle.number != number for cycle in board.cycles):
        _close_next(board, number, Order(board.rule(articles.ORDER)), board.order_of(number, last), actor)


def close_for_lot(board: Board, number: int) -> None:
    """Close the list of a cycle whose order will be drawn, so that the public value can be named after it."""
    _close_next(board, number, Order.LOT, [one.key for one in board.candidates()], PORTAL)


def _close_next(board: Board, number: int, order: Order, keys: Sequence[str], actor: Actor) -> None:
    cycle = close_list(scene=board.scene, keys=keys, number=number, order=order, charter=board.version.number)
    facts = {"cycle": number, "order": order.value, "members": list(keys), "digest": cycle.digest}
    record(acts.CYCLE_BEGUN, actor=actor, now=board.now, subject=subject_of(board.rotation), facts=facts)


def tend(board: Board) -> bool:
    """Take out the places of those who are members no more, and give newcomers the last ones; whether any changed."""
    cycle = board.cycle
    if cycle is None:
        return False
    entries = [*_leavers(board), *_newcomers(board, cycle)]
    record_all(entries, now=board.now)
    return bool(entries)


def _entry(board: Board, kind: str, organisation: Organisation, number: int) -> Entry:
    facts = {"organisation": organisation.key, "name": organisation.name, "place": number}
    return Entry(kind, PORTAL, subject_of(board.rotation), facts)


def _leavers(board: Board) -> list[Entry]:
    entries = []
    for places in board.places.values():
        for place in places:
            if board.scene.is_admitted(place.organisation_id):
                continue
            place.left_at, place.because = board.at, "No member any more"
            place.save(update_fields=["left_at", "because"])
            entries.append(_entry(board, acts.LEFT, board.scene.organisations[place.organisation_id], place.number))
    return entries


def _newcomers(board: Board, cycle: Cycle) -> list[Entry]:
    scene = board.scene
    placed = {place.organisation_id for place in board.places.get(cycle.pk, [])}
    waiting = [
        pk
        for pk in scene.organisations
        if pk not in placed and scene.presides_at_all(pk) and scene.is_active(pk) and scene.sits_for(pk)
    ]
    if not waiting:
        return []
    again = MembershipChange.objects.filter(state=MembershipState.ADMITTED, since__gt=cycle.closed_at)
    readmitted = set(again.filter(organisation__in=waiting).values_list("organisation", flat=True))
    number = Place.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0
    entries = []
    for pk in sorted(waiting, key=lambda pk: (scene.organisations[pk].admitted_at, pk)):
        if pk not in readmitted and not _is_new(scene, pk, cycle):
            continue
        number += 1
        Place.objects.update_or_create(
            cycle=cycle,
            organisation=scene.organisations[pk],
            defaults={"number": number, "listed": False, "left_at": None, "because": ""},
        )
        entries.append(_entry(board, acts.JOINED, scene.organisations[pk], number))
    return entries


def _is_new(scene: Scene, pk: int, cycle: Cycle) -> bool:
    first_seated = min(seat.starts_at for seat in scene.voices[pk])
    return max(scene.organisations[pk].admitted_at, first_seated) > cycle.closed_at
