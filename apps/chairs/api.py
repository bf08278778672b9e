"""The chair for machines (API.md)."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.chairs.models import Term
from apps.chairs.selectors import board, wheel
from apps.committees.rules.matters import STAKES
from apps.committees.selectors import presiding
from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView


class TermRow(serializers.ModelSerializer):
    """A term: whose, who sat in the chair last, from when to when; `state` is running or ended."""

    organisation = serializers.CharField(source="organisation.key")
    seat = serializers.SerializerMethodField()
    interim = serializers.SerializerMethodField()
    passed_over = serializers.SerializerMethodField()

    class Meta:
        model = Term
        fields = ["organisation", "seat", "starts_at", "ends_at", "state", "interim", "because", "passed_over"]

    def get_seat(self, term: Term) -> str | None:
        """The seat's id; null where nobody sat in it."""
        seat = self.context["seats"].get(term.pk)
        return str(seat.uid) if seat else None

    def get_interim(self, term: Term) -> bool:
        """Whether the clerk presided because nobody else might."""
        return term.place_id is None

    def get_passed_over(self, term: Term) -> list[str]:
        """Who was passed over for it, each with the reason."""
        return [f"{row['organisation']}: {row['because']}" for row in term.passed]


class PlannedRow(serializers.Serializer):
    """A term to come, as the facts of now have it."""

    organisation = serializers.CharField(source="key")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    state = serializers.CharField()
    passed_over = serializers.ListField(child=serializers.CharField(), source="passed")


class PlanBody(serializers.Serializer):
    """The terms to come, the next first."""

    results = PlannedRow(many=True)


class CurrentBody(serializers.Serializer):
    """Who presides now; `organisation` and `seat` are null where only the clerks keep it."""

    organisation = serializers.CharField(allow_null=True)
    seat = serializers.UUIDField(allow_null=True)
    holder = serializers.CharField(allow_blank=True)
    acting = serializers.BooleanField(help_text="Whether somebody presides instead of the chair.")
    instead_of = serializers.CharField(allow_null=True, help_text="The chair's organisation, where another presides.")
    because = serializers.CharField(allow_blank=True)


class NewestTerms(NewestFirst):
    """Newest terms first."""

    ordering = ("-starts_at", "-id")


class TermsView(SeatView):
    """The terms that were and the one that runs."""

    @extend_schema(responses=TermRow(many=True), summary="Terms of the chair")
    def get(self, request: Request, slug: str) -> Response:
        """List them, newest first."""
        pages = NewestTerms()
        rows = pages.paginate_queryset(Term.objects.select_related("organisation"), request, view=self)
        context = {"seats": wheel.seats_of_terms(rows)}
        return pages.get_paginated_response(TermRow(rows, many=True, context=context).data)


class PlanView(SeatView):
    """The terms to come."""

    @extend_schema(responses=PlanBody, summary="Terms of the chair to come")
    def get(self, request: Request, slug: str) -> Response:
        """List them, the next first."""
        found = board(clock.now())
        lines = wheel.terms_shown(found) if found else []
        return Response(PlanBody({"results": [line for line in lines if line.state == "planned"]}).data)


class CurrentView(SeatView):
    """Who presides."""

    @extend_schema(
        parameters=[OpenApiParameter("matter", str, description="A reference number: who presides over that matter.")],
        responses=CurrentBody,
        summary="Who presides now",
    )
    def get(self, request: Request, slug: str) -> Response:
        """Over everything, or over one matter that the asker may see."""
        found = presiding(clock.now(), *self._matter(request.query_params.get("matter", "")))
        seat, instead_of = found.seat, found.instead_of
        body: dict[str, Any] = {
            "organisation": seat.organisation.key if seat else None,
            "seat": seat.uid if seat else None,
            "holder": seat.holder if seat else "",
            "acting": instead_of is not None,
            "instead_of": instead_of.organisation.key if instead_of else None,
            "because": found.because,
        }
        return Response(CurrentBody(body).data)

    def _matter(self, ref: str) -> tuple[str, int]:
        if not ref:
            return "", 0
        if "\x00" in ref:
            raise Http404
        for kind, stake in STAKES:
            pk = stake.find(self.viewer, ref)
            if pk is not None:
                return kind, pk
        raise Http404
