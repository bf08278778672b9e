"""What the API's views of pauses share: answers on an order."""

from typing import Any

from rest_framework import status
from rest_framework.response import Response

from apps.kernel import clock
from apps.kernel.api.versions import etag
from apps.kernel.api.views import SeatView
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.shown import shown_of
from apps.pauses.serializers.orders import OrderAnswer


def order_answer(view: SeatView, ref: str, code: int = status.HTTP_200_OK) -> Response:
    """The whole order as the asking seat sees it."""
    order: Any = order_for(view.viewer, ref)
    order.shown = shown_of(order, clock.now())
    headers = etag(order.version)
    if code == status.HTTP_201_CREATED:
        headers["Location"] = f"{view.request.path.split('pauses/')[0]}pauses/{order.ref}/"
    return Response(OrderAnswer(order).data, status=code, headers=headers)


def listed(rows: list[Any]) -> Response:
    """A list that is never long, as a page."""
    return Response({"next": None, "previous": None, "results": rows})
