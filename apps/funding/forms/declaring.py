"""Declaring, estimating and appealing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from apps.files.forms import MultipleFileField
from apps.funding.rules.declaring import LONGEST_TYPE, LONGEST_UNUSUAL, MOST_TYPES, Said
from apps.funding.states import Confidence, Method
from apps.kernel.forms_ui import RadioCards

METHOD_LABELS = {
    Method.MEASURED: _("Measured"),
    Method.DERIVED: _("Derived"),
    Method.ESTIMATED: _("Estimated"),
}
METHOD_HINTS = {
    Method.MEASURED.value: _("Counted by the machines or their meters."),
    Method.DERIVED.value: _("Worked out from hours, numbers of accelerators and their use."),
    Method.ESTIMATED.value: _("From what is known otherwise, such as power or budget."),
}
CONFIDENCE_LABELS = {
    Confidence.HIGH: _("High: right within a tenth"),
    Confidence.MEDIUM: _("Medium: right within a half"),
    Confidence.LOW: _("Low: it may be twice or half of that"),
}
PARTS = ("type", "number", "each")
NAMES = {"type": "type", "number": "number", "flops_each": "each"}
LONG = forms.Textarea(attrs={"rows": 5})
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class FiguresForm(forms.Form):
    """A lab's computation: training, accelerators one type a row, and how sure one is of it."""

    training_flop = forms.CharField(
        label=_("Computation used for training, in FLOP"),
        help_text=_("All training in the base period. A whole number, such as 3.1e25, 3,1E25, 10^26 or 3.1×10²⁵."),
        max_length=80,
        widget=forms.TextInput(attrs=PLAIN),
    )

    def __init__(self, *args: Any, rows: int = 1, because: bool = False, **kwargs: Any) -> None:
        """`rows` types of accelerators can be named; `because` asks besides why an appeal is upheld."""
        super().__init__(*args, **kwargs)
        self.rows = max(1, min(rows, MOST_TYPES))
        for number in range(self.rows):
            self._add_row(number)
        self.fields["method"] = forms.ChoiceField(
            label=_("How did you come to the figure?"),
            choices=[(key.value, label) for key, label in METHOD_LABELS.items()],
            widget=RadioCards(hints=METHOD_HINTS),  # type: ignore[arg-type]
        )
        self.fields["confidence"] = forms.ChoiceField(
            label=_("How sure are you of it?"),
            choices=[(key.value, label) for key, label in CONFIDENCE_LABELS.items()],
            widget=RadioCards(),
        )
        self.fields["explanation"] = forms.CharField(
            label=_("What the figure rests on"),
            help_text=_("The lab and the custodian read this, nobody else."),
            required=False,
            widget=LONG,
        )
        if because:
            self.fields["because"] = forms.CharField(
                label=_("Why do you uphold the appeal?"), help_text=_("The lab reads this."), widget=LONG
            )

    def _add_row(self, number: int) -> None:
        labels = {
            "type": _say("Accelerator %(number)d: type") % {"number": number + 1},
            "number": _say("How many are installed at the end of the period?"),
            "each": _say("What does one do in a second, in FLOP/s?"),
        }
        most = {"type": LONGEST_TYPE, "number": 20, "each": 80}
        for part in PARTS:
            self.fields[f"{part}_{number}"] = forms.CharField(
                label=labels[part],
                required=False,
                max_length=most[part],
                widget=forms.TextInput(attrs=PLAIN | ({"list": "accelerators"} if part == "type" else {})),
            )
            self.fields[f"{part}_{number}"].always_answered = True  # type: ignore[attr-defined]
        self.fields[f"each_{number}"].help_text = _(
            "Dense, in the precision that you train in. May stay empty for a type of the list below."
        )

    @property
    def pieces(self) -> list[tuple[forms.BoundField, ...]]:
        """The fields of each row."""
        return [tuple(self[f"{part}_{number}"] for part in PARTS) for number in range(self.rows)]

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields before the rows."""
        return [self["training_flop"]]

    @property
    def foot(self) -> list[forms.BoundField]:
        """The fields after the rows."""
        return [self[name] for name in ("because", "method", "confidence", "explanation") if name in self.fields]

    def given(self) -> dict[str, Any]:
        """What the services take; rows that were left empty are none. Raises KeyError while the form is not valid."""
        data = self.cleaned_data
        self._filled = [number for number in range(self.rows) if any(data[f"{part}_{number}"] for part in PARTS)]
        rows = [Said(*(data[f"{part}_{number}"] for part in PARTS)) for number in self._filled]
        names = ("training_flop", "method", "confidence", "explanation", "because")
        return {name: data[name] for name in names if name in data} | {"accelerators": rows}

    def blame(self, errors: Mapping[str, str]) -> None:
        """Put the service's errors where people look for them."""
        for name, text in errors.items():
            kind, _dot, rest = name.partition(".")
            number, _dot, part = rest.partition(".")
            if kind == "accelerators" and part:
                self.add_error(f"{NAMES[part]}_{self._filled[int(number)]}", text)
            elif kind == "accelerators":
                self.add_error("type_0", text)
            else:
                self.add_error(name if name in self.fields else None, text)

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, field by field, to be sent again from the page on which it is checked."""
        return [(name, str(self[name].value() or "")) for name in self.fields]


class CheckForm(forms.Form):
    """What is asked once the figures are understood: why they are odd, where they are, and evidence."""

    def __init__(self, *args: Any, odd: bool, takes_files: bool, **kwargs: Any) -> None:
        """`odd` asks for a reason; `takes_files` for evidence."""
        super().__init__(*args, **kwargs)
        if odd:
            self.fields["unusual_because"] = forms.CharField(
                label=_("If that is right, why?"),
                help_text=_("The lab and the custodian read this, nobody else."),
                max_length=LONGEST_UNUSUAL,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": _("Say why, or change the figures.")},
            )
        if takes_files:
            self.fields["files"] = MultipleFileField(
                label=_("Evidence"),
                required=False,
                help_text=_("Logs, meter readings, tables. Your lab and the custodian open them, nobody else."),
            )


class AppealForm(forms.Form):
    """What is wrong with an estimate."""

    grounds = forms.CharField(
        label=_("What is wrong with the estimate, and what shows it?"),
        help_text=_("Your lab and the custodian read this, nobody else."),
        widget=LONG,
    )


class DismissForm(forms.Form):
    """Why an estimate stands."""

    because = forms.CharField(label=_("Why does the estimate stand?"), help_text=_("The lab reads this."), widget=LONG)


class ReasonForm(forms.Form):
    """Why a figure must be opened."""

    reason = forms.CharField(
        label=_("Why must this figure be opened?"), help_text=_("Everybody in the committee reads this."), widget=LONG
    )


class AnswerForm(forms.Form):
    """Why a figure is opened, or not."""

    because = forms.CharField(label=_("Why?"), help_text=_("Everybody in the committee reads this."), widget=LONG)


def rows_wanted(data: Any, installed: int) -> int:
    """How many rows a form has: those that were sent, or those of the last figure and one more."""
    if data is None:
        return 1 + installed
    return len([name for name in data if name.startswith("type_")])
