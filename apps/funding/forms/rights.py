"""Showing proof of payment, and finding that one is none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.files.forms import MultipleFileField
from apps.files.services import Checked


class ProofForm(forms.Form):
    """How much a lab paid, when, and what shows it."""

    amount = forms.DecimalField(
        label=_("How much was paid?"),
        help_text=_("As your bank sent it, such as 300.00."),
        max_digits=16,
        decimal_places=2,
    )
    on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day your bank sent it."),
    )
    file = MultipleFileField(
        label=_("What shows it?"),
        most=1,
        help_text=_("Your bank's confirmation. Your lab, the treasurer, the clerks and the auditors may open it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_file(self) -> Checked:
        """The one file."""
        found: list[Checked] = self.cleaned_data["file"]
        return found[0]


class RejectForm(forms.Form):
    """Why a proof proves nothing."""

    because = forms.CharField(
        label=_("Why?"), help_text=_("The lab reads this."), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
