"""The inbox for machines."""

import uuid
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView
from apps.notices import selectors, services
from apps.notices.models import Notice


class SubjectSerializer(serializers.Serializer):
    """What a notice is about."""

    kind = serializers.CharField(source="notice.subject_kind")
    ref = serializers.CharField(source="notice.subject_ref")
    path = serializers.CharField(source="address", help_text="The path of its page.")


class NoticeSerializer(serializers.Serializer):
    """A notice in words. Where its reader may no longer see the subject, `subject` is null and the words are empty."""

    id = serializers.UUIDField(source="notice.uid")
    created_at = serializers.DateTimeField(source="notice.created_at")
    read_at = serializers.DateTimeField(source="notice.read_at", allow_null=True)
    archived_at = serializers.DateTimeField(source="notice.archived_at", allow_null=True)
    urgent = serializers.BooleanField(source="notice.urgent")
    act = serializers.CharField(source="act_kind", help_text="The kind of act, such as incident.filed.")
    what = serializers.CharField()
    drill = serializers.BooleanField(source="is_drill", help_text="true: it belongs to a rehearsal and binds nobody.")
    task = serializers.CharField(help_text="The duty's name, where the portal reminds of one or escalates it.")
    asks = serializers.CharField(help_text="What its reader must do; empty for nothing.")
    due_at = serializers.DateTimeField(allow_null=True)
    done = serializers.BooleanField(source="is_done", help_text="true: what it asks has been done.")
    receipt_due = serializers.BooleanField(
        source="wants_receipt", help_text="true: its reader is asked to confirm having read it."
    )
    receipt_at = serializers.DateTimeField(source="notice.receipt_at", allow_null=True)
    why = serializers.CharField()
    subject = serializers.SerializerMethodField()

    @extend_schema_field(SubjectSerializer(allow_null=True))
    def get_subject(self, line: selectors.Line) -> Any:
        """The subject, or null."""
        return SubjectSerializer(line).data if line.is_open else None


class NoticePageSerializer(serializers.Serializer):
    """A page of notices."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = NoticeSerializer(many=True)


class NoticeList(SeatView):
    """The asking seat's notices, newest first."""

    @extend_schema(
        operation_id="notices_list",
        parameters=[
            OpenApiParameter("unread", bool, description="true: only those not read yet"),
            OpenApiParameter("archived", bool, description="true: only those put away, which are left out otherwise"),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description="at most 200"),
        ],
        responses=NoticePageSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """List notices."""
        pages = NewestFirst()
        rows = pages.paginate_queryset(selectors.inbox_rows(self.viewer, _show(request)), request, view=self)
        lines = selectors.lines(rows or [], self.viewer, slug)
        return pages.get_paginated_response(NoticeSerializer(lines, many=True).data)


def _show(request: Request) -> selectors.Show:
    for show in (selectors.Show.ARCHIVED, selectors.Show.UNREAD):
        if request.query_params.get(show, "").lower() in {"1", "true"}:
            return show
    return selectors.Show.ALL


class OneNotice(SeatView):
    """One of the seat's own notices."""

    def answer(self, slug: str, uid: uuid.UUID) -> Response:
        """The notice as it is now; 404 where it is not the seat's."""
        notice = selectors.notice_for(self.viewer, uid)
        if notice is None:
            raise Http404
        return Response(NoticeSerializer(selectors.lines([notice], self.viewer, slug)[0]).data)


class NoticeRead(OneNotice):
    """One notice's being read."""

    @extend_schema(operation_id="notices_read", request=None, responses=NoticeSerializer)
    def post(self, request: Request, slug: str, uid: uuid.UUID) -> Response:
        """Mark a notice read; again is no error."""
        services.mark_read(actor=self.viewer, now=clock.now(), uids=[uid])
        return self.answer(slug, uid)


class NoticeArchive(OneNotice):
    """One notice's being put away."""

    @extend_schema(operation_id="notices_archive", request=None, responses=NoticeSerializer)
    def post(self, request: Request, slug: str, uid: uuid.UUID) -> Response:
        """Put a notice away; again is no error."""
        services.archive(actor=self.viewer, now=clock.now(), uids=[uid])
        return self.answer(slug, uid)


class NoticeReceipt(OneNotice):
    """The confirmation that one notice was read."""

    @extend_schema(operation_id="notices_receipt", request=None, responses=NoticeSerializer)
    def post(self, request: Request, slug: str, uid: uuid.UUID) -> Response:
        """Confirm having read a notice that asks for it, which enters the record; again is no error."""
        try:
            services.confirm_receipt(actor=self.viewer, now=clock.now(), uid=uid)
        except Notice.DoesNotExist as error:
            raise Http404 from error
        return self.answer(slug, uid)
