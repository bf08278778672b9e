"""Who is told of what happens to pauses."""

from datetime import datetime

from django.db.models import Model, QuerySet

from apps.committees.models import Seat
from apps.pauses.acts.deciders import decided_by, deciding_seats
from apps.record.rules import Audience

EVERYBODY = ("everyone",)
EVERY_MEMBER = ("members", "clerks")


def presiding(key: str, model: type[Model], order: str, lab: str) -> Audience:
    """The audience of whoever decides on a lab's matter under a pause; `order` and `lab` are how a row names them."""
    rows = model.objects  # type: ignore[attr-defined]

    def seats(pk: int, at: datetime) -> QuerySet[Seat]:
        order_id, lab_id = rows.values_list(order, lab).get(pk=pk)
        return deciding_seats(order_id, [lab_id], at)

    return Audience(
        key, "whoever presides over the pause", seats, about=lambda viewer: decided_by(rows.all(), viewer, order, lab)
    )
