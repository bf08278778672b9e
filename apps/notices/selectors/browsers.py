"""The browsers that a seat is rung in."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from apps.committees.rules.viewer import Viewer
from apps.notices.channels.push.transport import public_key
from apps.notices.models import Delivery, Endpoint
from apps.notices.states import DeliveryState, EndpointKind


@dataclass(frozen=True, slots=True)
class Browsers:
    """A seat's browsers, newest first, and the key that a new one asks for: "" where the portal rings none.

    Each has `worked_at`, when the last message was taken for it, and `error`, what became of the last message if it
    was not.
    """

    key: str
    rows: list[Endpoint]


def browsers(viewer: Viewer) -> Browsers:
    """The viewer's own; one query."""
    told = Delivery.objects.filter(endpoint=OuterRef("pk")).order_by("-id")
    mine = Endpoint.objects.visible_to(viewer).there().filter(kind=EndpointKind.PUSH, seat=viewer.seat_id)
    rows = mine.annotate(
        worked_at=Subquery(told.filter(state=DeliveryState.SENT).values("sent_at")[:1]),
        error=Subquery(told.exclude(state=DeliveryState.WITHHELD).values("error")[:1]),
    )
    return Browsers(public_key(), list(rows.order_by("-id")))
