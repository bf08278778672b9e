"""What an order is made of: measures, conditions for lifting; and the facts of a crossing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.kernel import flop
from apps.kernel.forms_ui import CheckCards, RadioCards, ZonedDateTimeField
from apps.pauses.models import Condition, Measure
from apps.pauses.rules.crossing import Crossing
from apps.pauses.services.drafting import Asked, Drawn
from apps.pauses.states import EXTENT_LABELS, RESTRICTS_LABELS, ConditionKind, Extent, Restricts

TIERS = (
    ("0", _("Declared by the lab")),
    ("1", _("Documents reviewed")),
    ("2", _("Independent audit")),
    ("3", _("On-site or continuous access")),
    ("4", _("Hardware evidence")),
)
KINDS = {
    ConditionKind.MILESTONE: (_("A milestone"), _("Something is done: a test suite passed, an audit finished.")),
    ConditionKind.METRIC: (_("A metric"), _("A measured value stays where it should for a time.")),
    ConditionKind.DATE: (_("A date"), _("It is met by itself when the date has come.")),
    ConditionKind.VOTE: (_("A vote"), _("The committee says so by a motion.")),
}


class MeasureForm(forms.Form):
    """One measure."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    restricts = forms.ChoiceField(
        label=_("What does it restrict?"),
        choices=[(one.value, RESTRICTS_LABELS[one]) for one in Restricts],
        widget=RadioCards(row=True),
    )
    above = forms.CharField(
        label=_("Above which amount?"),
        help_text=_(
            "For training above an amount: FLOP over the model's lineage, or a number of parameters, as you write them: 1e26, 10^26 or 1×10²⁶. What "
            "is exactly so much is not above it."
        ),
        max_length=60,
        required=False,
    )
    marker = forms.CharField(
        label=_("Which capability?"),
        help_text=_("Only for training beyond a capability: the name that labs and auditors use for it."),
        max_length=100,
        required=False,
    )
    extent = forms.ChoiceField(
        label=_("What of runs that have begun?"),
        choices=[(one.value, EXTENT_LABELS[one]) for one in Extent],
        widget=RadioCards(row=True),
        initial=Extent.FULL.value,
    )
    labs = forms.MultipleChoiceField(
        label=_("Which labs?"),
        help_text=_("Tick none for all that the order binds."),
        choices=(),
        required=False,
        widget=CheckCards,
    )
    starts_at = ZonedDateTimeField(
        label=_("From when?"), help_text=_("Leave it empty for the beginning of the order."), required=False
    )
    ends_at = ZonedDateTimeField(
        label=_("Until when?"), help_text=_("Leave it empty for the end of the order."), required=False
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("Anything that a lab must know to follow it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, labs: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["labs"].choices = list(labs)  # type: ignore[attr-defined]
        # What a measure restricts says which of the two it needs.
        for name in ("above", "marker"):
            self.fields[name].always_answered = True  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: Measure) -> dict[str, Any]:
        """What a measure holds already."""
        names = ("restricts", "extent", "marker", "words", "starts_at", "ends_at")
        above = "" if row.above is None else flop.in_words(int(row.above))
        labs = row.labs.values_list("binding__organisation__key", flat=True)
        return {name: getattr(row, name) for name in names} | {"above": above, "labs": list(labs)}

    def drawn(self) -> Drawn:
        """The measure as the service takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Drawn(**data | {"labs": tuple(data["labs"])})


class ConditionForm(forms.Form):
    """One condition for lifting."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(one.value, label) for one, (label, _hint) in KINDS.items()],
        widget=RadioCards(hints={one.value: hint for one, (_label, hint) in KINDS.items()}, row=True),
    )
    words = forms.CharField(
        label=_("What must be shown?"),
        help_text=_("So that a verifier can say whether it is."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what must be shown.")},
    )
    tier = forms.TypedChoiceField(
        label=_("How closely must it be verified?"), choices=TIERS, coerce=int, initial="0", widget=RadioCards()
    )
    date = ZonedDateTimeField(label=_("Which date?"), help_text=_("Only for a date."), required=False)
    measure = forms.TypedChoiceField(label=_("For what?"), choices=(), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, measures: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [("", _("The whole order")), *((str(number), f"{number}. {reads}") for number, reads in measures)]
        self.fields["measure"].choices = shown  # type: ignore[attr-defined]
        self.fields["measure"].always_answered = True  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: Condition) -> dict[str, Any]:
        """What a condition holds already."""
        found = {name: getattr(row, name) for name in ("kind", "words", "tier", "date")}
        return found | {"measure": str(row.measure.number) if row.measure else ""}

    def asked(self) -> Asked:
        """The condition as the service takes it."""
        return Asked(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class CrossingForm(forms.Form):
    """What crossed a threshold, as a clerk types it in."""

    threshold = forms.CharField(
        label=_("Which threshold was crossed?"),
        help_text=_("As the committee set it, such as “doubling time of training compute below 4 months”."),
        max_length=500,
    )
    value = forms.CharField(label=_("Which value crossed it?"), max_length=500)
    source = forms.CharField(
        label=_("Where is the value from?"),
        help_text=_("A report, a measurement, a filing, with its date."),
        max_length=500,
    )
    at = ZonedDateTimeField(label=_("When was it crossed?"))
    sure = forms.BooleanField(
        label=_("I have checked these facts. The pause binds at once."),
        error_messages={"required": _("Tick the box to order the pause.")},
    )

    def crossing(self) -> Crossing:
        """The facts as the service takes them."""
        return Crossing(**{name: self.cleaned_data[name] for name in ("threshold", "value", "source", "at")})
