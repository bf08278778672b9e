"""Which reports the figures count."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.incidents.selectors.statistics import Period
from apps.incidents.states import KIND_LABELS

DAY = forms.DateInput(attrs={"type": "date"})


class PeriodForm(forms.Form):
    """From one day to another, by whom, of which kind; it stands in the address."""

    since = forms.DateField(label=_("Filed from"), required=False, widget=DAY)
    until = forms.DateField(label=_("To"), required=False, widget=DAY)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Any")), *((one.value, KIND_LABELS[one]) for one in KIND_LABELS)],
    )

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """`organisations` are keys and names on offer."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", _("Any")), *organisations]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A period does not end before it begins."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return data

    def period(self) -> Period:
        """What was asked for; everything where that cannot be read."""
        return Period(**self.cleaned_data) if self.is_bound and self.is_valid() else Period()
