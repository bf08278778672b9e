"""What binds the asking lab, signed: evaluated on its own machines (apps/verify/may_start.py)."""

import json

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request

from apps.kernel import clock
from apps.kernel.api.views import SeatView
from apps.kernel.canonical import sha256
from apps.pauses.selectors.signed import document_of, is_of_lab

IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of the document that you have: 304 if it is that.",
)


class NotSigned(exceptions.APIException):
    """The worker has not signed the document, or not lately."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = _(
        "What binds your lab is not signed at the moment. Start nothing that your last document forbids."
    )
    wait = 60


class SignedDocument(SeatView):
    """The newest signed document of the asking lab."""

    @extend_schema(
        operation_id="pauses_measures",
        summary="What binds your lab, signed",
        description=(
            "A DSSE envelope: its payload says which orders, measures and permits bind the asking lab, and until when it "
            "is good. Fetch it every few minutes, check it against the keys that you pinned (`/public/{slug}/keys/`) and "
            "judge your runs on your own machines with `concord-may-start`. Seats of no lab find nothing here."
        ),
        parameters=[IF_NONE_MATCH],
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            304: OpenApiResponse(description="It is the one that you have."),
            503: OpenApiResponse(description="Not signed at the moment; `Retry-After` says when to ask again."),
        },
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """The envelope."""
        if not is_of_lab(self.viewer):
            raise Http404
        document = document_of(self.viewer, clock.now())
        if document is None:
            raise NotSigned
        body = json.dumps(document.envelope, sort_keys=True).encode()
        etag = f'"{sha256(body)}"'
        response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
        conditional = get_conditional_response(request._request, etag=etag, response=response)
        return conditional or response
