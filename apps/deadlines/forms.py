"""The filter of the list of deadlines."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.deadlines.selectors import Show, Whose


class FilterForm(forms.Form):
    """Whose deadlines, in which state, and behind which one the page begins; an odd value counts as none."""

    show = forms.ChoiceField(
        label=_("State"),
        choices=[(Show.OPEN, _("Open")), (Show.OVERDUE, _("Overdue")), (Show.MET, _("Met"))],
        required=False,
    )
    whose = forms.ChoiceField(choices=[(each, each) for each in Whose], required=False, widget=forms.HiddenInput)
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)
