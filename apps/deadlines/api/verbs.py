"""The verbs upon a deadline; each answers with the deadline as it stands then."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.deadlines import selectors, services
from apps.deadlines.api.rows import DeadlineRow, ExtendBody, HandOverBody, ReasonBody, TakeOnBody
from apps.kernel import clock
from apps.kernel.api.parsers import as_object
from apps.kernel.api.views import SeatView


class VerbView(SeatView):
    """One verb: a body is read, the service does it."""

    def run(
        self, request: Request, uid: UUID, verb: Callable[..., Any], body: type[serializers.Serializer] | None = None
    ) -> Response:
        """Do it and answer with the deadline. Missing and hidden ones give 404 before the body is looked at."""
        now = clock.now()
        selectors.deadline_for(self.viewer, uid, now)
        said: dict[str, Any] = {}
        if body is not None:
            read = body(data=as_object(request.data))
            read.is_valid(raise_exception=True)
            said = read.validated_data
        verb(actor=self.viewer, now=now, uid=uid, **said)
        return Response(DeadlineRow(selectors.deadline_for(self.viewer, uid, now)).data)


class Acknowledge(VerbView):
    """I am on it until …"""

    @extend_schema(request=TakeOnBody, responses=DeadlineRow, summary="Say that one is on it until a time")
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        """Repeats stop until then, and a second clock runs."""
        return self.run(request, uid, services.take_on, TakeOnBody)


class HandOver(VerbView):
    """A named person does it."""

    @extend_schema(request=HandOverBody, responses=DeadlineRow, summary="Hand it over to a person")
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        """The person is told and confirms having read so."""
        return self.run(request, uid, services.hand_over, HandOverBody)


class Pause(VerbView):
    """The clock stops."""

    @extend_schema(request=ReasonBody, responses=DeadlineRow, summary="Stop the clock")
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        """With the reason; the chair or a clerk."""
        return self.run(request, uid, services.pause, ReasonBody)


class Resume(VerbView):
    """The clock runs on."""

    @extend_schema(request=None, responses=DeadlineRow, summary="Let the clock run on")
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        """What is due moves by the time of the pause."""
        return self.run(request, uid, services.resume)


class Extend(VerbView):
    """There is more time."""

    @extend_schema(request=ExtendBody, responses=DeadlineRow, summary="Give more time")
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        """With the reason; the chair, or within the first length a clerk."""
        return self.run(request, uid, services.extend, ExtendBody)


class Waive(VerbView):
    """It is no longer owed."""

    @extend_schema(request=ReasonBody, responses=DeadlineRow, summary="Waive it for good")
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        """With the reason; the chair."""
        return self.run(request, uid, services.waive, ReasonBody)
