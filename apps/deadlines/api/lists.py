"""Deadlines as a list, and one of them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from apps.deadlines import selectors
from apps.deadlines.api.rows import DeadlineRow
from apps.deadlines.models import Deadline, DeadlineQuerySet
from apps.deadlines.selectors import Shown
from apps.deadlines.selectors.lists import WHO
from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView


class Filters(serializers.Serializer):
    """The query: what I owe, what is overdue, what is about one object."""

    mine = serializers.BooleanField(required=False)
    overdue = serializers.BooleanField(required=False)
    subject = serializers.CharField(required=False, max_length=60, help_text="A reference such as INC-2026-7KQ4.")


class Newest(NewestFirst):
    """By when they started, which is the order of their rows."""

    ordering = ("-id",)


class DeadlineList(SeatView, ListAPIView):
    """Deadlines that this seat may see, newest first."""

    serializer_class = DeadlineRow
    pagination_class = Newest

    def get_queryset(self) -> DeadlineQuerySet:
        """What the filters leave of what may be seen."""
        filters = Filters(data=self.request.query_params)
        filters.is_valid(raise_exception=True)
        asked = filters.validated_data
        rows = Deadline.objects.visible_to(self.viewer).select_related(*WHO)
        if asked.get("mine"):
            rows = rows.open().owed_by(self.viewer)
        if asked.get("overdue"):
            rows = selectors.overdue(rows, clock.now())
        return rows.filter(subject_ref=asked["subject"]) if "subject" in asked else rows

    def paginate_queryset(self, queryset: DeadlineQuerySet) -> list[Shown]:  # type: ignore[override]
        """A page of rows as they stand now."""
        now = clock.now()
        return [Shown(deadline, now) for deadline in super().paginate_queryset(queryset) or ()]

    @extend_schema(parameters=[Filters], summary="Deadlines that this seat may see")
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """One page of them."""
        return super().get(request, *args, **kwargs)


class DeadlineDetail(SeatView):
    """One deadline."""

    @extend_schema(responses=DeadlineRow, summary="One deadline")
    def get(self, request: Request, slug: str, uid: UUID) -> Response:
        """As it stands now."""
        return Response(DeadlineRow(selectors.deadline_for(self.viewer, uid, clock.now())).data)
