"""Arrears and the vote for machines."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.funding.selectors.rights import rights
from apps.funding.serializers.rights import ArrearsAnswer, arrears_row
from apps.kernel import clock
from apps.kernel.api.views import SeatView


class Arrears(SeatView):
    """How every lab stands with its arrears and its vote."""

    @extend_schema(responses=ArrearsAnswer(many=True), summary="Arrears and the vote, lab by lab")
    def get(self, request: Request, slug: str) -> Response:
        """By the labs' names; as many as the committee has."""
        if self.viewer.is_for_one_matter:
            raise Http404
        rows = [ArrearsAnswer(arrears_row(one)).data for one in rights(clock.now())]
        return Response({"next": None, "previous": None, "results": rows})
