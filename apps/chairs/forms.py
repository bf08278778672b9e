"""The forms of the chair; what is right is decided by the services."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation, Seat
from apps.kernel.forms_ui import ZonedDateTimeField

WHY = forms.Textarea(attrs={"rows": 3})


class SeatChoice(forms.ModelChoiceField):
    """A seat, by who holds it for whom."""

    def label_from_instance(self, obj: Seat) -> str:
        """Its holder and organisation."""
        return f"{obj.holder}, {obj.organisation.name}"


class AppointForm(forms.Form):
    """Who presides from now on."""

    seat = SeatChoice(label=_("Who"), queryset=None, to_field_name="uid", empty_label=_("Choose one"))

    def __init__(self, *args: Any, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]


class StartForm(forms.Form):
    """Who takes part, who presides first, and for a lot the public value."""

    members = forms.ModelMultipleChoiceField(
        label=_("Who takes part"),
        queryset=None,
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The list is closed when you start. The charter gives the order."),
    )

    def __init__(self, *args: Any, able: Sequence[Organisation], by_lot: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.key for one in able]
        rows = Organisation.objects.filter(key__in=keys)
        self.fields["members"].queryset = rows  # type: ignore[attr-defined]
        self.fields["members"].initial = keys
        if by_lot:
            self.fields["source"] = forms.CharField(
                label=_("Public value"),
                max_length=300,
                help_text=_("Such as: the numbers of the state lottery of a day."),
            )
            self.fields["source_at"] = ZonedDateTimeField(label=_("When it becomes known"))
        else:
            self.fields["first"] = forms.ModelChoiceField(
                label=_("Who presides first"),
                queryset=rows,
                to_field_name="key",
                required=False,
                empty_label=_("Whoever the order names"),
            )


class ValueForm(forms.Form):
    """The public value for a lot that waits."""

    source = forms.CharField(label=_("Public value"), max_length=300)
    source_at = ZonedDateTimeField(label=_("When it becomes known"))


class DrawForm(forms.Form):
    """The value, once it is known."""

    seed = forms.CharField(label=_("The value as it was published"), max_length=200)


class SwapForm(forms.Form):
    """With whom to exchange places, and why."""

    other = forms.ChoiceField(label=_("With whom"))
    because = forms.CharField(label=_("Why"), max_length=300, widget=WHY)

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [("", _("Choose one")), *others]  # type: ignore[attr-defined]


class AbsenceForm(forms.Form):
    """Why the chair is away, and until when."""

    because = forms.CharField(label=_("Why"), max_length=300, widget=WHY)
    until = ZonedDateTimeField(label=_("Until"), required=False, help_text=_("Leave empty if you do not know yet."))


class ExclusionForm(forms.Form):
    """Whom the committee keeps from the chair, in which year, by which decision."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=None, to_field_name="key", empty_label=_("Choose one")
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    because = forms.CharField(label=_("Why"), max_length=300, widget=WHY)
    decision = forms.CharField(label=_("The committee's decision"), max_length=300)

    def __init__(self, *args: Any, able: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.pk for one in able]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=keys)  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    """By which decision an exclusion is lifted."""

    decision = forms.CharField(label=_("The committee's decision"), max_length=300)
