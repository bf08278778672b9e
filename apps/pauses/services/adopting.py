"""An order begins: adopted by a vote, or ordered without one; it waits for labs and for its hour, then it binds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.selectors import charter_values
from apps.kernel.canonical import instant
from apps.pauses import acts
from apps.pauses.models import PauseOrder
from apps.pauses.rules import verbs
from apps.pauses.rules.charter import (
    CONDITION_DAYS,
    CONFIRM_HOURS,
    LIFTS_BY_ITSELF,
    LONGEST_DAYS,
    RULE_PAUSE,
    STANDS_WITHOUT,
    STOP_HOURS,
)
from apps.pauses.rules.crossing import Crossing
from apps.pauses.rules.refusing import by, refuse, under
from apps.pauses.selectors.finding import binding_of, order_for, own_binding
from apps.pauses.selectors.participation import joined_labs, reached_by
from apps.pauses.services.ending import end
from apps.pauses.services.laying import contents, put_number
from apps.pauses.services.serving import bind_newcomers, serve
from apps.pauses.services.telling import tell
from apps.pauses.states import ORDERS, STANDING, Basis, State

HOUR = Portal("the hour of the pause")
CONDITION = Portal("the condition of participation")
CONFIRMATION = Portal("the charter's time for confirming")


def adopt(*, actor: Actor, now: datetime, ref: str) -> PauseOrder:
    """A carried motion adopts the order: it waits for labs to join, for its hour, or binds at once.

    Raises Http404, or Refused where its end has passed meanwhile.
    """
    order = order_for(actor, ref, lock=True)
    under(RULE_PAUSE, ORDERS.may("adopt", order.state)).require()
    _check_end(order, now)
    bind_newcomers(order, now)
    if not order.bindings.filter(released_at=None).exists():
        refuse(STANDS_WITHOUT, f"No lab that {order.ref} names is a member any more.").require()
    values = charter_values(now)
    order.state = ORDERS["adopt"].target
    order.adopted_at = now
    order.stands_without = values(STANDS_WITHOUT)
    order.lifts_by_itself = values(LIFTS_BY_ITSELF)
    if order.labs_needed is None:
        _wait_for_hour(order, actor, now)
        return order
    order.condition_by = min(now + timedelta(days=values(CONDITION_DAYS)), order.ends_at or now)
    _save(order)
    tell(acts.ADOPTED, order, actor=actor, now=now, facts={"condition_by": instant(order.condition_by)})
    return order


def impose(*, actor: Viewer, now: datetime, ref: str) -> PauseOrder:
    """The chair's office orders a pause at once; it lapses unless the committee confirms it in time.

    Raises Http404, Refused or Invalid.
    """
    order = order_for(actor, ref, lock=True)
    verbs.may_impose(actor, order).require()
    return _without_vote(order, "impose", Basis.CHAIR, actor, now, charter_values(now)(CONFIRM_HOURS))


def trigger(*, actor: Actor, now: datetime, ref: str, crossing: Crossing | None = None) -> PauseOrder:
    """A threshold was crossed: the order binds at once, and runs unless the committee stops it in time.

    A clerk says so, with the facts of the crossing. Raises Http404, Refused or Invalid.
    """
    order = order_for(actor, ref, lock=True)
    if isinstance(actor, Viewer):
        verbs.may_trigger(actor, order).require()
    under(STOP_HOURS, ORDERS.may("trigger", order.state)).require()
    crossed = {"crossing": crossing.facts(now)} if crossing else {}
    return _without_vote(order, "trigger", Basis.CROSSING, actor, now, charter_values(now)(STOP_HOURS), crossed)


def _without_vote(
    order: PauseOrder,
    verb: str,
    basis: Basis,
    actor: Actor,
    now: datetime,
    hours: int,
    crossed: Mapping[str, Any] | None = None,
) -> PauseOrder:
    put_number(order, now)
    order.state, order.basis = ORDERS[verb].target, basis
    order.adopted_at = order.in_force_at = now
    order.starts_at = None
    order.labs_needed, order.share_needed = None, ""
    order.confirm_by = now + timedelta(hours=hours)
    order.lifts_by_itself = charter_values(now)(LIFTS_BY_ITSELF)
    _save(order)
    facts = {"confirm_by": instant(order.confirm_by), "basis": basis.value, "order": contents(order)}
    facts |= crossed or {}
    tell(acts.IMPOSED, order, actor=actor, now=now, facts=facts)
    _put_into_force(order, actor, now)
    return order


def confirm(*, actor: Actor, now: datetime, ref: str) -> PauseOrder:
    """The committee confirms an order that was made without a vote. Raises Http404 or Refused."""
    order = order_for(actor, ref, lock=True)
    if order.state not in STANDING or order.confirm_by is None or order.confirmed_at is not None:
        refuse(CONFIRM_HOURS, f"{order.ref} is not waiting to be confirmed.").require()
    order.confirmed_at = now
    _save(order)
    tell(acts.CONFIRMED, order, actor=actor, now=now)
    return order


def settle_unconfirmed(*, ref: str, now: datetime, due_at: datetime) -> PauseOrder:
    """The time for confirming has run out: what the chair's office ordered lapses, what a crossing began stays."""
    order = order_for(CONFIRMATION, ref, lock=True)
    if order.state in STANDING and order.confirmed_at is None and order.confirm_by is not None:
        if order.basis == Basis.CROSSING:
            confirm(actor=CONFIRMATION, now=now, ref=ref)
        else:
            because = f"The committee did not confirm it in time {by(CONFIRM_HOURS)}."
            end(order, "lapse", actor=CONFIRMATION, now=now, because=because, at=due_at)
    return order


