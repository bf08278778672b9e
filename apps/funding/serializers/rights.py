"""Arrears as machines read them; amounts are strings beside their currency."""

from typing import Any

from rest_framework import serializers

from apps.funding.selectors.rights import Right
from apps.kernel.canonical import instant


class SumAnswer(serializers.Serializer):
    """An amount of money."""

    amount = serializers.CharField(help_text="Two decimal places, such as “12.30”.")
    currency = serializers.CharField()


class ArrearsAnswer(serializers.Serializer):
    """How a lab stands with its arrears and its vote."""

    organisation = serializers.CharField()
    overdue = SumAnswer()
    measure = SumAnswer(
        help_text="The contributions for the preceding full periods; none where there is no such period."
    )
    measured_by = serializers.ListField(child=serializers.CharField(), help_text="Those periods, the newest first.")
    least_payment = SumAnswer(help_text="What gives the vote back, or keeps it; nothing where it is not at risk.")
    since = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(["noticed", "lost"], allow_null=True)
    ref = serializers.CharField(allow_null=True)
    loses_at = serializers.CharField(allow_null=True, help_text="The end of the notice.")
    lost_at = serializers.CharField(allow_null=True)
    waived_until = serializers.CharField(allow_null=True)


def arrears_row(right: Right) -> dict[str, Any]:
    """A lab's arrears as the API gives them."""

    def money(amount: Any) -> dict[str, str]:
        return {"amount": f"{amount:.2f}", "currency": right.currency}

    case, judged = right.case, right.arrears
    return {
        "organisation": right.organisation.key,
        "overdue": money(judged.overdue),
        "measure": money(judged.measure),
        "measured_by": [name for name, _amount in right.measured_by],
        "least_payment": money(judged.least_payment),
        "since": right.since,
        "state": right.state,
        "ref": case.ref if case else None,
        "loses_at": instant(case.loses_at) if case else None,
        "lost_at": instant(case.lost_at) if case and case.lost_at else None,
        "waived_until": instant(right.waiver.ends_at) if right.waiver else None,
    }
