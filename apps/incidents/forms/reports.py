"""The pages on which a report is written, one question area each, and the small forms beside a report."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.files.forms import MultipleFileField, MultipleFileInput
from apps.incidents.models import Incident
from apps.incidents.rules.facts import FACTS, PLACES
from apps.incidents.rules.report import OWN_REFERENCE_LENGTH, TITLE_LENGTH
from apps.incidents.states import KIND_LABELS, KIND_MEANINGS, SEVERITY_LABELS, STATE_LABELS, State
from apps.kernel.forms_ui import CheckCards, RadioCards, ZonedDateTimeField, zone_choices
from apps.kernel.tlp import MEANINGS, TLP

LONG = forms.Textarea(attrs={"rows": 5})
KNOWN = (("yes", _("Yes")), ("no", _("No")), ("", _("Not yet known")))
ANSWERS = {"yes": True, "no": False, "": None}


class FactField(forms.ChoiceField):
    """Yes, no or not yet known; the last is an answer too, so the page does not call the question optional."""

    always_answered = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=KNOWN, required=False, widget=RadioCards(row=True), **kwargs)


class StepForm(forms.Form):
    """A page of a draft: `changes()` gives what the services take; nothing typed is thrown away on an error."""

    key = ""
    heading: Any = ""

    @classmethod
    def initial_of(cls, incident: Incident) -> dict[str, Any]:
        """What the draft holds already."""
        return {name: getattr(incident, name) for name in cls.base_fields if hasattr(incident, name)}

    def changes(self) -> dict[str, Any]:
        """The fields that are valid, as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields}


class WhatForm(StepForm):
    """What happened, how grave."""

    key = "what"
    heading = _("What happened")

    title = forms.CharField(
        label=_("Title"),
        help_text=_("One line that those who may see the report will recognise."),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Give a short title.")},
    )
    narrative = forms.CharField(
        label=_("Describe the chain of events"),
        help_text=_("What happened, in order, and what made it possible. Plain words are enough."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Describe the chain of events.")},
    )
    kind = forms.ChoiceField(
        label=_("What sort of event is it?"),
        choices=[(kind.value, KIND_LABELS[kind]) for kind in KIND_LABELS],
        widget=RadioCards(hints={kind.value: KIND_MEANINGS[kind] for kind in KIND_MEANINGS}, row=True),
    )
    severity = forms.TypedChoiceField(
        label=_("How grave is it?"),
        help_text=_("Judge by the gravest harm that happened or was close."),
        choices=[(str(int(step)), SEVERITY_LABELS[step]) for step in SEVERITY_LABELS],
        coerce=int,
        empty_value=None,
        widget=RadioCards(),
    )
    model = forms.CharField(
        label=_("Which model?"),
        help_text=_("Name and version, if a model was involved."),
        required=False,
        max_length=300,
    )


class WhenForm(StepForm):
    """When and where, and the facts that duties hang on."""

    key = "when"
    heading = _("When and where")

    aware_at = ZonedDateTimeField(
        label=_("When did you become aware?"),
        help_text=_("Most legal clocks start here. Leave it empty if it is not yet known."),
        required=False,
    )
    started_at = ZonedDateTimeField(label=_("When did it start?"), required=False)
    ended_at = ZonedDateTimeField(
        label=_("When did it end?"), help_text=_("Leave it empty while it goes on."), required=False
    )
    determined_at = ZonedDateTimeField(label=_("When did you determine that it must be reported?"), required=False)
    zone = forms.ChoiceField(label=_("In which time zone do your own duties run?"), choices=zone_choices)
    jurisdictions = forms.MultipleChoiceField(
        label=_("Which jurisdictions are touched?"),
        choices=list(PLACES.items()),
        required=False,
        widget=CheckCards,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, asked in FACTS.items():
            self.fields[f"fact_{name}"] = FactField(label=_(asked.question))

    @classmethod
    def initial_of(cls, incident: Incident) -> dict[str, Any]:
        words = {value: word for word, value in ANSWERS.items()}
        facts = {f"fact_{name}": words[incident.facts.get(name)] for name in FACTS}
        return super().initial_of(incident) | facts

    def changes(self) -> dict[str, Any]:
        changes = super().changes()
        facts = {name: ANSWERS[changes.pop(f"fact_{name}", "")] for name in FACTS}
        return changes | {"facts": {name: value for name, value in facts.items() if value is not None}}


class DetailForm(StepForm):
    """What is known of causes and response; all of it may come later."""

    key = "detail"
    heading = _("Causes and response")

    evidence_of_involvement = forms.CharField(
        label=_("What shows that the model was involved?"), required=False, widget=LONG
    )
    root_cause = forms.CharField(label=_("Root cause, as far as known"), required=False, widget=LONG)
    response_done = forms.CharField(label=_("What have you done so far?"), required=False, widget=LONG)
    response_planned = forms.CharField(label=_("What will you do next?"), required=False, widget=LONG)
    recommendation = forms.CharField(
        label=_("What do you recommend to the committee or to authorities?"), required=False, widget=LONG
    )
    patterns = forms.CharField(label=_("Have you seen the like before?"), required=False, widget=LONG)
    own_reference = forms.CharField(
        label=_("Your own reference"),
        help_text=_("The number in your own tracker; it may be used once."),
        required=False,
        max_length=OWN_REFERENCE_LENGTH,
    )


class WhoForm(StepForm):
    """Who may be told."""

    key = "who"
    heading = _("Who may see it")

    tlp = forms.ChoiceField(
        label=_("Who may be told?"),
        help_text=_("Your own organisation always sees its report. You can widen the label later."),
        choices=[(label.value, label.value) for label in TLP],
        widget=RadioCards(hints={label.value: MEANINGS[label] for label in TLP}),
    )
    recipients = forms.ModelMultipleChoiceField(
        label=_("Whom do you name?"),
        help_text=_(
            "The organisations you name see the report whatever its label. A TLP:RED report must name the "
            "secretariat or an independent member."
        ),
        queryset=None,
        to_field_name="key",
        required=False,
        widget=CheckCards,
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients"].queryset = organisations  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        changes = super().changes()
        if "recipients" in changes:
            changes["recipients"] = [organisation.key for organisation in changes["recipients"]]
        return changes


STEPS: Mapping[str, type[StepForm]] = {form.key: form for form in (WhatForm, WhenForm, DetailForm, WhoForm)}


class EvidenceForm(forms.Form):
    """Files that show what happened."""

    evidence = MultipleFileField(label=_("Add files"))


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
