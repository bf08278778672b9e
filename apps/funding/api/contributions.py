"""Assessments and payments for machines: the same services as the pages."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.funding.selectors.contributing import (
    asked_of,
    assessment_for,
    assessments_for,
    currency_of_the_committee,
    payment_for,
    payments_for,
)
from apps.funding.serializers.contributions import (
    AssessmentAnswer,
    AssessmentQuery,
    PaymentAnswer,
    PaymentBody,
    PaymentQuery,
    assessment_row,
    payment_row,
)
from apps.funding.services.paying import book_payment
from apps.kernel import clock
from apps.kernel.api.bodies import body_of, query_of
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView
from apps.kernel.decisions import Invalid


class ByNumber(NewestFirst):
    """The last one made first."""

    ordering = ("-id",)


class Assessments(SeatView):
    """What labs are asked to pay, newest first."""

    @extend_schema(parameters=[AssessmentQuery], responses=AssessmentAnswer(many=True), summary="Assessments")
    def get(self, request: Request, slug: str) -> Response:
        if self.viewer.is_for_one_matter:
            raise Http404
        query = query_of(AssessmentQuery, request)
        rows = assessments_for(self.viewer)
        if "period" in query:
            rows = rows.filter(period__name=query["period"])
        if "organisation" in query:
            rows = rows.filter(organisation__key=query["organisation"])
        pages = ByNumber()
        found = pages.paginate_queryset(rows, request, view=self)
        shown = [AssessmentAnswer(assessment_row(one)).data for one in asked_of(found, clock.now().date())]
        return pages.get_paginated_response(shown)


class OneAssessment(SeatView):
    """One assessment."""

    @extend_schema(responses=AssessmentAnswer, summary="One assessment")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        [one] = asked_of([assessment_for(self.viewer, ref)], clock.now().date())
        return Response(AssessmentAnswer(assessment_row(one)).data)


class Payments(SeatView):
    """Payments, newest first; POST books one, for the treasurer, the clerks and the secretariat's machines."""

    @extend_schema(parameters=[PaymentQuery], responses=PaymentAnswer(many=True), summary="Payments")
    def get(self, request: Request, slug: str) -> Response:
        if self.viewer.is_for_one_matter:
            raise Http404
        query = query_of(PaymentQuery, request)
        rows = payments_for(self.viewer)
        if "state" in query:
            rows = rows.filter(state=query["state"])
        if "organisation" in query:
            rows = rows.filter(organisation__key=query["organisation"])
        pages = ByNumber()
        found = pages.paginate_queryset(rows, request, view=self)
        currency = currency_of_the_committee()
        return pages.get_paginated_response([PaymentAnswer(payment_row(row, currency)).data for row in found])

    @extend_schema(request=PaymentBody, responses={201: PaymentAnswer}, summary="Book a payment")
    def post(self, request: Request, slug: str) -> Response:
        if self.viewer.is_for_one_matter:
            raise Http404
        said = body_of(PaymentBody, request)
        money = said.pop("money")
        currency = currency_of_the_committee()
        made = _booked(self.viewer, money, currency, said)
        return Response(PaymentAnswer(payment_row(made, currency)).data, status=status.HTTP_201_CREATED)


def _booked(viewer: Any, money: Any, currency: str, said: dict[str, Any]) -> Any:
    if money["currency"] != currency:
        raise Invalid({"money/currency": f"The committee's books are in {currency or 'no currency yet'}."})
    try:
        return book_payment(actor=viewer, now=clock.now(), amount=money["amount"], **said)
    except Invalid as invalid:
        inside = {"amount": "money/amount"}
        raise Invalid({inside.get(name, name): text for name, text in invalid.errors.items()}) from None


class OnePayment(SeatView):
    """One payment."""

    @extend_schema(responses=PaymentAnswer, summary="One payment")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        row = payment_for(self.viewer, ref)
        return Response(PaymentAnswer(payment_row(row, currency_of_the_committee())).data)
