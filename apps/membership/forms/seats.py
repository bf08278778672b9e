"""Forms around a seat: who takes it from when, who stands in for its holder, when and why it ends."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.committees.states import ROLE_LABELS, SCOPE_LABELS, AccessScope, Role
from apps.kernel.forms_ui import ZonedDateTimeField
from apps.membership.rules.access import MOST_DAYS

AT_ONCE = _("Leave it empty for at once.")


class AppointmentForm(forms.Form):
    """One of the organisation's people takes a seat."""

    person = forms.ModelChoiceField(label=_("Who"), queryset=None, empty_label=_("Choose one"))
    role = forms.ChoiceField(label=_("Seat"))
    starts_at = ZonedDateTimeField(label=_("From when"), required=False, help_text=AT_ONCE)

    def __init__(self, *args: Any, people: QuerySet[User], roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, ROLE_LABELS[role]) for role in roles]  # type: ignore[attr-defined]


class CoverForm(forms.Form):
    """The alternate takes over for a time."""

    starts_at = ZonedDateTimeField(label=_("From when"), required=False, help_text=AT_ONCE)
    ends_at = ZonedDateTimeField(label=_("Until when"))
    because = forms.CharField(label=_("Why"), max_length=300, help_text=_("Everyone in the committee can read it."))


class AccessForm(forms.Form):
    """What an authority may see, and for how long."""

    scope = forms.ChoiceField(
        label=_("What it may see"),
        choices=[(scope.value, label) for scope, label in SCOPE_LABELS.items()],
        widget=forms.RadioSelect,
        initial=AccessScope.COMMUNITY,
    )
    days = forms.IntegerField(
        label=_("For how many days from today"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=365,
        help_text=_("Its seats end with the last of them. Clerks and its administrator are reminded before."),
    )


class FactorResetForm(forms.Form):
    """How one knows that a second factor is lost."""

    because = forms.CharField(
        label=_("How you know that it is lost"),
        max_length=300,
        help_text=_("Such as how the person reached you. Who confirms it and the person concerned can read it."),
    )


class EndSeatForm(forms.Form):
    """Why a seat ends, and when."""

    reason = forms.CharField(
        label=_("Why it ends"), max_length=300, help_text=_("Everyone in the committee can read it.")
    )
    ends_at = ZonedDateTimeField(label=_("When it ends"), required=False, help_text=AT_ONCE)


class DayForm(forms.Form):
    """A day in the past or to come."""

    on = forms.DateField(label=_("On which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
