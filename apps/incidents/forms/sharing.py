"""What is said beside a change of who sees a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.incidents.rules.widening_verbs import LONGEST

LONG = forms.Textarea(attrs={"rows": 3})


class WhyForm(forms.Form):
    """Why more people are to see it."""

    reason = forms.CharField(
        label=_("Why should they see it?"),
        help_text=_("The second person reads it. You may leave it empty."),
        required=False,
        max_length=LONGEST,
        widget=LONG,
    )


class RefusalForm(forms.Form):
    """Why not."""

    because = forms.CharField(
        label=_("Why not?"), help_text=_("Whoever asked reads it."), max_length=LONGEST, widget=LONG
    )


class AgreeForm(forms.Form):
    """The mark of what the page showed: another audience is not agreed to unseen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
