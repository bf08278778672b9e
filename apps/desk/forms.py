"""How the desk's lists are narrowed, and what is said when somebody is chased."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.desk.selectors import Silence

ANY = ("", _("Any"))
KINDS = {
    Silence.UNOPENED: _("Nobody has opened it"),
    Silence.UNANSWERED: _("Nobody is on it or has acted"),
    Silence.IDLE: _("Nobody has acted"),
}


class SilenceForm(forms.Form):
    """Whose silence, and which kind; it stands in the address, and an odd value counts as none."""

    kind = forms.ChoiceField(
        label=_("Silence"), choices=[ANY, *((kind.value, label) for kind, label in KINDS.items())], required=False
    )
    organisation = forms.ChoiceField(label=_("Owed by"), required=False)

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [ANY, *organisations]  # type: ignore[attr-defined]

    @property
    def kind_asked(self) -> Silence | None:
        """The kind of silence, if one was asked for."""
        self.is_valid()
        asked = self.cleaned_data.get("kind")
        return Silence(asked) if asked else None

    @property
    def organisation_asked(self) -> str:
        """The organisation's key, "" for any."""
        self.is_valid()
        return self.cleaned_data.get("organisation", "")


class ChaseForm(forms.Form):
    """A word with the question."""

    note = forms.CharField(
        label=_("Note"),
        help_text=_("Whoever may see what it is about can read it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
