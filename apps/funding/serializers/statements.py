"""What a statement is for machines: the same document in the API and as a file of its page."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from apps.funding.models import Period
from apps.funding.selectors.books import StatementAt


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


def statement_document(period: Period, found: StatementAt) -> dict[str, Any]:
    """The statement of a period as `StatementRow` describes it."""

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
