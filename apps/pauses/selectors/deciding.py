"""Whether somebody decides under an order, as the seats and bindings are at an instant."""

from collections.abc import Collection
from datetime import datetime

from apps.committees.models import Seat
from apps.committees.rules.viewer import Actor
from apps.committees.states import Role
from apps.kernel.decisions import Decision
from apps.pauses.acts.deciders import clerks_do
from apps.pauses.models import Binding, PauseOrder
from apps.pauses.rules.deciding import may_decide


def decides(actor: Actor, order: PauseOrder, article: str, now: datetime, *, barred: Collection[int]) -> Decision:
    """Whether the actor decides where these organisations have a stake of their own (at most two queries)."""
    return may_decide(actor, order, article, barred=barred, clerks_do=clerks_do(order.pk, barred, now))


def bound_lab(order: PauseOrder, organisation_id: int) -> Binding | None:
    """What binds this lab now: served, and not released (one query)."""
    bound = order.bindings.filter(organisation=organisation_id, served_at__isnull=False, released_at=None)
    found: Binding | None = bound.select_related("organisation").first()
    return found


def bound_labs(order: PauseOrder) -> set[int]:
    """The labs that the order binds now, by id (one query)."""
    served = order.bindings.filter(served_at__isnull=False, released_at=None)
    return set(served.values_list("organisation", flat=True))


def barred_labs(order: PauseOrder, now: datetime) -> set[int]:
    """The labs that do not decide whether a condition of the order is met: all that it binds, where another can.

    Another can where there is a clerk, who decides when nobody else may (two queries).
    """
    return bound_labs(order) if Seat.objects.at(now).filter(role=Role.CLERK).exists() else set()
