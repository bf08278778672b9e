"""What labs do under an order: say that it reached them, attest, send evidence, ask for permits."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.files.services import check_upload
from apps.kernel import clock
from apps.kernel.api.bodies import body_of, pointing
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView
from apps.pauses.api.shared import order_answer
from apps.pauses.models import Attestation, Permit
from apps.pauses.rules.attested import Attested, Committed
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.permits import permit_row, permit_rows
from apps.pauses.serializers.labs import (
    AttestationAnswer,
    AttestationBody,
    PauseEvidenceAnswer,
    PauseEvidenceBody,
    PermitAnswer,
    PermitBody,
    attestation_row,
    permit_answer,
)
from apps.pauses.serializers.orders import OrderAnswer
from apps.pauses.services.attesting import add_evidence, attest
from apps.pauses.services.permitting import request_permit
from apps.pauses.services.serving import acknowledge

WITH_ALL = ("runs", "files__file", "commitments")


class ByNumber(NewestFirst):
    """The last one made first."""

    ordering = ("-id",)


class Acknowledge(SeatView):
    """The lab says that the order has reached it."""

    scope = "file"

    @extend_schema(request=None, responses=OrderAnswer, summary="Say that an order has reached your lab")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        acknowledge(actor=self.viewer, now=clock.now(), ref=ref)
        return order_answer(self, ref)


class Attestations(SeatView):
    """The attestations under an order, newest first; POST attests for the own lab."""

    scope = "file"

    @extend_schema(responses=AttestationAnswer(many=True), summary="Attestations under a pause order")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        rows = Attestation.objects.filter(binding__order=order_for(self.viewer, ref))
        pages = ByNumber()
        found = pages.paginate_queryset(_whole(rows), request, view=self)
        return pages.get_paginated_response([self._row(row) for row in self._marked(found)])

    @extend_schema(request=AttestationBody, responses={201: AttestationAnswer}, summary="Attest for your lab")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        said = body_of(AttestationBody, request)
        said["runs"] = [Attested(**row) for row in said.get("runs", [])]
        said["commitments"] = [Committed(**row) for row in said.get("commitments", [])]
        with pointing():
            made = attest(actor=self.viewer, now=clock.now(), ref=ref, **said)
        [row] = self._marked(list(_whole(Attestation.objects.filter(pk=made.pk))))
        return Response(self._row(row), status=status.HTTP_201_CREATED)

    def _marked(self, rows: list[Any]) -> list[tuple[Attestation, bool]]:
        readable = Attestation.objects.readable_by(self.viewer).filter(pk__in=[row.pk for row in rows])
        reads = set(readable.values_list("pk", flat=True))
        return [(row, row.pk in reads) for row in rows]

    @staticmethod
    def _row(marked: tuple[Attestation, bool]) -> Any:
        return AttestationAnswer(attestation_row(*marked)).data


def _whole(rows: Any) -> Any:
    related = ("binding__organisation", "binding__order", "seat__organisation", "seat__person")
    return rows.select_related(*related).prefetch_related(*WITH_ALL)


class Evidence(SeatView):
    """Files of the own lab, sent ahead of the attestation that will name them."""

    scope = "file"
    parser_classes = [MultiPartParser]

    @extend_schema(request=PauseEvidenceBody, responses={201: PauseEvidenceAnswer}, summary="Send a file as evidence")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        order = order_for(self.viewer, ref)
        body = PauseEvidenceBody(data=request.data)
        body.is_valid(raise_exception=True)
        checked = check_upload(body.validated_data["file"])
        [file] = add_evidence(actor=self.viewer, now=clock.now(), ref=ref, uploads=[checked])
        answer: Any = file
        answer.drill = order.is_drill
        return Response(PauseEvidenceAnswer(answer).data, status=status.HTTP_201_CREATED)


class Permits(SeatView):
    """The permits under an order, newest first; POST asks for one."""

    scope = "file"

    @extend_schema(responses=PermitAnswer(many=True), summary="Permits under a pause order")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        order = order_for(self.viewer, ref)
        pages = ByNumber()
        rows = Permit.objects.visible_to(self.viewer).filter(binding__order=order)
        found = pages.paginate_queryset(rows, request, view=self)
        shown = permit_rows(self.viewer, Permit.objects.filter(pk__in=[row.pk for row in found]))
        return pages.get_paginated_response([PermitAnswer(permit_answer(row)).data for row in shown])

    @extend_schema(request=PermitBody, responses={201: PermitAnswer}, summary="Ask for a permit")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        said = body_of(PermitBody, request)
        with pointing():
            permit = request_permit(actor=self.viewer, now=clock.now(), ref=ref, **said)
        answer = permit_answer(permit_row(self.viewer, permit))
        return Response(PermitAnswer(answer).data, status=status.HTTP_201_CREATED)
