"""Which calendar gets an address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.deadlines.selectors import Whose
from apps.kernel.forms_ui import RadioCards

CALENDARS = {
    Whose.MINE: _("What I owe"),
    Whose.ORGANISATION: _("What my organisation owes"),
    Whose.COMMITTEE: _("What my seat may see of the committee’s"),
}


class FeedForm(forms.Form):
    """A new address, for a calendar that has none yet."""

    whose = forms.TypedChoiceField(label=_("Which deadlines?"), coerce=Whose, widget=RadioCards)

    def __init__(self, *args: Any, taken: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [(whose.value, label) for whose, label in CALENDARS.items() if whose.value not in set(taken)]
        self.fields["whose"].choices = left  # type: ignore[attr-defined]
        self.fields["whose"].initial = left[0][0] if left else None
