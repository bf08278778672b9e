"""Filling an office, and ending its term."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Seat
from apps.kernel.forms_ui import ZonedDateTimeField
from apps.membership.rules.offices import APPOINTED, OFFICE_LABELS

DECISION = _("What was decided, when, and where it is written down.")


class OfficeForm(forms.Form):
    """Whom the committee has appointed."""

    kind = forms.ChoiceField(label=_("Office"), choices=[(kind.value, OFFICE_LABELS[kind]) for kind in APPOINTED])
    seat = forms.ModelChoiceField(label=_("Who"), queryset=None, to_field_name="uid", empty_label=_("Choose one"))
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=None, to_field_name="uid", empty_label=_("None"), required=False
    )
    ends_at = ZonedDateTimeField(
        label=_("Until when"), required=False, help_text=_("Leave it empty for a term without an end.")
    )
    decision = forms.CharField(label=_("The committee's decision"), max_length=300, help_text=DECISION)

    def __init__(self, *args: Any, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = self.fields["deputy"].queryset = seats  # type: ignore[attr-defined]


class EndOfficeForm(forms.Form):
    """By which decision a term ends early."""

    decision = forms.CharField(label=_("The committee's decision"), max_length=300, help_text=DECISION)
