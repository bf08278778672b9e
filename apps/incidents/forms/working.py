"""What is asked of those who work an incident."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from apps.incidents.rules.action_verbs import TEXT_LENGTH
from apps.incidents.selectors.actions import Possible

LONG = forms.Textarea(attrs={"rows": 4})


class ActionForm(forms.Form):
    """What is to be done, by whom, by which day."""

    text = forms.CharField(label=_("What is to be done?"), widget=LONG, max_length=TEXT_LENGTH)
    owner = forms.ChoiceField(
        label=_("Who does it?"),
        help_text=_("An organisation, or one of its people. Others of the organisation may still say that it is done."),
    )
    due_on = forms.DateField(
        label=_("By which day?"),
        help_text=_("It is due at the end of that day, where its owner is."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, owners: Iterable[Possible], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(one.organisation.name, _choices(one)) for one in owners]
        self.fields["owner"].choices = [("", _now("Choose")), *groups]  # type: ignore[attr-defined]


def _choices(one: Possible) -> list[tuple[str, str]]:
    whole = [(one.organisation.key, _now("%(name)s, whoever files for it") % {"name": one.organisation.name})]
    people = [(str(seat.uid), f"{seat.holder}, {seat.get_role_display()}") for seat in one.seats]
    return [*(whole if one.as_a_whole else []), *people]


class DoneForm(forms.Form):
    """What was done."""

    note = forms.CharField(label=_("What was done?"), widget=LONG, max_length=TEXT_LENGTH)


class DropForm(forms.Form):
    """Why it is not done after all."""

    reason = forms.CharField(label=_("Why is it dropped?"), widget=LONG, max_length=TEXT_LENGTH)
