"""Deadlines for machines."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from apps.deadlines import selectors
from apps.deadlines.models import Deadline, DeadlineQuerySet
from apps.deadlines.selectors import Shown
from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView


class StepRow(serializers.Serializer):
    """The next step of a ladder."""

    at = serializers.DateTimeField()
    does = serializers.CharField()
    to = serializers.ListField(child=serializers.CharField())


class DeadlineRow(serializers.Serializer):
    """A deadline; `owed_by` holds audiences by name, and the organisation as `organisation:KEY`."""

    id = serializers.UUIDField(source="deadline.uid")
    name = serializers.CharField(source="deadline.name")
    subject = serializers.CharField(source="deadline.subject_ref")
    owed_by = serializers.SerializerMethodField()
    due_at = serializers.DateTimeField(source="deadline.due_at")
    zone = serializers.CharField(source="deadline.zone")
    state = serializers.CharField()
    because = serializers.CharField(source="deadline.because")
    next_step = StepRow(allow_null=True)

    def get_owed_by(self, shown: Shown) -> list[str]:
        """Who owes it."""
        organisation = shown.deadline.owed_by_organisation
        return [*shown.deadline.owed_by, *([f"organisation:{organisation.key}"] if organisation else [])]


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
        rows = Deadline.objects.visible_to(self.viewer).select_related("owed_by_organisation")
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
