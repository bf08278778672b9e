"""Who has joined an order, and how far its condition of participation is."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from apps.pauses.models import Adhesion, DeclaredCompute, PauseOrder
from apps.pauses.rules.adhesion import Condition, Reached, reached


def joined_labs(order: PauseOrder) -> set[int]:
    """The labs that have joined, not taken it back and not left the committee, by id (one query)."""
    latest = Adhesion.objects.filter(binding=OuterRef("pk")).order_by("-id").values("adheres")[:1]
    rows = order.bindings.filter(released_at=None).annotate(joined=Subquery(latest)).filter(joined=True)
    return set(rows.values_list("organisation", flat=True))


def reached_by(order: PauseOrder, now: datetime) -> Reached:
    """How far the condition is, by what the custodian keeps at the instant (three queries)."""
    bound = list(order.bindings.filter(released_at=None).values_list("organisation", flat=True))
    known = dict(DeclaredCompute.objects.at(now).filter(organisation__in=bound).values_list("organisation", "flop"))
    declared = {str(pk): int(known.get(pk, 0)) for pk in bound}
    condition = Condition(order.labs_needed or 0, order.share)
    return reached(condition, map(str, joined_labs(order)), declared)
