"""The forms of proxies and weights."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Seat
from apps.kernel.forms_ui import ZonedDateTimeField
from apps.votes.models import Motion
from apps.votes.selectors.weights import Weight


class HolderChoice(forms.ModelChoiceField):
    """A seat, by the member that it speaks for."""

    def label_from_instance(self, obj: Seat) -> str:
        """The organisation and who sits for it."""
        return f"{obj.organisation.name}, {obj.holder}"

    def clean(self, value: Any) -> UUID:
        """The seat's name for the service."""
        return super().clean(value).uid


class MotionChoice(forms.ModelChoiceField):
    """An open motion, or none for a period."""

    def label_from_instance(self, obj: Motion) -> str:
        """Reference and title."""
        return f"{obj.ref} {obj.title}"

    def clean(self, value: Any) -> str:
        """Its reference; nothing for a period."""
        motion = super().clean(value)
        return motion.ref if motion else ""


class ProxyForm(forms.Form):
    """To whom one gives a proxy, and for what."""

    holder = HolderChoice(
        label=_("Who votes for your member?"), queryset=None, to_field_name="uid", empty_label=_("Choose one")
    )
    motion = MotionChoice(
        label=_("For which motion?"),
        help_text=_("Or leave this open and give a period below. One for a motion does not end one for a period."),
        queryset=None,
        to_field_name="ref",
        required=False,
        empty_label=_("For every motion in a period"),
    )
    starts_at = ZonedDateTimeField(label=_("From"), help_text=_("Leave it empty to begin at once."), required=False)
    ends_at = ZonedDateTimeField(label=_("Until"), help_text=_("Needed where you name no motion."), required=False)

    def __init__(self, *args: Any, holders: QuerySet[Seat], motions: QuerySet[Motion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = holders  # type: ignore[attr-defined]
        self.fields["motion"].queryset = motions  # type: ignore[attr-defined]


class WeightsForm(forms.Form):
    """What each member weighs, and by which decision; what is left as it was stays."""

    decision = forms.CharField(
        label=_("The committee's decision"),
        help_text=_("What was decided, when, and where it is written down."),
        max_length=300,
    )

    def __init__(self, *args: Any, weights: Iterable[Weight], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {weight.organisation.key: weight for weight in weights}
        for key, weight in self.members.items():
            self.fields[key] = forms.CharField(
                label=weight.organisation.name,
                required=False,
                max_length=40,
                initial=weight.written,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        self.order_fields([*self.members, "decision"])

    def changes(self) -> dict[str, str]:
        """The weights that differ from what is set, by member."""
        given = {key: self.cleaned_data.get(key, "").strip() for key in self.members}
        return {key: text for key, text in given.items() if text and text != self.members[key].written}
