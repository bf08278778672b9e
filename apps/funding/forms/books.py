"""Forms of the books."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.funding.rules.chart import BANK, CREDIT, RECEIVABLE

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """Open a period."""

    name = forms.SlugField(label=_("Name"), max_length=20, help_text=_("Such as 2027. It stands in addresses."))
    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(label=_("Last day"), widget=DAY)
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, such as EUR; for good.")
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_first:
            del self.fields["currency"]


class DayForm(forms.Form):
    """At the end of which day."""

    at = forms.DateField(label=_("At the end of"), widget=DAY)

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = first, last

    def clean_at(self) -> date:
        """A day of the period."""
        day: date = self.cleaned_data["at"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(
                _("Give a day from %(first)s to %(last)s.") % {"first": self.first, "last": self.last}
            )
        return day


class OpeningForm(forms.Form):
    """What was there before the first period."""

    bank = forms.DecimalField(label=_("In the bank"), max_digits=16, decimal_places=2, required=False)
    receivable = forms.DecimalField(
        label=_("Owed by members"), max_digits=16, decimal_places=2, min_value=0, required=False
    )
    credit = forms.DecimalField(
        label=_("Owed to members"), max_digits=16, decimal_places=2, min_value=0, required=False
    )

    def balances(self) -> dict[str, Decimal]:
        """By account, debits above nothing."""
        given = self.cleaned_data
        found = {BANK: given["bank"], RECEIVABLE: given["receivable"], CREDIT: given["credit"] and -given["credit"]}
        return {number: amount for number, amount in found.items() if amount}
