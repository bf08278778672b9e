"""The forms of conditions for lifting, and of complete responses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.files.forms import MultipleFileField
from apps.kernel.forms_ui import RadioCards
from apps.pauses.forms.parts import TIERS

LONG = forms.Textarea(attrs={"rows": 5})
EVERYBODY_READS = _("Everybody who sees the order reads this.")


class EvidenceForm(forms.Form):
    """A lab shows that a condition is met."""

    text = forms.CharField(label=_("What does the evidence show?"), help_text=EVERYBODY_READS, widget=LONG)
    evidence = MultipleFileField(label=_("Files"), required=False)


class VerifyForm(forms.Form):
    """A verifier says what was found."""

    tier = forms.TypedChoiceField(
        label=_("How closely did you verify it?"), choices=TIERS, coerce=int, widget=RadioCards()
    )
    text = forms.CharField(
        label=_("What did you look at, and what did you find?"), help_text=EVERYBODY_READS, widget=LONG
    )
    evidence = MultipleFileField(label=_("Files"), required=False)

    def __init__(self, *args: Any, least: int = 0, **kwargs: Any) -> None:
        """`least` is the tier that the order asks for."""
        super().__init__(*args, **kwargs)
        self.fields["tier"].choices = [one for one in TIERS if int(one[0]) >= least]  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """More is needed."""

    because = forms.CharField(label=_("What is missing?"), help_text=EVERYBODY_READS, widget=LONG)


class AcceptForm(forms.Form):
    """A condition is found met."""

    text = forms.CharField(
        label=_("Your reasons"), help_text=EVERYBODY_READS, required=False, widget=LONG, max_length=20_000
    )


class ReopenForm(forms.Form):
    """A condition holds no longer."""

    because = forms.CharField(label=_("Why does it hold no longer?"), help_text=EVERYBODY_READS, widget=LONG)


class ResponseForm(forms.Form):
    """A lab's complete response."""

    text = forms.CharField(
        label=_("What has your lab shown, condition by condition?"), help_text=EVERYBODY_READS, widget=LONG
    )


class AnswerForm(forms.Form):
    """The answer to it."""

    accepted = forms.TypedChoiceField(
        label=_("Is the response complete?"),
        choices=(("yes", _("Yes, nothing more is asked of this lab")), ("no", _("No, something is missing"))),
        coerce=lambda value: value == "yes",
        widget=RadioCards(),
    )
    answer = forms.CharField(label=_("The reasons"), help_text=EVERYBODY_READS, widget=LONG)
