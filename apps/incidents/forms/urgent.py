"""The form of the urgent line: four questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.incidents.forms.steps import ANSWERS, FactField
from apps.incidents.rules.facts import FACTS
from apps.incidents.rules.report import TEXT_LENGTH
from apps.incidents.states import SEVERITY_LABELS
from apps.kernel.forms_ui import RadioCards, ZonedDateTimeField


class UrgentForm(forms.Form):
    """What somebody can say at once; everything else is asked for afterwards."""

    narrative = forms.CharField(
        label=_("What happens?"),
        help_text=_("A few words are enough. The first sentence becomes the title."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=TEXT_LENGTH,
        error_messages={"required": _("Say in a few words what happens.")},
    )
    severity = forms.TypedChoiceField(
        label=_("How grave is it?"),
        help_text=_("If in doubt, the graver one. You can correct it."),
        choices=[(str(int(step)), SEVERITY_LABELS[step]) for step in sorted(SEVERITY_LABELS, reverse=True)],
        coerce=int,
        widget=RadioCards(),
    )
    aware_at = ZonedDateTimeField(
        label=_("Since when do you know of it?"),
        help_text=_("It stands on now. Leave it empty if it is not yet known."),
        required=False,
    )
    imminent_danger = FactField(label=_(FACTS["imminent_danger"].question))

    def clean_imminent_danger(self) -> Any:
        """Yes, no, or not yet known."""
        return ANSWERS[self.cleaned_data["imminent_danger"]]
