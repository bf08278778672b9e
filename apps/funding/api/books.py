"""What the books say at a day, for machines (API.md)."""

from datetime import date

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.funding.models import Period
from apps.funding.selectors.books import statement_at
from apps.funding.serializers.statements import StatementRow, statement_document
from apps.kernel import clock
from apps.kernel.api.views import SeatView
from apps.kernel.decisions import Invalid


class StatementDay(SeatView):
    """The statement at a day."""

    @extend_schema(
        parameters=[OpenApiParameter("at", OpenApiTypes.DATE, description="The day, today when it is not given.")],
        responses=StatementRow,
        summary="What the books say at the end of a day",
    )
    def get(self, request: Request, slug: str) -> Response:
        """Balances, income and expenditure of the period that the day is in, and what members owe by age."""
        on = _day(request.query_params.get("at"))
        row = Period.objects.visible_to(self.viewer).filter(first__lte=on, last__gte=on).first()
        if row is None:
            raise Http404(on.isoformat())
        return Response(StatementRow(statement_document(row, statement_at(row, on))).data)


def _day(text: str | None) -> date:
    if text is None:
        return clock.now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({"at": "A day is written as 2027-03-31."}) from None
