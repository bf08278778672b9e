"""The small forms beside a report: evidence, updates, how it ended, the list's filters, history."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.files.forms import MultipleFileField, MultipleFileInput
from apps.incidents.states import SEVERITY_LABELS, STATE_LABELS, State

LONG = forms.Textarea(attrs={"rows": 5})


class EvidenceForm(forms.Form):
    """Files that show what happened, and for whom they are sealed."""

    evidence = MultipleFileField(
        label=_("Add files"),
        sealed=True,
        help_text=_("PDF, image, text, table, JSON, Word or Excel file; or a file that you sealed yourself (.age)."),
    )
    sealed_to = forms.MultipleChoiceField(
        label=_("Seal them for these readers only"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Choose nobody, and whoever may see the report reads them. Else only the chosen can, so choose yourselves, "
            "too. The portal reads the files for a moment as they come in and keeps only the sealed form; so that it "
            "never does, seal them yourself."
        ),
    )

    def __init__(self, *args: Any, keys: Iterable[Any] = (), **kwargs: Any) -> None:
        """`keys` are those to which the files can be sealed."""
        super().__init__(*args, **kwargs)
        choices = [(key.recipient, key.holder) for key in keys]
        self.fields["sealed_to"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["sealed_to"]


class UpdateForm(forms.Form):
    """What is new."""

    text = forms.CharField(label=_("What is new?"), widget=LONG)


class OutcomeForm(forms.Form):
    """How it ended."""

    outcome = forms.CharField(label=_("How did it end?"), widget=LONG)


class WithdrawForm(forms.Form):
    """Why a report is taken back."""

    reason = forms.CharField(label=_("Why is it withdrawn?"), widget=LONG)


class FilterForm(forms.Form):
    """How the list is narrowed; it stands in the address."""

    q = forms.CharField(label=_("Words or reference"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), ("open", _("Open"))] + [(state.value, STATE_LABELS[state]) for state in State],
    )
    severity = forms.ChoiceField(
        label=_("Severity"),
        required=False,
        choices=[("", _("Any"))] + [(str(int(step)), SEVERITY_LABELS[step]) for step in SEVERITY_LABELS],
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    assignee = forms.ChoiceField(
        label=_("Who has it"), required=False, choices=[("", _("Any")), ("mine", _("Me")), ("nobody", _("Nobody"))]
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", _("Any")), *organisations]  # type: ignore[attr-defined]


class HistoryForm(forms.Form):
    """A file with incidents of the past."""

    file = MultipleFileField(
        label=_("File"),
        most=1,
        help_text=_("A CSV table or a JSON list, in UTF-8."),
        widget=MultipleFileInput({"accept": ".csv,.json"}),
    )

    def clean_file(self) -> Any:
        """Only what can be read."""
        chosen = self.cleaned_data["file"]
        if not chosen[0].name.lower().endswith((".csv", ".json")):
            raise forms.ValidationError(_("Choose a file whose name ends in .csv or .json."), code="kind")
        return chosen
