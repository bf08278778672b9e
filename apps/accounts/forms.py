"""What a person may change about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.kernel.forms_ui import every_zone


class ProfileForm(forms.Form):
    """Name and time zone."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("Everyone in your committees sees it beside what you do."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=every_zone,
        help_text=_("Pages show times in it. Legal deadlines also show UTC."),
    )