def join(*, actor: Viewer, now: datetime, ref: str) -> PauseOrder:
    """The viewer's lab joins; with the last one needed the condition is met for good. Raises Http404 or Refused."""
    return _say(actor, now, ref, adheres=True)


def leave(*, actor: Viewer, now: datetime, ref: str) -> PauseOrder:
    """The viewer's lab takes its joining back, as long as the condition is not met. Raises Http404 or Refused."""
    return _say(actor, now, ref, adheres=False)


def _say(actor: Viewer, now: datetime, ref: str, *, adheres: bool) -> PauseOrder:
    order = order_for(actor, ref, lock=True)
    binding = binding_of(order, actor.organisation_id)
    is_bound = binding is not None and binding.released_at is None
    waits = _waits(order, now)
    verbs.may_join(actor, order, is_bound=is_bound, waits=waits).require()
    if (actor.organisation_id in joined_labs(order)) == adheres:
        refuse(CONDITION_DAYS, "Your lab has joined already." if adheres else "Your lab has not joined.").require()
    own_binding(actor, order).adhesions.create(seat_id=actor.seat_id, adheres=adheres, at=now)
    lab = Organisation.objects.get(pk=actor.organisation_id).key
    tell(acts.JOINED if adheres else acts.LEFT, order, actor=actor, now=now, facts={"lab": lab})
    if adheres:
        judge_waiting(order, now)
    return order


def judge_waiting(order: PauseOrder, now: datetime) -> None:
    """Where a locked order waits for its condition and that is met now, it is met for good."""
    if _waits(order, now) and reached_by(order, now).met:
        _wait_for_hour(order, CONDITION, now)


def _waits(order: PauseOrder, now: datetime) -> bool:
    return (
        order.state == State.CONDITIONAL
        and order.condition_by is not None
        and order.in_force_at is None
        and now < order.condition_by
    )


def fail_due(*, ref: str, now: datetime, due_at: datetime) -> PauseOrder:
    """The condition was not met in time; safe to run twice."""
    order = order_for(CONDITION, ref, lock=True)
    if order.state == State.CONDITIONAL and order.condition_by is not None:
        because = f"Too few labs joined in time {by(CONDITION_DAYS)}."
        end(order, "fail", actor=CONDITION, now=now, because=because, at=due_at)
    return order


def enter_due(*, ref: str, now: datetime) -> PauseOrder:
    """The hour of the pause has come; safe to run twice."""
    order = order_for(HOUR, ref, lock=True)
    if order.state == State.CONDITIONAL and order.starts_at is not None and order.starts_at <= now:
        _enter(order, HOUR, now, order.starts_at)
    return order


def _wait_for_hour(order: PauseOrder, actor: Actor, now: datetime) -> None:
    if order.starts_at is None or order.starts_at <= now:
        _enter(order, actor, now, now)
        return
    order.condition_by = None
    _save(order)
    tell(acts.WAITS, order, actor=actor, now=now, facts={"starts_at": instant(order.starts_at)})


def _enter(order: PauseOrder, actor: Actor, now: datetime, at: datetime) -> None:
    order.state = ORDERS["enter"].target
    order.in_force_at = at
    _save(order)
    _put_into_force(order, actor, now)


def _put_into_force(order: PauseOrder, actor: Actor, now: datetime) -> None:
    facts = {"in_force_at": instant(order.in_force_at), "ends_at": instant(order.ends_at)}
    tell(acts.ENTERED, order, actor=actor, now=now, facts=facts)
    serve(order, now, labs=joined_labs(order) if order.labs_needed is not None else None)
    if order.replaces_id is not None:
        replaced = PauseOrder.objects.select_for_update().get(pk=order.replaces_id)
        if ORDERS.may("supersede", replaced.state):
            end(replaced, "supersede", actor=actor, now=now, because=f"{order.ref} replaces it.")


def _check_end(order: PauseOrder, now: datetime) -> None:
    if order.ends_at is None or order.ends_at <= max(now, order.starts_at or now):
        refuse(
            LONGEST_DAYS, f"The end of {order.ref} passed before it was adopted; draft it anew with a later end."
        ).require()


def _save(order: PauseOrder) -> None:
    order.version += 1
    order.save()
