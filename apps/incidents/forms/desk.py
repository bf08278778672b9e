"""How an authority's desk is narrowed, and an organisation's list of what it owes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.incidents.selectors.desk import ASKED, LATE
from apps.incidents.states import DUTY_LABELS, DutyState, PackageState

STANDINGS = (
    ("", _("Any")),
    (PackageState.SENT.value, _("Waiting for receipt")),
    (ASKED, _("Question open")),
    (PackageState.REVISION.value, _("Revision required")),
    (PackageState.RECEIVED.value, _("Received")),
    (PackageState.ACCEPTED.value, _("Accepted")),
    (LATE, _("Late")),
)


class DeskFilterForm(forms.Form):
    """It stands in the address."""

    standing = forms.ChoiceField(label=_("Show"), required=False, choices=STANDINGS)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    since = forms.DateField(label=_("Sent from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Sent to"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", _("Any")), *organisations]  # type: ignore[attr-defined]


OWED = (
    ("", _("What is still to be done")),
    (LATE, _("Late")),
    *((state.value, DUTY_LABELS[state]) for state in (DutyState.DUE, DutyState.POSSIBLE, DutyState.SENT)),
    (ASKED, _("Question open")),
    (PackageState.REVISION.value, _("Revision required")),
    (DutyState.MET.value, DUTY_LABELS[DutyState.MET]),
)


class OwedFilterForm(forms.Form):
    """How an organisation's own list is narrowed."""

    standing = forms.ChoiceField(label=_("Show"), required=False, choices=OWED)
