"""Two members exchange their places in the running cycle: by consent of both, with notice to all."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.chairs import acts
from apps.chairs.models import Place, Swap
from apps.chairs.rules.who import may_speak_for
from apps.chairs.selectors import Board, board
from apps.chairs.services.alone import rotation_alone
from apps.chairs.services.cycles import subject_of
from apps.chairs.services.settling import settle
from apps.chairs.states import SWAP, SwapState
from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import Invalid, no
from apps.record.services import record


def _board(now: datetime) -> Board:
    rotation_alone()
    found = board(now)
    if found is None:
        no("The chair does not rotate yet.").require()
    return found  # type: ignore[return-value]


def _coming(found: Board) -> dict[str, Place]:
    """The places that are still to come, by the member's short name."""
    cycle = found.cycle
    return {found.key(place): place for place in found.coming(cycle)} if cycle else {}


def ask_swap(*, actor: Viewer, now: datetime, other: str, because: str) -> Swap:
    """Ask another member (by its short name) to exchange places. Raises Refused or Invalid."""
    found = _board(now)
    may_speak_for(actor, actor.organisation_id).require()
    coming = _coming(found)
    mine = next((place for place in coming.values() if place.organisation_id == actor.organisation_id), None)
    if mine is None:
        no("Your organisation has no place to come in this cycle.").require()
    theirs = coming.get(other)
    errors = {}
    if theirs is None or theirs == mine:
        errors["other"] = "Choose another member whose place in this cycle is still to come."
    if not because.strip():
        errors["because"] = "Say why."
    elif len(because.strip()) > 300:
        errors["because"] = "Say it in at most 300 characters."
    if Swap.objects.filter(place=mine, state=SwapState.ASKED).exists():
        errors["other"] = "You have asked somebody already. Withdraw that first."
    if errors:
        raise Invalid(errors)
    swap = Swap.objects.create(
        place=mine, other=theirs, because=because.strip(), asked_by_id=actor.seat_id, asked_at=now
    )
    seat = found.scene.sits_for(theirs.organisation_id)  # type: ignore[union-attr]
    told = ["clerks", *([f"seat:{seat.pk}"] if seat else [])]
    record(
        acts.SWAP_ASKED, actor=actor, now=now, subject=subject_of(found.rotation), facts=_facts(found, swap), told=told
    )
    return swap


def agree(*, actor: Viewer, now: datetime, uid: UUID) -> Swap:
    """Agree: the two places are exchanged at once, and everyone is told. Raises Refused or Swap.DoesNotExist."""
    found = _board(now)
    swap = _settle_one(actor, now, uid, "agree")
    coming = {place.pk: place for place in _coming(found).values()}
    if swap.place_id not in coming or swap.other_id not in coming:
        no("One of the two places has had its turn, or its member has left: there is nothing to swap.").require()
    one, other = coming[swap.place_id], coming[swap.other_id]
    one.number, other.number = other.number, one.number
    Place.objects.bulk_update([one, other], ["number"])
    _decline_others(swap, now)
    record(acts.SWAP_AGREED, actor=actor, now=now, subject=subject_of(found.rotation), facts=_facts(found, swap))
    settle(now)
    return swap


def decline(*, actor: Viewer, now: datetime, uid: UUID) -> Swap:
    """Decline. Raises Refused or Swap.DoesNotExist."""
    found = _board(now)
    swap = _settle_one(actor, now, uid, "decline")
    told = [f"seat:{swap.asked_by_id}", "clerks"]
    record(
        acts.SWAP_DECLINED,
        actor=actor,
        now=now,
        subject=subject_of(found.rotation),
        facts=_facts(found, swap),
        told=told,
    )
    return swap


def withdraw(*, actor: Viewer, now: datetime, uid: UUID) -> Swap:
    """No longer ask. Raises Refused or Swap.DoesNotExist."""
    found = _board(now)
    swap = _settle_one(actor, now, uid, "withdraw")
    seat = found.scene.sits_for(swap.other.organisation_id)
    told = ["clerks", *([f"seat:{seat.pk}"] if seat else [])]
    record(
        acts.SWAP_WITHDRAWN,
        actor=actor,
        now=now,
        subject=subject_of(found.rotation),
        facts=_facts(found, swap),
        told=told,
    )
    return swap


def _settle_one(actor: Viewer, now: datetime, uid: UUID, verb: str) -> Swap:
    swap = Swap.objects.select_related("place__organisation", "other__organisation").get(uid=uid)
    whose = swap.place if verb == "withdraw" else swap.other
    may_speak_for(actor, whose.organisation_id).require()
    SWAP.may(verb, swap.state).require()
    swap.state = SWAP[verb].target
    swap.settled_by_id, swap.settled_at = actor.seat_id, now
    swap.save(update_fields=["state", "settled_by", "settled_at"])
    return swap


def _decline_others(swap: Swap, now: datetime) -> None:
    """Other wishes about the same places were about places that are others' now."""
    places = [swap.place_id, swap.other_id]
    others = Swap.objects.filter(Q(place__in=places) | Q(other__in=places), state=SwapState.ASKED)
    others.update(state=SwapState.DECLINED, settled_at=now)


def _facts(found: Board, swap: Swap) -> dict[str, Any]:
    names = found.scene.organisations
    return {
        "one": names[swap.place.organisation_id].name,
        "other": names[swap.other.organisation_id].name,
        "because": swap.because,
    }
