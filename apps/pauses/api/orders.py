"""Pause orders: found, read, drafted, joined."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.committees.rules.viewer import Viewer
from apps.kernel import clock
from apps.kernel.api.bodies import body_of, pointing
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView
from apps.pauses.api.shared import order_answer
from apps.pauses.models import PauseOrder
from apps.pauses.selectors.board import Filters, orders_for
from apps.pauses.serializers.orders import ListQuery, OrderAnswer, OrderBody, OrderLine
from apps.pauses.services.adopting import join, leave
from apps.pauses.services.drafting import Asked, Drawn, bind, change_draft, put_condition, put_measure, start_draft
from apps.pauses.states import State


class OrderList(SeatView):
    """Pause orders that the seat may see, newest first; POST writes a whole draft."""

    @extend_schema(
        parameters=[ListQuery], responses=OrderLine(many=True), summary="Pause orders that this seat may see"
    )
    def get(self, request: Request, slug: str) -> Response:
        query = ListQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        pages = NewestFirst()
        found = _found(self.viewer, query.validated_data).prefetch_related("bindings__organisation")
        rows = pages.paginate_queryset(found, request, view=self)
        return pages.get_paginated_response(OrderLine(rows, many=True).data)

    @extend_schema(request=OrderBody, responses={201: OrderAnswer}, summary="Draft a pause order")
    def post(self, request: Request, slug: str) -> Response:
        order = _draft(self.viewer, clock.now(), body_of(OrderBody, request))
        return order_answer(self, order.ref, status.HTTP_201_CREATED)


def _found(viewer: Viewer, query: Mapping[str, Any]) -> Any:
    state, drill = query.get("state", ""), {None: "", True: "only", False: "none"}[query["drill"]]
    if state == State.DRAFT:
        rows = PauseOrder.objects.visible_to(viewer).filter(state=State.DRAFT)
        return rows.select_related("organisation", "motion")
    filters = Filters(state=state or "all", lab=query.get("lab", ""), drill=drill)
    return orders_for(viewer, filters).select_related("organisation", "motion")


def _draft(actor: Viewer, now: datetime, body: Mapping[str, Any]) -> PauseOrder:
    order = start_draft(
        actor=actor, now=now, title=body["title"], reasons=body["reasons"], is_drill=body["drill"]
    )  # fmt: skip
    given: dict[str, Any] = {"actor": actor, "now": now, "ref": order.ref}
    labs = body.get("labs", [])
    with pointing("labs", {row["lab"]: str(place) for place, row in enumerate(labs)}):
        bind(**given, labs={row["lab"]: row["because"] for row in labs})
    for place, row in enumerate(body.get("measures", [])):
        with pointing(f"measures/{place}"):
            put_measure(**given, drawn=Drawn(**dict(row) | {"labs": tuple(row["labs"])}))
    for place, row in enumerate(body.get("conditions", [])):
        with pointing(f"conditions/{place}"):
            put_condition(**given, asked=Asked(**row))
    names = ("starts_at", "ends_at", "binds_newcomers", "replaces")
    changes = {name: body[name] for name in names} | dict(body["participation"] or {})
    inside = {name: f"participation/{name}" for name in ("labs_needed", "share_needed")}
    with pointing("", inside):
        return change_draft(**given, changes=changes)


class OrderDetail(SeatView):
    """One order."""

    @extend_schema(responses=OrderAnswer, summary="One pause order")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        return order_answer(self, ref)


class _Verb(SeatView):
    """A verb on an order that needs nothing but its name."""

    verb: Callable[..., PauseOrder]

    @extend_schema(request=None, responses=OrderAnswer)
    def post(self, request: Request, slug: str, ref: str) -> Response:
        """Do it."""
        order = type(self).verb(actor=self.viewer, now=clock.now(), ref=ref)
        return order_answer(self, order.ref)


@extend_schema_view(post=extend_schema(summary="Join a pause that waits for labs"))
class Join(_Verb):
    """Join for the own lab; with the last one needed the condition is met for good."""

    verb = staticmethod(join)


@extend_schema_view(post=extend_schema(summary="Take the joining back, while the pause waits"))
class Leave(_Verb):
    """Take it back, as long as the condition is not met."""

    verb = staticmethod(leave)
