"""Alerts for machines: read, acknowledged and answered by the same services as the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.incidents.models import ALERT
from apps.incidents.selectors.alerts import LISTED, alert_for, alerts_for
from apps.incidents.serializers.alerts import AlertAnswerBody, AlertDetailAnswer, AlertLine, AlertQuery
from apps.incidents.services.alerts import acknowledge_alert, answer_alert
from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView
from apps.record.services import note_sighting


class Newest(NewestFirst):
    """By the instant of sending."""

    ordering = ("-sent_at", "-pk")


def _answer(view: SeatView, ref: str) -> Response:
    alert = alert_for(view.viewer, ref)
    return Response(AlertDetailAnswer(alert, context={"viewer": view.viewer, "now": clock.now()}).data)


class AlertList(SeatView):
    """Alerts that the seat may see, newest first."""

    scope = "file"

    @extend_schema(parameters=[AlertQuery], responses=AlertLine(many=True), summary="Alerts that this seat may see")
    def get(self, request: Request, slug: str) -> Response:
        query = AlertQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        pages = Newest()
        found = alerts_for(self.viewer, query.validated_data.get("which", "")).values(*LISTED)
        rows = pages.paginate_queryset(found, request, view=self)
        return pages.get_paginated_response(AlertLine(rows, many=True).data)


class AlertDetail(SeatView):
    """One alert; a machine's look counts like a person's."""

    scope = "file"

    @extend_schema(responses=AlertDetailAnswer, summary="One alert")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        alert = alert_for(self.viewer, ref)
        note_sighting(ALERT, alert.pk, viewer=self.viewer, now=clock.now())
        return _answer(self, ref)


class Acknowledge(SeatView):
    """The seat's organisation has taken note."""

    scope = "file"

    @extend_schema(request=None, responses=AlertDetailAnswer, summary="Acknowledge an alert for your organisation")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        acknowledge_alert(actor=self.viewer, now=clock.now(), ref=ref)
        return _answer(self, ref)


class Answer(SeatView):
    """How it stands at the seat's organisation."""

    scope = "file"

    @extend_schema(request=AlertAnswerBody, responses=AlertDetailAnswer, summary="Answer an alert")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        body = AlertAnswerBody(data=request.data)
        body.is_valid(raise_exception=True)
        answer_alert(actor=self.viewer, now=clock.now(), ref=ref, **body.validated_data)
        return _answer(self, ref)
