"""What the public is told of a report, as it is written; and the answers to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.incidents.rules.public_text import SHOWN
from apps.incidents.rules.report import TEXT_LENGTH, TITLE_LENGTH


class PublicTextForm(forms.Form):
    """The text, and which facts stand beside it."""

    title = forms.CharField(
        label=_("Title"), help_text=_("Everybody will read it."), max_length=TITLE_LENGTH, widget=forms.TextInput
    )
    text = forms.CharField(
        label=_("What is the public told?"),
        help_text=_("In plain words. Only this text and the facts chosen below become public, nothing else."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    shown = forms.MultipleChoiceField(
        label=_("Which facts are shown beside it?"),
        help_text=_("Left out, the public does not read them, not even that they were left out."),
        choices=list(SHOWN.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    edited = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean_edited(self) -> Any:
        """The count of edits that the writer began with."""
        return self.cleaned_data.get("edited") or 0


class ReadForm(forms.Form):
    """The count of edits of the text that was read."""

    edited = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class GiveBackForm(ReadForm):
    """Why an agreed text is not published as it stands."""

    because = forms.CharField(
        label=_("What should be different?"),
        help_text=_("The reporting organisation reads this, and changes the text or agrees to it again."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NoticeForm(forms.Form):
    """Why a public text is withdrawn."""

    notice = forms.CharField(
        label=_("Why is it withdrawn?"),
        help_text=_("Everybody reads this; the text stays readable below it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
