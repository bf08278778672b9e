"""The form by which the custodian enters a figure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.pauses.rules.declaring import LONGEST_SOURCE


class ComputeForm(forms.Form):
    """What a lab declares, and where that comes from."""

    flop = forms.CharField(
        label=_("Frontier computation, in FLOP"),
        help_text=_("A whole number, such as 1e26, 10^26 or 3.1×10²⁵."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    source = forms.CharField(
        label=_("Where the figure comes from"),
        help_text=_("Such as the lab's declaration, with its date."),
        max_length=LONGEST_SOURCE,
    )
