"""Who has joined an order, how far its condition of participation is, and which orders wait for theirs."""

from collections.abc import Collection
from datetime import datetime
from fractions import Fraction

from django.db.models import OuterRef, QuerySet, Subquery

from apps.committees.selectors import charter_values
from apps.funding.rules.drafting import settings_of
from apps.funding.selectors.declared import latest_figures
from apps.pauses.models import Adhesion, PauseOrder
from apps.pauses.rules.adhesion import Condition, Reached, counted, reached
from apps.pauses.states import State


def joined_labs(order: PauseOrder) -> set[int]:
    """The labs that have joined, not taken it back and not left the committee, by id (one query)."""
    latest = Adhesion.objects.filter(binding=OuterRef("pk")).order_by("-id").values("adheres")[:1]
    rows = order.bindings.filter(released_at=None).annotate(joined=Subquery(latest)).filter(joined=True)
    return set(rows.values_list("organisation", flat=True))


def reached_by(order: PauseOrder, now: datetime) -> Reached:
    """How far the condition is, by what labs have declared to funding by the instant (four queries).

    Each figure counts as the charter lets it count in the scale: as its band, unless exact figures are published.
    """
    bound = list(order.bindings.filter(released_at=None).values_list("organisation", flat=True))
    condition = Condition(order.labs_needed or 0, order.share)
    return reached(condition, map(str, joined_labs(order)), _figures(bound, now))


def _figures(labs: Collection[int], now: datetime) -> dict[str, Fraction]:
    known = latest_figures(now)
    per_decade = settings_of(charter_values(now)).per_decade
    return {str(pk): counted(int(known.get(pk, 0)), per_decade=per_decade) for pk in labs}


def waiting_orders(labs: Collection[int]) -> QuerySet[PauseOrder]:
    """The orders that bind one of these labs and whose condition of participation is still to be met, oldest first."""
    waiting = PauseOrder.objects.filter(state=State.CONDITIONAL, in_force_at=None, condition_by__isnull=False)
    bound = waiting.filter(bindings__organisation__in=labs, bindings__released_at=None)
    return PauseOrder.objects.filter(pk__in=bound.values("pk")).order_by("pk")
