"""Writing a motion, and the small forms beside one."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.committees.rules.viewer import Viewer
from apps.files.forms import MultipleFileField
from apps.kernel.forms_ui import RadioCards
from apps.votes.models import Motion
from apps.votes.rules.kinds import GENERAL, KINDS, Parameter
from apps.votes.selectors.asks import named
from apps.votes.services.drafting import LONGEST_TITLE
from apps.votes.states import PROCEDURE_LABELS, PROCEDURE_MEANINGS, STATE_LABELS, State

LONG = forms.Textarea(attrs={"rows": 4})
OPEN = "open"


class KindForm(forms.Form):
    """What a motion is for."""

    kind = forms.ChoiceField(label=_("What is the committee to decide?"), choices=())
    about = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, now: datetime, **kwargs: Any) -> None:
        """`about` is the thing from whose page somebody comes; it counts only for a kind that can name it."""
        super().__init__(*args, **kwargs)
        self._named = partial(named, viewer, now=now)
        chosen = sorted(((key, kind) for key, kind in KINDS if kind.chosen), key=lambda one: one[0] != GENERAL)
        self.fields["kind"].widget = RadioCards(hints={key: kind.hint for key, kind in chosen})
        self.fields["kind"].choices = [(key, kind.label) for key, kind in chosen]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The kind, and what the draft names from its first moment."""
        kind = self.cleaned_data.get("kind", "")
        return {"kind": kind, "payload": self._named(kind, self.cleaned_data.get("about", ""))}

    def asked(self) -> str:
        """What a motion begun here would ask for, in words; nothing where it names nothing yet."""
        payload = self._named(self["kind"].value() or "", self["about"].value() or "")
        return KINDS[self["kind"].value()].says(payload) if payload else ""


class DraftForm(forms.Form):
    """A draft: what its kind names, title, text, how it is decided; half of it may be missing until it is proposed."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("One line that says what is decided."),
        required=False,
        max_length=LONGEST_TITLE,
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("What the committee decides, as it is to read. Markdown gives headings, lists and tables."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    procedure = forms.ChoiceField(label=_("How is it decided?"), choices=())
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, motion: Motion, viewer: Viewer, now: datetime, **kwargs: Any) -> None:
        kind = KINDS[motion.kind]
        kept = {"title": motion.title, "text": motion.text, "procedure": motion.procedure, "seen": motion.version}
        kwargs["initial"] = kept | {f"names_{key}": value for key, value in motion.payload.items()}
        super().__init__(*args, **kwargs)
        named = {f"names_{one.name}": _named(one, viewer, now) for one in kind.parameters if not motion.is_amendment}
        self.fields = named | self.fields
        self.names = list(named)
        self.fields["procedure"].widget = RadioCards(
            hints={one.value: PROCEDURE_MEANINGS[one] for one in kind.procedures}
        )
        self.fields["procedure"].choices = [  # type: ignore[attr-defined]
            (one.value, PROCEDURE_LABELS[one]) for one in kind.procedures
        ]
        # A draft may be kept without them, but nobody proposes it so: the page must not call them optional.
        for name in ("title", "text"):
            self.fields[name].always_answered = True  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """What is valid, as the service takes it."""
        data = self.cleaned_data
        changes = {name: data[name] for name in ("title", "text", "procedure") if name in data}
        payload = {name.removeprefix("names_"): data[name] for name in self.names if name in data}
        return changes | ({"payload": payload} if self.names and len(payload) == len(self.names) else {})


def _named(parameter: Parameter, viewer: Viewer, now: datetime) -> forms.Field:
    about: dict[str, Any] = {"label": parameter.label, "help_text": parameter.hint, "required": False}
    field: forms.Field
    if parameter.choices is None:
        field = forms.CharField(max_length=60, **about)
    else:
        field = forms.ChoiceField(choices=[("", _("Choose one")), *parameter.choices(viewer, now)], **about)
    field.always_answered = not parameter.optional  # type: ignore[attr-defined]
    return field


class PapersForm(forms.Form):
    """Files beside a motion."""

    uploads = MultipleFileField(label=_("Add papers"))


class StatementForm(forms.Form):
    """What somebody says on a motion."""

    text = forms.CharField(
        label=_("Your statement for the record"),
        help_text=_("Everyone who may see the motion reads it. It cannot be changed or taken back."),
        widget=LONG,
        error_messages={"required": _("Write your statement.")},
    )


class WithdrawForm(forms.Form):
    """Why a motion is taken back."""

    because = forms.CharField(
        label=_("Why is it withdrawn?"), widget=LONG, error_messages={"required": _("Say why it is withdrawn.")}
    )


class ReviewForm(forms.Form):
    """What came of the review of an emergency decision."""

    text = forms.CharField(label=_("What came of the review?"), widget=LONG)


class RecusalForm(forms.Form):
    """That a member must stand back."""

    organisation = forms.ChoiceField(label=_("Which member must stand back?"), choices=())
    because = forms.CharField(label=_("What stake does it have?"), max_length=500, widget=LONG)

    def __init__(self, *args: Any, members: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", _("Choose one")), *members]  # type: ignore[attr-defined]


class ContestForm(forms.Form):
    """Why a recusal is wrong."""

    because = forms.CharField(label=_("Why is it wrong?"), max_length=1000, widget=LONG)


class DecisionForm(forms.Form):
    """Whether a member stands back."""

    verb = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("uphold", _("It stands back")), ("lift", _("It votes"))],
        widget=RadioCards(row=True),
    )
    because = forms.CharField(label=_("Why?"), max_length=1000, widget=LONG)


class FilterForm(forms.Form):
    """How the list is narrowed; it stands in the address."""

    q = forms.CharField(label=_("Words or reference"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), (OPEN, _("Open"))] + [(state.value, STATE_LABELS[state]) for state in State],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=())
    organisation = forms.ChoiceField(label=_("Moved by"), required=False, choices=())

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(key, kind.label) for key, kind in KINDS]
        self.fields["kind"].choices = [("", _("Any")), *kinds]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [("", _("Any")), *organisations]  # type: ignore[attr-defined]
