"""What a person may change about themselves."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _


def zones() -> list[tuple[str, str]]:
    """All time zones by place, with UTC first."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


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
        choices=zones,
        help_text=_("Pages show times in it. Legal deadlines also show UTC."),
    )
