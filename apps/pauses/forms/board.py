"""How the board is narrowed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.pauses.states import STATE_LABELS, State


class FilterForm(forms.Form):
    """How the board is narrowed; it stands in the address."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Open")), ("ended", _("Ended")), ("all", _("All"))]
        + [(state.value, STATE_LABELS[state]) for state in State if state != State.DRAFT],
    )
    lab = forms.ChoiceField(label=_("Lab"), required=False, choices=())
    year = forms.TypedChoiceField(label=_("Year"), required=False, choices=(), coerce=int, empty_value=None)
    drill = forms.ChoiceField(
        label=_("Drills"),
        required=False,
        choices=[("", _("With drills")), ("no", _("Without drills")), ("only", _("Drills only"))],
    )

    def __init__(self, *args: Any, labs: Iterable[tuple[str, str]], years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lab"].choices = [("", _("Any")), *labs]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("Any")), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]
