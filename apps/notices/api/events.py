"""The feed of acts: by it a machine that was down catches up with what its webhook would have told."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from apps.kernel.api.views import SeatView
from apps.notices.selectors.events import Event, UnknownEvent, events
from apps.record.rules import CATALOGUE, SUBJECTS, drill_first

USUAL, MOST = 100, 200


class EventSubjectSerializer(serializers.Serializer):
    """What an act is about."""

    kind = serializers.CharField()
    ref = serializers.CharField()
    url = serializers.URLField(help_text="The address of its page.")


class EventSerializer(serializers.Serializer):
    """An act of the record."""

    id = serializers.UUIDField(help_text="The same as the webhook-id of its webhook.")
    type = serializers.CharField(help_text="The kind of act, such as incident.filed.")
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    what = serializers.CharField(help_text="What the actor did, in words.")
    subject = EventSubjectSerializer()
    facts = serializers.DictField(help_text="As in the record; sealed values are commitments.")
    told = serializers.BooleanField(help_text="Whether the asking seat was among those who were told.")


class EventPageSerializer(serializers.Serializer):
    """Some acts in the order in which they came about."""

    results = EventSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Where the next ones are; null where there are none yet.")
    last = serializers.UUIDField(
        allow_null=True, help_text="Ask for what comes after this one next time; null before the first act."
    )


class EventQuery(serializers.Serializer):
    """What is asked for."""

    after = serializers.UUIDField(required=False)
    limit = serializers.IntegerField(required=False, default=USUAL, min_value=1, max_value=MOST)


class EventList(SeatView):
    """Every act that the asking seat may see, oldest first."""

    @extend_schema(
        operation_id="events_list",
        parameters=[
            OpenApiParameter(
                "after", UUID, description="the id of the last act that you have; none: from the beginning"
            ),
            OpenApiParameter("limit", int, description=f"at most {MOST}"),
        ],
        responses=EventPageSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """List acts after one of them."""
        query = EventQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        after = query.validated_data.get("after")
        try:
            found = events(self.viewer, after=after, limit=query.validated_data["limit"])
        except UnknownEvent:
            said = _("No act of this committee has this id. Leave it out to begin at the beginning.")
            raise serializers.ValidationError({"after": [said]}) from None
        last = str(found.rows[-1].act.uid) if found.rows else after and str(after)
        following = replace_query_param(request.build_absolute_uri(), "after", last) if found.more else None
        return Response({"results": [_row(event, slug) for event in found.rows], "next": following, "last": last})


def _row(event: Event, slug: str) -> dict[str, Any]:
    act = event.act
    declared, subject = CATALOGUE[act.kind], SUBJECTS[act.subject_kind]
    url = settings.BASE_URL + subject.address(slug, act.subject_ref)
    row = {
        "id": act.uid,
        "type": act.kind,
        "at": act.at,
        "actor": act.actor,
        "what": drill_first(str(declared.label), act.facts),
        "subject": {"kind": act.subject_kind, "ref": act.subject_ref, "url": url},
        "facts": act.facts,
        "told": event.told,
    }
    return EventSerializer(row).data
