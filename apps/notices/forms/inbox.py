"""How the inbox is narrowed; it stands in the address, and an odd value counts as none."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.notices.selectors import Show, kinds_told


def _kinds() -> Iterator[tuple[str, Any]]:
    yield "", _("Any")
    yield from ((kind.key, capfirst(str(kind.label))) for kind in kinds_told())


class InboxForm(forms.Form):
    """Which part of the inbox, and about what kind of subject."""

    kind = forms.ChoiceField(label=_("About"), choices=_kinds, required=False)
    show = forms.ChoiceField(choices=[(each, each) for each in Show], required=False, widget=forms.HiddenInput)

    def asked(self) -> tuple[Show, str]:
        """The part and the kind ("": any)."""
        self.is_valid()
        return Show(self.cleaned_data.get("show") or Show.ALL), self.cleaned_data.get("kind", "")
