"""Assessments and payments as machines read and write them; amounts are strings beside their currency."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from apps.funding.models import Payment
from apps.funding.rules.bank import money
from apps.funding.selectors.contributing import Asked
from apps.funding.states import PaymentState, Source, Why


class MoneyAnswer(serializers.Serializer):
    """An amount of money."""

    amount = serializers.CharField(help_text="Two decimal places, such as “12.30”.")
    currency = serializers.CharField()


class MoneyBody(serializers.Serializer):
    """An amount of money in the committee's currency."""

    amount = serializers.CharField(max_length=40, help_text="Whole cents, such as “12.30”.")
    currency = serializers.CharField(max_length=3)

    def validate_amount(self, value: str) -> Decimal:
        """In whole cents."""
        try:
            return money(value)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from None


class InstalmentAnswer(serializers.Serializer):
    """An instalment, with what is left of it."""

    number = serializers.IntegerField()
    due = serializers.DateField()
    amount = MoneyAnswer()
    left = MoneyAnswer()


class AssessmentAnswer(serializers.Serializer):
    """What a lab is asked to pay; an amount below nothing gives something back. `share` is in per cent."""

    ref = serializers.CharField()
    period = serializers.CharField()
    organisation = serializers.CharField()
    why = serializers.ChoiceField(choices=[one.value for one in Why])
    because = serializers.CharField()
    share = serializers.CharField(allow_null=True)
    amount = MoneyAnswer()
    paid = MoneyAnswer()
    left = MoneyAnswer()
    reference = serializers.CharField(help_text="The payment reference (ISO 11649).")
    issued_at = serializers.DateTimeField()
    instalments = InstalmentAnswer(many=True)


class AssessmentQuery(serializers.Serializer):
    """How the list is narrowed."""

    period = serializers.SlugField(max_length=20, required=False)
    organisation = serializers.SlugField(max_length=40, required=False)


class PaymentQuery(serializers.Serializer):
    """How the list is narrowed."""

    state = serializers.ChoiceField(choices=[one.value for one in PaymentState], required=False)
    organisation = serializers.SlugField(max_length=40, required=False)


class PaymentBody(serializers.Serializer):
    """A payment that came; without an organisation its reference says whose it is, or nobody knows yet."""

    organisation = serializers.SlugField(max_length=40, required=False, allow_blank=True, default="")
    money = MoneyBody()
    on = serializers.DateField(help_text="The day on which the bank credited it.")
    reference = serializers.CharField(max_length=140, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    sure = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Book it although one like it is there, or it differs from its reference.",
    )


class PaymentAnswer(serializers.Serializer):
    """A payment; no organisation is null."""

    ref = serializers.CharField()
    organisation = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=[one.value for one in PaymentState])
    source = serializers.ChoiceField(choices=[one.value for one in Source])
    on = serializers.DateField()
    money = MoneyAnswer()
    reference = serializers.CharField()
    note = serializers.CharField()
    booked_at = serializers.DateTimeField()
    reversed_at = serializers.DateTimeField(allow_null=True)
    because = serializers.CharField()


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": currency}


def assessment_row(one: Asked) -> dict[str, Any]:
    """What AssessmentAnswer reads."""
    row = one.row
    currency = row.period.currency
    return {
        "ref": row.ref,
        "period": row.period.name,
        "organisation": row.organisation.key,
        "why": row.why,
        "because": row.because,
        "share": None if row.share is None else f"{row.share:f}",
        "amount": _money(row.amount, currency),
        "paid": _money(one.paid, currency),
        "left": _money(one.left, currency),
        "reference": row.reference,
        "issued_at": row.issued_at,
        "instalments": [
            {
                "number": part.row.number,
                "due": part.row.due,
                "amount": _money(part.row.amount, currency),
                "left": _money(part.left, currency),
            }
            for part in one.parts
        ],
    }


def payment_row(row: Payment, currency: str) -> dict[str, Any]:
    """What PaymentAnswer reads."""
    return {
        "ref": row.ref,
        "organisation": row.organisation.key if row.organisation else None,
        "state": row.state,
        "source": row.source,
        "on": row.on,
        "money": _money(row.amount, currency),
        "reference": row.reference,
        "note": row.note,
        "booked_at": row.at,
        "reversed_at": row.reversed_at,
        "because": row.because,
    }
