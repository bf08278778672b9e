"""What is said with each verb upon a deadline."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Seat
from apps.kernel.forms_ui import ZonedDateTimeField

SHORT = forms.Textarea(attrs={"rows": 2})
LONG = forms.Textarea(attrs={"rows": 3})


class VerbForm(forms.Form):
    """Several stand on one page, so each names its fields' elements after itself."""

    verb = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{self.verb}_%s", **kwargs)


class TakeOnForm(VerbForm):
    """I am on it until …"""

    verb = "take_on"
    until = ZonedDateTimeField(label=_("I am on it until"))
    note = forms.CharField(label=_("Note"), required=False, widget=SHORT)


class HandOverForm(VerbForm):
    """Somebody else does it."""

    verb = "hand_over"
    to = forms.ModelChoiceField(label=_("To whom"), queryset=None, to_field_name="uid", empty_label=_("Choose one"))
    note = forms.CharField(label=_("Note"), required=False, widget=SHORT)

    def __init__(self, *args: Any, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = seats  # type: ignore[attr-defined]

    def clean_to(self) -> Any:
        """The seat's uid, as the service takes it."""
        return self.cleaned_data["to"].uid


class PauseForm(VerbForm):
    """Why the clock stops."""

    verb = "pause"
    reason = forms.CharField(label=_("Why does the clock stop?"), widget=LONG)


class ResumeForm(VerbForm):
    """Nothing needs to be said."""

    verb = "resume"


class ExtendForm(VerbForm):
    """A later due time, and why."""

    verb = "extend"
    until = ZonedDateTimeField(label=_("New due time"))
    reason = forms.CharField(label=_("Why is there more time?"), widget=LONG)


class WaiveForm(VerbForm):
    """Why it is no longer owed."""

    verb = "waive"
    reason = forms.CharField(label=_("Why is it no longer owed?"), widget=LONG)


class ChaseForm(VerbForm):
    """What those who owe it are asked besides."""

    verb = "chase"
    note = forms.CharField(label=_("Note"), required=False, widget=SHORT)
