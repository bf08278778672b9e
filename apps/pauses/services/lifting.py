"""What follows when conditions are met: measures are lifted, and the order, at once or by a motion that opens."""

from dataclasses import replace
from datetime import datetime

from apps.committees.models import Seat
from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.selectors import presiding, viewer_of
from apps.committees.states import Role
from apps.pauses.acts import lifting as acts
from apps.pauses.models import SUBJECT, Condition, Measure, PauseOrder
from apps.pauses.rules.charter import LIFTS_BY_ITSELF
from apps.pauses.rules.lifting import lifts
from apps.pauses.rules.moved import LIFT
from apps.pauses.rules.refusing import by
from apps.pauses.services.ending import end
from apps.pauses.services.telling import tell, tell_of_part
from apps.pauses.states import ENDED, ORDERS, STANDING, ConditionKind, ConditionState, State
from apps.votes.models import Motion
from apps.votes.services.drafting import start_draft
from apps.votes.services.proposing import propose
from apps.votes.states import OPEN as OPEN_MOTIONS

CONDITIONS_MET = Portal("the conditions of the pause")


def settle(order: PauseOrder, now: datetime) -> None:
    """Lift what the conditions that are met by now lift; the order is to be locked."""
    if order.state not in STANDING:
        return
    found = lifts((row.measure_id, row.state == ConditionState.MET) for row in order.conditions.all())
    for measure in order.measures.filter(pk__in=found.measures, lifted_at=None).order_by("number"):
        _lift_measure(order, measure, now)
    if found.whole:
        _all_met(order, now)


def _lift_measure(order: PauseOrder, measure: Measure, now: datetime) -> None:
    measure.lifted_at = now
    measure.save(update_fields=["lifted_at"])
    _begin(order)
    tell(acts.MEASURE_LIFTED, order, actor=CONDITIONS_MET, now=now, facts={"measure": measure.number})


def _begin(order: PauseOrder) -> None:
    if order.state == State.IN_FORCE:
        order.state = ORDERS["begin_lifting"].target
        order.version += 1
        order.save(update_fields=["state", "version"])


def _all_met(order: PauseOrder, now: datetime) -> None:
    _begin(order)
    tell(acts.ALL_MET, order, actor=CONDITIONS_MET, now=now, facts={"lifts_by_itself": order.lifts_by_itself})
    if order.lifts_by_itself:
        end(order, "lift", actor=CONDITIONS_MET, now=now, because=f"All its conditions are met {by(LIFTS_BY_ITSELF)}.")
    else:
        _open_motion(order, now)


def _open_motion(order: PauseOrder, now: datetime) -> None:
    """The motion to lift it opens by itself, unless one is open: the portal lays it before the committee for the clerks.

    A clerk's motion needs no second. Without a clerk it is whoever presides, and without that one whoever moves it:
    everybody has just been told that all conditions are met.
    """
    if Motion.objects.filter(kind=LIFT, state__in=OPEN_MOTIONS, payload__order=order.ref).exists():
        return
    seat = Seat.objects.at(now).filter(role=Role.CLERK).order_by("pk").first() or presiding(now, SUBJECT, order.pk).seat
    if seat is None:
        return
    mover = _in_the_name_of(seat, now)
    draft = start_draft(
        actor=mover,
        now=now,
        kind=LIFT,
        title=f"Lift {order.ref}: {order.marked_title}"[:200],
        text=f"All conditions of {order.ref} are met. The pause is lifted.\n\nThe portal opened this motion when the last "
        f"of them was found met {by(LIFTS_BY_ITSELF)}.",
        payload={"order": order.ref},
    )
    propose(actor=mover, now=now, ref=draft.ref)


def _in_the_name_of(seat: Seat, now: datetime) -> Viewer:
    """The seat, under a name by which the record says that the portal acted."""
    return replace(viewer_of(seat, now), label=f"The portal (all conditions are met), for {seat}"[:300])


def await_dates(order: PauseOrder, now: datetime) -> None:
    """The order is in force: the clocks of its conditions that are dates start."""
    for row in _dates(order):
        tell_of_part(acts.AWAITED, order, (acts.CONDITION, row.pk, row.ref), actor=CONDITIONS_MET, now=now)


def let_go(order: PauseOrder, now: datetime) -> None:
    """The order has ended: the clocks of its conditions fall away."""
    if order.state in ENDED and order.in_force_at is not None:
        for row in _dates(order):
            tell_of_part(acts.LET_GO, order, (acts.CONDITION, row.pk, row.ref), actor=CONDITIONS_MET, now=now)


def say_what_is_open(order: PauseOrder, now: datetime) -> None:
    """The end of the order was announced: everybody is told which of its conditions are not met."""
    rows = list(order.conditions.exclude(state=ConditionState.MET).order_by("number"))
    if order.state in STANDING and rows:
        open_ones = [f"{row.number}. {row.words}" for row in rows]
        because = f"{order.ref} ends although conditions are open: {'; '.join(open_ones)}"
        tell(acts.STILL_OPEN, order, actor=CONDITIONS_MET, now=now, facts={"because": because, "conditions": open_ones})


def _dates(order: PauseOrder) -> list[Condition]:
    rows = order.conditions.filter(kind=ConditionKind.DATE, state=ConditionState.OPEN).select_related("order")
    return list(rows.order_by("number"))
