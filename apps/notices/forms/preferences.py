"""The form of what a seat wants to get."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.notices.channels import CHANNELS

HINTS = {"email": _("What is urgent, such as a reminder or an escalation, comes by email in any case.")}


class PreferencesForm(forms.Form):
    """One tick for each channel."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, channel in CHANNELS:
            self.fields[key] = forms.BooleanField(required=False, label=channel.label, help_text=HINTS.get(key, ""))
