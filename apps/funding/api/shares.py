"""The scale of assessment for machines (API.md)."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.funding.models import Scale
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView


class ShareRow(serializers.Serializer):
    """A member's share in per cent; `base` is the figure that stands for its band, in FLOP or FLOP per second."""

    member = serializers.CharField(source="organisation.key")
    base = serializers.DecimalField(42, 2, coerce_to_string=True)
    discount = serializers.DecimalField(5, 2, coerce_to_string=True)
    because = serializers.CharField(source="discount_because")
    share = serializers.DecimalField(7, 4, coerce_to_string=True)


class ScaleRow(serializers.Serializer):
    """A scale that was laid before the committee; floor and ceiling in per cent, a ceiling of null is none."""

    ref = serializers.CharField()
    period = serializers.CharField(source="period.name")
    state = serializers.CharField()
    floor = serializers.DecimalField(6, 3, coerce_to_string=True)
    ceiling = serializers.DecimalField(6, 3, coerce_to_string=True, allow_null=True)
    places = serializers.IntegerField()
    bands = serializers.IntegerField(source="per_decade", allow_null=True)
    motion = serializers.CharField(source="motion.ref")
    adopted_at = serializers.DateTimeField(allow_null=True)
    shares = serializers.SerializerMethodField()

    def get_shares(self, row: Scale) -> list[dict[str, Any]]:
        """The members' shares, the largest first."""
        found = sorted(row.shares.all(), key=lambda one: (-one.share, one.organisation.key))
        return list(ShareRow(found, many=True).data)


class Newest(NewestFirst):
    """The scale laid last first."""

    ordering = ("-laid_at", "-id")


class ScaleList(SeatView):
    """Scales of assessment."""

    @extend_schema(responses=ScaleRow(many=True), summary="Scales of assessment, newest first")
    def get(self, request: Request, slug: str) -> Response:
        """Those that were laid before the committee; the one in force has the state “adopted”."""
        pages = Newest()
        laid = Scale.objects.visible_to(self.viewer).filter(laid_at__isnull=False)
        rows = laid.select_related("period", "motion").prefetch_related("shares__organisation")
        found = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(ScaleRow(found, many=True).data)
