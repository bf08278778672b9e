"""Whether somebody decides under an order, as the seats and bindings are at an instant."""

from collections.abc import Collection
from datetime import datetime

from apps.committees.models import Seat
from apps.committees.rules.viewer import Actor
from apps.committees.states import Role
from apps.kernel.decisions import Decision, first_refusal
from apps.pauses.acts.deciders import clerks_do
from apps.pauses.models import Binding, Condition, PauseOrder
from apps.pauses.rules.charter import LIFTS_BY_ITSELF as LIFTING
from apps.pauses.rules.deciding import may_decide
from apps.pauses.rules.showing import may_accept


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


def verifier_of(row: Condition) -> int | None:
    """The organisation that last verified the condition, by id; None before that (one query)."""
    found = row.showings.filter(verb="verify").order_by("-id")
    organisation: int | None = found.values_list("seat__organisation", flat=True).first()
    return organisation


def accepts(actor: Actor, row: Condition, now: datetime) -> Decision:
    """Whether the actor finds a verified condition met: who decides, and has not verified it (at most five queries)."""
    verified_by = verifier_of(row)
    barred = barred_labs(row.order, now) | ({verified_by} if verified_by else set())
    return first_refusal(
        may_accept(actor, verified_by=verified_by), decides(actor, row.order, LIFTING, now, barred=barred)
    )
