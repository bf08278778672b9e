"""The pages on which an order is written, one question area each."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation
from apps.kernel.forms_ui import CheckCards, ZonedDateTimeField
from apps.pauses.models import PauseOrder

LONGEST_TITLE = 200
LONGEST_BECAUSE = 500


class StepForm(forms.Form):
    """A page of a draft: `changes()` gives what the services take; nothing typed is thrown away on an error."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, order: PauseOrder, **kwargs: Any) -> None:
        """What the draft holds already is filled in."""
        super().__init__(*args, **kwargs)
        self.order = order
        self.initial = self.stored() | {"seen": order.version}

    def stored(self) -> dict[str, Any]:
        """What the draft holds, by field."""
        return {name: getattr(self.order, name) for name in self.fields if name != "seen"}

    def changes(self) -> dict[str, Any]:
        """The fields that are valid, as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def differences(self) -> list[tuple[str, Any]]:
        """What is stored now where something else was typed: label and stored value."""
        typed, stored = self.changes(), self.stored()
        return [
            (str(self.fields[name].label), _said(self.fields[name], stored[name]))
            for name in typed
            if name in stored and typed[name] != stored[name]
        ]


def _said(field: forms.Field, stored: Any) -> Any:
    """A stored value as the page says it."""
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(str(label) for key, label in field.choices if key in stored)
    if isinstance(field, forms.BooleanField):
        return _("Yes") if stored else _("No")
    return stored


class WordsForm(StepForm):
    """What is ordered and why; whether it is a drill comes first, for it marks everything."""

    is_drill = forms.BooleanField(
        label=_("This is a drill"),
        help_text=_("Everything runs as in a pause and is marked DRILL. It binds nobody."),
        required=False,
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("One line that says what is paused."),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Give the order a title.")},
    )
    reasons = forms.CharField(
        label=_("Why is the pause ordered?"),
        help_text=_("The labs that it binds, the members and the public read this."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A draft may be kept without them, but nobody moves it so: the page must not call them optional.
        self.fields["reasons"].always_answered = True  # type: ignore[attr-defined]


class StartForm(forms.Form):
    """How a draft begins: the same words."""

    is_drill = WordsForm.base_fields["is_drill"]
    title = WordsForm.base_fields["title"]
    reasons = WordsForm.base_fields["reasons"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].always_answered = True  # type: ignore[attr-defined]


class LabsForm(StepForm):
    """Which labs the order binds, and why: one reason for all, or one of its own for each."""

    labs = forms.MultipleChoiceField(label=_("Which labs does it bind?"), choices=(), required=False, widget=CheckCards)
    because = forms.CharField(
        label=_("Why does it bind them?"),
        help_text=_("The reason for all that have none of their own."),
        max_length=LONGEST_BECAUSE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    binds_newcomers = forms.BooleanField(
        label=_("Labs that become members later are bound too"),
        help_text=_("Otherwise everybody is told that the newcomer is not bound."),
        required=False,
    )

    def __init__(self, *args: Any, labs: Iterable[Organisation], bound: Mapping[str, str], **kwargs: Any) -> None:
        """`bound` are the labs by key that the draft names, each with why."""
        self.there, self.bound = list(labs), dict(bound)
        super().__init__(*args, **kwargs)
        self.fields["labs"].choices = [(lab.key, lab.name) for lab in self.there]  # type: ignore[attr-defined]
        for lab in self.there:
            self.fields[_own(lab.key)] = forms.CharField(label=lab.name, max_length=LONGEST_BECAUSE, required=False)
        self.initial |= self._of_labs()
        for name in ("labs", "because", *self._names()):
            self.fields[name].always_answered = True  # type: ignore[attr-defined]

    def _names(self) -> list[str]:
        return [_own(lab.key) for lab in self.there]

    def own_reasons(self) -> list[forms.BoundField]:
        """The fields for a reason that holds for one lab alone."""
        return [self[name] for name in self._names()]

    def shows_own_reasons(self) -> bool:
        """Whether one is given or refused, so that the page shows them at once."""
        return any(field.value() or field.errors for field in self.own_reasons())

    def _common(self) -> str:
        reasons = set(self.bound.values())
        return next(iter(reasons)) if len(reasons) == 1 else ""

    def _of_labs(self) -> dict[str, Any]:
        common = self._common()
        own = {key: "" if because == common else because for key, because in self.bound.items()}
        bound = [lab.key for lab in self.there if lab.key in self.bound]
        return {"labs": bound} | {_own(lab.key): own.get(lab.key, "") for lab in self.there}

    def stored(self) -> dict[str, Any]:
        return {"because": self._common(), "binds_newcomers": self.order.binds_newcomers} | self._of_labs()

    def chosen(self) -> dict[str, str]:
        """The labs that are ticked, each with its reason; those of the draft where a tick could not be read."""
        data = self.cleaned_data
        common = data.get("because", "")
        return {key: data.get(_own(key)) or common for key in data.get("labs", self.bound)}


def _own(lab: str) -> str:
    return f"because_{lab}"


class TimesForm(StepForm):
    """When the pause begins and ends, and which one it takes the place of."""

    starts_at = ZonedDateTimeField(
        label=_("From when does it bind?"),
        help_text=_("Leave it empty for the moment of its adoption."),
        required=False,
    )
    ends_at = ZonedDateTimeField(label=_("When does it end?"), required=False)
    replaces = forms.ChoiceField(label=_("Does it replace a pause in force?"), required=False, choices=())

    def __init__(self, *args: Any, standing: Iterable[tuple[str, str]], longest: str, **kwargs: Any) -> None:
        """`longest` says how far ahead the end may be, with the charter's article."""
        super().__init__(*args, **kwargs)
        self.fields["replaces"].choices = [("", _("No")), *standing]  # type: ignore[attr-defined]
        self.fields["ends_at"].help_text = longest
        self.fields["ends_at"].always_answered = True  # type: ignore[attr-defined]

    def stored(self) -> dict[str, Any]:
        found = {name: getattr(self.order, name) for name in ("starts_at", "ends_at")}
        return found | {"replaces": self.order.replaces.ref if self.order.replaces else ""}


class ParticipationForm(StepForm):
    """Whether the order waits until enough labs have joined."""

    labs_needed = forms.IntegerField(
        label=_("How many labs must join?"),
        help_text=_("Leave both empty for an order that binds without anybody joining."),
        min_value=1,
        max_value=1000,
        required=False,
    )
    share_needed = forms.CharField(
        label=_("Which share of the declared frontier computation must they have?"),
        help_text=_("Such as 2/3, 0.6 or 60 %."),
        max_length=20,
        required=False,
    )

    def clean_share_needed(self) -> str:
        """A percentage as the fraction that it is; anything else is judged with the number of labs."""
        text = str(self.cleaned_data["share_needed"]).replace(" ", "")
        if text.endswith("%"):
            number = text.removesuffix("%")
            return f"{number}/100" if number.isascii() and number.isdigit() else text
        return text
