"""The forms of taking part in a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.disputes.rules.joining import AS, LONGEST_REASON

LINES = forms.Textarea(attrs={"rows": 3})


class JoinForm(forms.Form):
    """As what, and why."""

    capacity = forms.ChoiceField(label=_("As what?"), choices=list(AS.items()), widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("What has your organisation to do with the case?"), max_length=LONGEST_REASON, widget=LINES
    )


class RefuseForm(forms.Form):
    """Why not."""

    reasons = forms.CharField(
        label=_("Why?"), help_text=_("Everybody who reads the case reads it."), max_length=LONGEST_REASON, widget=LINES
    )
