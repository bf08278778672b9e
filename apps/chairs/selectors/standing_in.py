"""Who is next to preside where the chair may not."""

from collections.abc import Collection
from datetime import datetime

from apps.chairs.selectors.board import Board, board
from apps.chairs.selectors.head import head_at
from apps.committees.models import Seat


def next_seat(found: Board, barred: Collection[int]) -> Seat | None:
    """The seat of the next in order that is not barred; None where nobody is left."""
    candidates = (pk for pk in found.next_in_order() if pk not in barred)
    return next((found.scene.sits_for(pk) for pk in candidates), None)


def would_preside(parties: Collection[int], at: datetime) -> Seat | None:
    """Who would preside instead of the chair over a matter of these organisations, by id, if it came up now.

    None where the chair has neither a stake in it nor a tie with one of them, and where nobody is left.
    """
    head = head_at(at)
    if head is None or not {head.organisation_id, *head.tied_to(head.organisation_id)}.intersection(parties):
        return None
    found = board(at)
    if found is None:
        return None
    tied = {other for party in parties for other in head.tied_to(party)}
    return next_seat(found, {head.organisation_id, *parties, *tied})
