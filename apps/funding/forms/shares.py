"""Forms of scales and budgets."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.funding.models import Budget, BudgetLine, Period, Scale

WORDS = forms.Textarea(attrs={"rows": 3})


def _money(**more: Any) -> forms.DecimalField:
    return forms.DecimalField(max_digits=16, decimal_places=2, **more)


class ScaleForm(forms.Form):
    """Begin a scale: for which period."""

    period = forms.ChoiceField(label=_("Period"))
    reasons = forms.CharField(label=_("Reasons"), widget=WORDS, required=False)

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(one.name, one.name) for one in periods]  # type: ignore[attr-defined]


class RedrawForm(forms.Form):
    """Work a draft out again: its reasons, and a discount for each member."""

    reasons = forms.CharField(label=_("Reasons"), widget=WORDS, required=False)

    def __init__(self, *args: Any, row: Scale, **kwargs: Any) -> None:
        self.members = list(row.shares.select_related("organisation").order_by("organisation__name"))
        kwargs.setdefault("initial", {"reasons": row.reasons})
        for one in self.members:
            key = one.organisation.key
            kwargs["initial"] |= {f"discount-{key}": one.discount or None, f"because-{key}": one.discount_because}
        super().__init__(*args, **kwargs)
        for one in self.members:
            key, name = one.organisation.key, one.organisation.name
            self.fields[f"discount-{key}"] = forms.DecimalField(
                label=_("Discount of %(name)s, per cent") % {"name": name},
                required=False,
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
            )
            self.fields[f"because-{key}"] = forms.CharField(
                label=_("Why %(name)s has it") % {"name": name}, required=False, max_length=300
            )

    def discounts(self) -> Mapping[str, tuple[Decimal, str]]:
        """The discounts that are given, by the member's key."""
        found = {}
        for one in self.members:
            key = one.organisation.key
            if discount := self.cleaned_data[f"discount-{key}"]:
                found[key] = (discount, self.cleaned_data[f"because-{key}"])
        return found


class TryForm(forms.Form):
    """Other settings to try; nothing is kept."""

    floor = forms.DecimalField(label=_("Floor, per cent"), min_value=0, max_value=100, decimal_places=3)
    ceiling = forms.DecimalField(
        label=_("Ceiling, per cent"), min_value=0, max_value=100, decimal_places=3, required=False,
        help_text=_("Leave it empty for none."),
    )  # fmt: skip
    per_decade = forms.IntegerField(
        label=_("Bands in a decade"), min_value=1, max_value=20,
        help_text=_("Only wider ones made up of those of the scale: others would tell more of sealed figures."),
    )  # fmt: skip


class NewBudgetForm(forms.Form):
    """Begin a budget: for which period, and what it is called."""

    period = forms.ChoiceField(label=_("Period"))
    title = forms.CharField(label=_("Title"), max_length=200)
    reasons = forms.CharField(label=_("Reasons"), widget=WORDS, required=False)

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(one.name, one.name) for one in periods]  # type: ignore[attr-defined]


class BudgetForm(forms.Form):
    """A draft's words, and what comes from elsewhere."""

    title = forms.CharField(label=_("Title"), max_length=200)
    reasons = forms.CharField(label=_("Reasons"), widget=WORDS, required=False)
    other_income = _money(label=_("Other income"), min_value=0, help_text=_("Interest, or what the last period left."))
    because = forms.CharField(label=_("Where it comes from"), max_length=300, required=False)

    @staticmethod
    def initial_of(row: Budget) -> dict[str, Any]:
        """What stands in the draft."""
        return {
            "title": row.title,
            "reasons": row.reasons,
            "other_income": row.other_income,
            "because": row.other_income_because,
        }


class LineForm(forms.Form):
    """A line of a budget."""

    label = forms.CharField(label=_("What for"), max_length=120)
    amount = _money(label=_("Amount"))
    purpose = forms.CharField(label=_("Explanation"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    @staticmethod
    def initial_of(line: BudgetLine) -> dict[str, Any]:
        """What stands in the line."""
        return {"label": line.label, "amount": line.amount, "purpose": line.purpose}
