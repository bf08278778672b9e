"""The forms of permits."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.kernel.forms_ui import CheckCards, ZonedDateTimeField

LONG = forms.Textarea(attrs={"rows": 4})


class RequestForm(forms.Form):
    """A lab asks for a permit."""

    measures = forms.TypedMultipleChoiceField(
        label=_("From which measures is the run to be exempt?"),
        help_text=_("Only those that bind your lab are listed. Tick none for all of them."),
        choices=(),
        coerce=int,
        required=False,
        widget=CheckCards,
    )
    run = forms.CharField(
        label=_("What is the run called?"),
        help_text=_(
            "The name under which you will start it; your scheduler must use the same. Left empty, it is the permit's own number."
        ),
        max_length=100,
        required=False,
    )
    purpose = forms.CharField(
        label=_("What is it for?"), widget=LONG, error_messages={"required": _("Say what the run is for.")}
    )
    flop = forms.CharField(
        label=_("How many FLOP may it take at most?"),
        help_text=_("As you write them: 1e24, 10^24 or 3.1×10²⁴. A larger run is not covered."),
        max_length=60,
        error_messages={"required": _("Give a whole number, such as 1e24.")},
    )
    until = ZonedDateTimeField(
        label=_("Until when?"),
        help_text=_("No later than the end of the order. From then on the run is bound again."),
        error_messages={"required": _("Give the date and the time until which you need it.")},
    )
    conditions_offered = forms.CharField(
        label=_("Which conditions do you offer?"),
        help_text=_("Logs, access for auditors, a ceiling; whoever decides may ask for others."),
        required=False,
        widget=LONG,
    )

    def __init__(self, *args: Any, measures: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(str(number), f"{number}. {reads}") for number, reads in measures]
        self.fields["measures"].choices = shown  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """A permit is granted."""

    conditions = forms.CharField(
        label=_("On which conditions?"),
        help_text=_("Everybody who sees the order reads them."),
        required=False,
        widget=LONG,
    )
    until = ZonedDateTimeField(
        label=_("Until when?"),
        help_text=_("No later than was asked for."),
        error_messages={"required": _("Give its end.")},
    )


class RefuseForm(forms.Form):
    """A permit is refused."""

    because = forms.CharField(
        label=_("Why is it refused?"),
        help_text=_("The lab, the clerks and whoever presides read it."),
        max_length=2000,
        widget=LONG,
    )


class RevokeForm(forms.Form):
    """A permit is revoked."""

    because = forms.CharField(
        label=_("Why is it revoked?"),
        help_text=_("Everybody who sees the order reads it."),
        max_length=2000,
        widget=LONG,
    )
