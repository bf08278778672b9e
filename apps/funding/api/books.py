"""What the books say at a day, for machines (API.md)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.funding.models import Period
from apps.funding.selectors.books import StatementAt, statement_at
from apps.kernel import clock
from apps.kernel.api.views import SeatView
from apps.kernel.decisions import Invalid


class Money(serializers.Serializer):
    """An amount in the committee's currency."""

    amount = serializers.CharField()
    currency = serializers.CharField()


class BalanceRow(serializers.Serializer):
    """An account and what it holds; what it grows by is above nothing."""

    account = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    balance = Money()


class SpentRow(serializers.Serializer):
    """A line of the budget and what was spent on it, from approval on; a budget of null is none.

    `committed` is entered or approved and was not paid by the day; `left` is neither paid nor committed.
    """

    account = serializers.CharField()
    label = serializers.CharField()
    budget = Money(allow_null=True)
    spent = Money()
    paid = Money()
    committed = Money()
    left = Money()


class OwedRow(serializers.Serializer):
    """What a member owes by age: not yet due first, then what has been due longer and longer."""

    member = serializers.CharField()
    by_age = Money(many=True)
    total = Money()


class StatementRow(serializers.Serializer):
    """The statement at the end of a day of a period."""

    period = serializers.CharField()
    at = serializers.DateField()
    is_balanced = serializers.BooleanField()
    accounts = BalanceRow(many=True)
    income = BalanceRow(many=True)
    spending = SpentRow(many=True)
    before = Money()
    surplus = Money()
    receivable = OwedRow(many=True)


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
        return Response(StatementRow(_row(row, statement_at(row, on))).data)


def _day(text: str | None) -> date:
    if text is None:
        return clock.now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({"at": "A day is written as 2027-03-31."}) from None


def _row(period: Period, found: StatementAt) -> dict[str, Any]:
    def money(amount: Decimal) -> dict[str, str]:
        return {"amount": f"{amount:.2f}", "currency": period.currency}

    def balance(row: Any) -> dict[str, Any]:
        return {"account": row.number, "name": row.name, "kind": row.kind.value, "balance": money(row.amount)}

    return {
        "period": period.name,
        "at": found.on,
        "is_balanced": found.is_balanced,
        "accounts": [balance(row) for row in found.kept],
        "income": [balance(row) for row in found.income],
        "spending": [
            {
                "account": row.account,
                "label": row.label,
                "budget": None if row.planned is None else money(row.planned),
                "spent": money(row.spent),
                "paid": money(row.paid),
                "committed": money(row.committed),
                "left": money(row.left),
            }
            for row in found.spending
        ],
        "before": money(found.before),
        "surplus": money(found.surplus),
        "receivable": [
            {"member": row.name, "by_age": [money(one) for one in row.amounts], "total": money(row.total)}
            for row in found.ages
        ],
    }
