"""Bare floors: what plain Django and plain DRF take for the same fifty rows, with session, user and tenant context.

They do what a tutorial would: a query, a template with `{% url %}` and date filters in each row; a ModelSerializer
and a cursor page.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny

from apps.incidents.models import Incident
from apps.kernel.tenancy.context import tenant
from bench.stage import cast


def page(request: Any) -> HttpResponse:
    """Fifty rows of the same table."""
    assert request.user.is_authenticated
    with tenant(cast().frontier.pk):
        rows = Incident.objects.select_related("organisation").order_by("-listed_at", "-id")[:50]
        count = Incident.objects.all()[:1001].count()
        return render(request, "bench/page.html", {"rows": rows, "count": count})


class BareIncident(serializers.ModelSerializer):
    """The fields that our list gives."""

    organisation = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = Incident
        fields = ["ref", "title", "state", "kind", "severity", "tlp", "organisation", "listed_at"]


class BarePages(CursorPagination):
    """Newest first."""

    page_size = 50
    ordering = ("-listed_at", "-id")


class BareList(ListAPIView):
    """DRF as its tutorial has it."""

    serializer_class = BareIncident
    pagination_class = BarePages
    permission_classes = [AllowAny]

    def get_queryset(self) -> Any:
        return Incident.objects.select_related("organisation")


def api(request: Any) -> HttpResponse:
    """The list, inside the tenant context."""
    assert request.user.is_authenticated
    with tenant(cast().frontier.pk):
        answer = BareList.as_view()(request)
        answer.render()
        return answer
