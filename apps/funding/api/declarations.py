"""What a lab declares, as its machines send and read it; and all figures for the custodian."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.files.services import check_upload
from apps.funding.models import Declaration
from apps.funding.rules.declaring import Said
from apps.funding.selectors.declared import whole
from apps.funding.serializers.declarations import (
    DeclarationAnswer,
    DeclarationBody,
    DeclarationEvidenceAnswer,
    DeclarationEvidenceBody,
    declaration_row,
)
from apps.funding.services.declaring import add_evidence, declare
from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.parsers import as_object
from apps.kernel.api.views import SeatView
from apps.kernel.decisions import Invalid


class ByNumber(NewestFirst):
    """The last one entered first."""

    ordering = ("-id",)


class Declarations(SeatView):
    """Declarations that the seat reads, newest first; POST declares for the own lab."""

    scope = "file"

    @extend_schema(responses=DeclarationAnswer(many=True), summary="Declarations of computation")
    def get(self, request: Request, slug: str) -> Response:
        pages = ByNumber()
        found = pages.paginate_queryset(whole(Declaration.objects.visible_to(self.viewer)), request, view=self)
        return pages.get_paginated_response([DeclarationAnswer(declaration_row(row)).data for row in found])

    @extend_schema(
        request=DeclarationBody, responses={201: DeclarationAnswer}, summary="Declare your lab's computation"
    )
    def post(self, request: Request, slug: str) -> Response:
        said = _body_of(request)
        said["accelerators"] = [
            Said(row["type"], str(row["number"]), row["flops_each"]) for row in said.get("accelerators", [])
        ]
        try:
            made = declare(actor=self.viewer, now=clock.now(), **said)
        except Invalid as invalid:
            raise Invalid({field.replace(".", "/"): text for field, text in invalid.errors.items()}) from None
        row = whole(Declaration.objects.filter(pk=made.pk)).get()
        return Response(DeclarationAnswer(declaration_row(row)).data, status=status.HTTP_201_CREATED)


def _body_of(request: Request) -> dict[str, Any]:
    """The body's fields; raises ValidationError naming every field that is wrong or unknown, nested ones too."""
    as_object(request.data)
    body = DeclarationBody(data=request.data)
    errors = {} if body.is_valid() else dict(body.errors)
    errors |= _unknown(body, request.data)
    rows = request.data.get("accelerators")
    for place, row in enumerate(rows if isinstance(rows, list) else []):
        child: Any = body.fields["accelerators"].child
        if "accelerators" not in errors and (wrong := _unknown(child, row)):
            errors["accelerators"] = {str(place): wrong}
    if errors:
        raise exceptions.ValidationError(errors)
    return dict(body.validated_data)


def _unknown(body: serializers.Serializer, data: Any) -> dict[str, Any]:
    known = set(data) - set(body.fields) if isinstance(data, Mapping) else set()
    return dict.fromkeys(sorted(known), "This field is not known here.")


class Evidence(SeatView):
    """Files of the own lab, sent ahead of the declaration that will name them."""

    scope = "file"
    parser_classes = [MultiPartParser]

    @extend_schema(
        request=DeclarationEvidenceBody,
        responses={201: DeclarationEvidenceAnswer},
        summary="Send a file as evidence of a declaration",
    )
    def post(self, request: Request, slug: str) -> Response:
        body = DeclarationEvidenceBody(data=request.data)
        body.is_valid(raise_exception=True)
        checked = check_upload(body.validated_data["file"])
        period = body.validated_data["period"]
        [file] = add_evidence(actor=self.viewer, now=clock.now(), period=period, uploads=[checked])
        return Response(DeclarationEvidenceAnswer(file).data, status=status.HTTP_201_CREATED)
