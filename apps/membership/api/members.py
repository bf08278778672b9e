"""Committees, organisations and seats, for machines (API.md)."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.committees.models import Committee, Office, Organisation, Seat
from apps.committees.rules.standing import change_at
from apps.committees.selectors import changes_of, members_at, seats_at, standings
from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView
from apps.membership.rules.days import instant_on
from apps.membership.selectors.people import matters_seen


class CommitteeSerializer(serializers.Serializer):
    """A committee in which the asker has seats."""

    slug = serializers.CharField()
    name = serializers.CharField()
    seats = serializers.ListField(child=serializers.CharField())


class StandingSerializer(serializers.Serializer):
    """An organisation's standing with its reason."""

    state = serializers.CharField()
    because = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    restored_by = serializers.CharField()


class MembershipSerializer(serializers.Serializer):
    """What an organisation is in the committee, since when, by which decision and why."""

    state = serializers.CharField()
    since = serializers.DateTimeField()
    decision = serializers.CharField()
    because = serializers.CharField()


class OrganisationSerializer(serializers.ModelSerializer):
    """An organisation as every seat sees it."""

    membership = serializers.SerializerMethodField()
    standing = serializers.SerializerMethodField()

    class Meta:
        model = Organisation
        fields = [
            "key",
            "name",
            "kind",
            "jurisdiction",
            "tier",
            "zone",
            "admitted_at",
            "left_at",
            "membership",
            "standing",
        ]

    @extend_schema_field(MembershipSerializer(allow_null=True))
    def get_membership(self, organisation: Organisation) -> dict[str, Any] | None:
        """Its membership at the instant asked about; null before it was admitted."""
        change = change_at(
            self.context["changes"].get(organisation.pk, []),
            self.context["at"],
            admitted_at=organisation.admitted_at,
            leaves_at=organisation.left_at,
        )
        return MembershipSerializer(change).data if change else None

    @extend_schema_field(StandingSerializer)
    def get_standing(self, organisation: Organisation) -> dict[str, Any]:
        """Its standing at the instant asked about."""
        return StandingSerializer(self.context["standings"][organisation.pk]).data


class SeatSerializer(serializers.ModelSerializer):
    """A seat as every seat sees it."""

    id = serializers.UUIDField(source="uid")
    organisation = serializers.CharField(source="organisation.key")
    holder = serializers.CharField()
    matter = serializers.SerializerMethodField()
    offices = serializers.SerializerMethodField()

    class Meta:
        model = Seat
        fields = ["id", "organisation", "holder", "role", "matter", "offices", "starts_at", "ends_at"]

    def get_matter(self, seat: Seat) -> str:
        """The one matter that it is for; empty for a seat of all matters, and where the asker may not see the matter."""
        return seat.matter if seat.matter in self.context["matters"] else ""

    def get_offices(self, seat: Seat) -> list[str]:
        """The offices it holds at the instant of the request."""
        return self.context["offices"][seat.pk]


class NewestAdmitted(NewestFirst):
    """Newest members first."""

    ordering = ("-admitted_at", "-id")


class NewestSeated(NewestFirst):
    """Newest seats first."""

    ordering = ("-starts_at", "-id")


ON = OpenApiParameter("on", date, description="As of the end of this day in the committee's zone (of today: now).")


def moment_asked(request: Request) -> tuple[datetime, bool]:
    """The instant that `?on=` asks about, and whether it does; else now. Raises ValidationError for no date."""
    now, day = clock.now(), request.query_params.get("on")
    if not day:
        return now, False
    try:
        asked = serializers.DateField().run_validation(day)
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"on": error.detail}) from None
    return instant_on(asked, request._request.committee.zone, now), True  # type: ignore[attr-defined]


class CommitteesView(SeatView):
    """The committees in which the asker has a seat; a token sees its own alone."""

    @extend_schema(responses=CommitteeSerializer(many=True), summary="Committees in which the asker has a seat")
    def get(self, request: Request) -> Response:
        """List them."""
        rows = _of_token(request) or _of_person(request)
        results = CommitteeSerializer(rows, many=True).data
        return Response({"next": None, "previous": None, "results": results})


def _of_token(request: Request) -> list[dict[str, Any]]:
    committee: Committee | None = request._request.committee  # type: ignore[attr-defined]
    if committee is None:
        return []
    seat = request._request.seat  # type: ignore[attr-defined]
    return [{"slug": committee.slug, "name": committee.name, "seats": [seat.label]}]


def _of_person(request: Request) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in request._request.seats:  # type: ignore[attr-defined]
        row = found.setdefault(line.slug, {"slug": line.slug, "name": line.committee, "seats": []})
        row["seats"].append(line.label)
    return list(found.values())


class OrganisationsView(SeatView):
    """The committee's organisations with their standing: all that ever were members, or the members of a day."""

    @extend_schema(
        parameters=[ON], responses=OrganisationSerializer(many=True), summary="Organisations with their standing"
    )
    def get(self, request: Request, slug: str) -> Response:
        """List them, newest first."""
        at, asked = moment_asked(request)
        pages = NewestAdmitted()
        rows = pages.paginate_queryset(members_at(at) if asked else Organisation.objects.all(), request, view=self)
        context = _context(at)
        return pages.get_paginated_response(OrganisationSerializer(rows, many=True, context=context).data)


class OrganisationView(SeatView):
    """One organisation."""

    @extend_schema(responses=OrganisationSerializer, summary="One organisation")
    def get(self, request: Request, slug: str, key: str) -> Response:
        """Show it."""
        row = get_object_or_404(Organisation, key=key)
        return Response(OrganisationSerializer(row, context=_context(clock.now())).data)


def _context(at: datetime) -> dict[str, Any]:
    return {"standings": standings(at), "changes": changes_of(), "at": at}


def _offices(now: datetime) -> dict[int, list[str]]:
    held: dict[int, list[str]] = defaultdict(list)
    for office in Office.objects.at(now):
        held[office.seat_id].append(office.kind)
    return held


class SeatsView(SeatView):
    """The seats that hold now."""

    @extend_schema(responses=SeatSerializer(many=True), summary="Seats that hold now")
    def get(self, request: Request, slug: str) -> Response:
        """List them, newest first."""
        now = clock.now()
        pages = NewestSeated()
        rows = pages.paginate_queryset(seats_at(now), request, view=self)
        context = {"offices": _offices(now), "matters": matters_seen(request._request.viewer, rows)}  # type: ignore[attr-defined]
        return pages.get_paginated_response(SeatSerializer(rows, many=True, context=context).data)
