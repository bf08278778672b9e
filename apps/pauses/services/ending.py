"""A pause ends: lifted, at its date, for want of confirmation or participation, or replaced; or it is renewed."""

from datetime import datetime, timedelta

from apps.committees.rules.viewer import Actor, Portal
from apps.committees.selectors import charter_values
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.pauses import acts
from apps.pauses.models import PauseOrder
from apps.pauses.rules.charter import LONGEST_DAYS, RULE_PAUSE
from apps.pauses.rules.refusing import by, refuse, under
from apps.pauses.selectors.finding import order_for
from apps.pauses.services.telling import tell, tell_of_lab
from apps.pauses.states import ORDERS, STANDING

DATE = Portal("the end of the pause")
OF_VERB = {
    "fail": acts.FAILED,
    "lapse": acts.LAPSED,
    "lift": acts.LIFTED,
    "expire": acts.EXPIRED,
    "supersede": acts.SUPERSEDED,
}


def end(order: PauseOrder, verb: str, *, actor: Actor, now: datetime, because: str, at: datetime | None = None) -> None:
    """End a locked order by this verb: its labs are bound no longer. `at` is when that was so, otherwise now.

    Raises Refused.
    """
    under(RULE_PAUSE, ORDERS.may(verb, order.state)).require()
    order.state = ORDERS[verb].target
    order.ended_at, order.because = at or now, because
    order.version += 1
    order.save(update_fields=["state", "ended_at", "because", "version"])
    served = order.bindings.filter(served_at__isnull=False, released_at=None)
    for binding in served.select_related("organisation").order_by("organisation__key"):
        tell_of_lab(acts.RELEASED, order, binding, actor=actor, now=now)
    tell(OF_VERB[verb], order, actor=actor, now=now, facts={"because": because, "ended_at": instant(order.ended_at)})


def lift(*, actor: Actor, now: datetime, ref: str, because: str) -> PauseOrder:
    """Lift a pause. Raises Http404 or Refused."""
    order = order_for(actor, ref, lock=True)
    end(order, "lift", actor=actor, now=now, because=because)
    return order


def expire_due(*, ref: str, now: datetime, due_at: datetime) -> PauseOrder:
    """Let a pause end at its date; safe to run twice, and where it was renewed meanwhile."""
    order = order_for(DATE, ref, lock=True)
    if order.state in STANDING and order.ends_at is not None and order.ends_at <= now:
        end(order, "expire", actor=DATE, now=now, because="Its end date has come.", at=due_at)
    return order


def extend(*, actor: Actor, now: datetime, ref: str, until: datetime) -> PauseOrder:
    """Renew a pause until an instant. Raises Http404, Refused (also a moment after it has ended) or Invalid."""
    order = order_for(actor, ref, lock=True)
    if order.state not in STANDING or order.ends_at is None or order.ends_at <= now:
        refuse(LONGEST_DAYS, f"{order.ref} has ended; an ended pause is not renewed, but ordered anew.").require()
        return order
    days = charter_values(now)(LONGEST_DAYS)
    if not order.ends_at < until <= now + timedelta(days=days):
        raise Invalid(
            {"until": f"Give an end after the present one and within {days} days from now {by(LONGEST_DAYS)}."}
        )
    was, order.ends_at = order.ends_at, until
    order.version += 1
    order.save(update_fields=["ends_at", "version"])
    tell(acts.EXTENDED, order, actor=actor, now=now, facts={"was": instant(was), "until": instant(until)})
    return order
