"""Which calendar gets an address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.deadlines.rules.feeds import feed_kinds
from apps.kernel.forms_ui import RadioCards


class FeedForm(forms.Form):
    """A new address, for a calendar that has none yet."""

    whose = forms.ChoiceField(label=_("Which calendar?"), widget=RadioCards)

    def __init__(self, *args: Any, taken: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [(whose, kind.label) for whose, kind in feed_kinds() if whose not in set(taken)]
        self.fields["whose"].choices = left  # type: ignore[attr-defined]
        self.fields["whose"].initial = left[0][0] if left else None
