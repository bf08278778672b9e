"""Forms of spending and of the committee's bank details."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.files.forms import MultipleFileField
from apps.funding.forms.books import DAY
from apps.funding.services.spending import Spent


def _money(**more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=_("Amount"), max_digits=16, decimal_places=2, **more)


class ExpenditureForm(forms.Form):
    """What is to be spent, on which line, to whom and for what."""

    account = forms.ChoiceField(label=_("Line of the budget"))
    payee = forms.CharField(label=_("To whom"), max_length=140)
    purpose = forms.CharField(label=_("What for"), max_length=300)
    amount = _money()
    on = forms.DateField(label=_("Day of the invoice"), widget=DAY)
    invoice = forms.CharField(label=_("Invoice number"), max_length=80, required=False)
    payee_account = forms.CharField(label=_("IBAN"), max_length=42, required=False)
    documents = MultipleFileField(label=_("Documents"), required=False)
    sure = forms.BooleanField(label=_("Go beyond what is left of the line"), required=False)

    def __init__(self, *args: Any, accounts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [(number, f"{number} {label}") for number, label in accounts]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        files, sure = data.pop("documents") or [], data.pop("sure")
        return {"spent": Spent(**data), "files": files, "sure": sure}


class RefundForm(forms.Form):
    """What is given back to a member that paid too much."""

    organisation = forms.ChoiceField(label=_("Member"))
    amount = _money()
    on = forms.DateField(label=_("Day"), widget=DAY)
    because = forms.CharField(label=_("Why"), max_length=300)
    payee_account = forms.CharField(label=_("IBAN"), max_length=42, required=False)

    def __init__(self, *args: Any, credits: Sequence[tuple[str, str, Decimal]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(key, f"{name}: {amount}") for key, name, amount in credits]
        self.fields["organisation"].choices = shown  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    because = forms.CharField(label=_("Why"), max_length=300)


class PaidForm(forms.Form):
    """On which day it was paid."""

    on = forms.DateField(label=_("Paid on"), widget=DAY)


class DetailsForm(forms.Form):
    """Where members shall pay to."""

    holder = forms.CharField(label=_("Holder of the account"), max_length=70)
    iban = forms.CharField(label=_("IBAN"), max_length=42)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    bank = forms.CharField(label=_("Bank"), max_length=120, required=False)
