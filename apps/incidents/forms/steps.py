"""The pages on which a report is written or corrected, one question area each; only what matters is asked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.incidents.rules.asking import matters
from apps.incidents.rules.facts import FACTS, HARMS, PLACES, SCALE
from apps.incidents.rules.report import (
    MODEL_LENGTH,
    OWN_REFERENCE_LENGTH,
    TITLE_LENGTH,
    TRAINING_RUN_LENGTH,
    Content,
    strictest,
)
from apps.incidents.states import KIND_LABELS, KIND_MEANINGS, SEVERITY_LABELS
from apps.kernel.forms_ui import CheckCards, RadioCards, ZonedDateTimeField, zone_choices
from apps.kernel.tlp import MEANINGS, TLP

LONG = forms.Textarea(attrs={"rows": 5})
KNOWN = (("yes", _("Yes")), ("no", _("No")), ("", _("Not yet known")))
ANSWERS = {"yes": True, "no": False, "": None}
WORDS = {value: word for word, value in ANSWERS.items()}
FACT = "fact_"
HARM = "harm_"
UNKNOWN_SCALE = "unknown"
SCALES = (
    ("", _("None")),
    (UNKNOWN_SCALE, _("Harmed, how gravely is not yet known")),
    *((str(step), f"{step} {words.capitalize()}") for step, words in SCALE.items()),
)


class FactField(forms.ChoiceField):
    """Yes, no or not yet known; the last is an answer too, so the page does not call the question optional."""

    always_answered = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=KNOWN, required=False, widget=RadioCards(row=True), **kwargs)


class StepForm(forms.Form):
    """A page of a report: `changes()` gives what the services take; nothing typed is thrown away on an error.

    `facts` are the yes-or-no questions of the page. Those that do not matter, by `content`, are left out.
    """

    key = ""
    heading: Any = ""
    facts: tuple[str, ...] = ()

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        for name in [name for name in self.fields if not matters(name, content)]:
            del self.fields[name]
        for name in self.facts:
            if matters(name, content):
                self.fields[FACT + name] = FactField(label=_(FACTS[name].question))

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """What the report says already, of its answers by question."""
        facts = {FACT + name: WORDS[answers.get(f"facts.{name}")] for name in cls.facts}
        return {name: answers[name] for name in cls.base_fields if name in answers} | facts

    def changes(self) -> dict[str, Any]:
        """The fields that are valid, as the services take them; a fact not yet known is None."""
        good = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        facts = {name.removeprefix(FACT): ANSWERS[good.pop(name)] for name in list(good) if name.startswith(FACT)}
        return good | ({"facts": facts} if facts else {})

    def field_of(self, question: str) -> str:
        """The field that asks a question; empty for one that is not asked here."""
        name = question.replace("facts.", FACT, 1) if question.startswith("facts.") else question
        return name if name in self.fields else ""

    def words_of(self, question: str, value: Any) -> Any:
        """An answer as text, or as the instant that it is."""
        if question.startswith("facts."):
            return dict(KNOWN)[WORDS[value]]
        if isinstance(value, list):
            names = {str(code): str(label) for code, label in getattr(self.fields.get(question), "choices", ())}
            return ", ".join(names.get(one, one) for one in value)
        choices = getattr(self.fields.get(question), "choices", ())
        return {str(code): label for code, label in choices}.get(str(value), value) if value is not None else ""


class WhatForm(StepForm):
    """What happened, of which sort, and whether a model played a part."""

    key = "what"
    heading = _("What happened")
    facts = ("model_involved",)

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


class HarmForm(StepForm):
    """Who or what was harmed, on a scale; the gravest harm decides how grave the event is."""

    key = "harm"
    heading = _("Harm")

    harms = forms.ChoiceField(
        label=_("Was anybody or anything harmed?"),
        choices=KNOWN,
        required=False,
        widget=RadioCards(row=True),
    )
    harmed = forms.CharField(
        label=_("Who or what was harmed, or could have been?"),
        help_text=_("Whom, how many, where. No names of people."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    severity = forms.TypedChoiceField(
        label=_("How grave is it?"),
        help_text=_("Judge by the gravest harm that happened or was close. A graver harm named above counts instead."),
        choices=[(str(int(step)), SEVERITY_LABELS[step]) for step in SEVERITY_LABELS],
        coerce=int,
        empty_value=None,
        widget=RadioCards(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "harms" not in self.fields:
            return
        self.fields["harms"].always_answered = True  # type: ignore[attr-defined]
        others = {name: self.fields.pop(name) for name in ("harmed", "severity")}
        for kind, words in HARMS.items():
            field = forms.ChoiceField(label=f"{words[0].upper()}{words[1:]}", choices=SCALES, required=False)
            field.always_answered = True  # type: ignore[attr-defined]
            self.fields[HARM + kind] = field
        self.fields |= others

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        harms = answers.get("harms")
        scales = {HARM + kind: UNKNOWN_SCALE if step is None else str(step) for kind, step in (harms or {}).items()}
        said = "" if harms is None else "yes" if harms else "no"
        return super().initial_of(answers) | {"harms": said} | scales

    def clean(self) -> dict[str, Any]:
        """A harm is on the scale; who names none says so or leaves it open, and the gravest decides the severity."""
        data = super().clean() or {}
        if data.get("harms") == "yes" and not self._scales(data) and not self._has_wrong_scale():
            self.add_error("harms", _("Say below what was harmed, or choose “Not yet known”."))
        elif data.get("harms") != "yes" and self._scales(data):
            self.add_error("harms", _("Harm is named below. Choose “Yes”, or set what is below to “None”."))
        gravest = strictest(None, self._scales(data))
        if gravest and "severity" in self.errors and not self["severity"].value():
            del self.errors["severity"]
            data["severity"] = gravest
        return data

    def _has_wrong_scale(self) -> bool:
        return any(name.startswith(HARM) for name in self.errors)

    @staticmethod
    def _scales(data: Mapping[str, Any]) -> dict[str, int | None]:
        steps = {name.removeprefix(HARM): step for name, step in data.items() if name.startswith(HARM) and step}
        return {kind: None if step == UNKNOWN_SCALE else int(step) for kind, step in steps.items()}

    def changes(self) -> dict[str, Any]:
        changes = super().changes()
        scales = self._scales(changes)
        changes = {name: value for name, value in changes.items() if not name.startswith(HARM)}
        if "harms" in changes:
            changes["harms"] = {"yes": scales, "no": {}, "": None}[changes["harms"]]
            if self._has_wrong_scale():
                del changes["harms"]
        return changes

    def words_of(self, question: str, value: Any) -> Any:
        return words_of_harms(value) if question == "harms" else super().words_of(question, value)


def words_of_harms(harms: Mapping[str, int | None] | None) -> Any:
    """What was harmed, and how gravely, in one line."""
    if not harms:
        return _("Not yet known") if harms is None else _("No harm")
    return "; ".join(_harm_in_words(kind, step) for kind, step in harms.items())


def _harm_in_words(kind: str, step: int | None) -> str:
    named = HARMS.get(kind, kind)
    return f"{named}: {SCALE.get(step, str(step)) if step is not None else 'how gravely is not yet known'}"


class ModelForm(StepForm):
    """The model that played a part, or may have."""

    key = "model"
    heading = _("Model")
    facts = ("weights_exfiltrated", "internal_use_only")

    model = forms.CharField(
        label=_("Which model?"), help_text=_("Name and version."), required=False, max_length=MODEL_LENGTH
    )
    training_run = forms.CharField(
        label=_("Which training run?"),
        help_text=_("Its name in your own books, if the event happened in one or came out of one."),
        required=False,
        max_length=TRAINING_RUN_LENGTH,
    )
    evidence_of_involvement = forms.CharField(
        label=_("What shows that the model was involved?"), required=False, widget=LONG
    )


class WhenForm(StepForm):
    """The instants at which clocks start."""

    key = "when"
    heading = _("When")

    aware_at = ZonedDateTimeField(
        label=_("When did you become aware?"),
        help_text=_("Most legal clocks start here. Leave it empty if it is not yet known."),
        required=False,
    )
    started_at = ZonedDateTimeField(label=_("When did it start?"), required=False)
    ended_at = ZonedDateTimeField(
        label=_("When did it end?"), help_text=_("Leave it empty while it goes on."), required=False
    )
    involved_at = ZonedDateTimeField(
        label=_("When did you first have reason to think that a model played a part?"), required=False
    )
    determined_at = ZonedDateTimeField(label=_("When did you determine that it must be reported?"), required=False)
    resolved_at = ZonedDateTimeField(
        label=_("When was it resolved?"), help_text=_("Leave it empty while it is not."), required=False
    )
    zone = forms.ChoiceField(label=_("In which time zone do your own duties run?"), choices=zone_choices)


class WhereForm(StepForm):
    """Where, and the facts that duties hang on."""

    key = "where"
    heading = _("Where and what")
    facts = (
        "cross_border", "imminent_danger", "death", "critical_infrastructure", "security_breach", "malicious",
        "widespread_infringement",
    )  # fmt: skip

    jurisdictions = forms.MultipleChoiceField(
        label=_("Which jurisdictions are touched?"),
        help_text=_("Leave all of them open if it is not yet known."),
        choices=list(PLACES.items()),
        required=False,
        widget=CheckCards,
    )


class DetailForm(StepForm):
    """What is known of causes and response; all of it may come later."""

    key = "detail"
    heading = _("Causes and response")

    root_cause = forms.CharField(
        label=_("Root cause, as far as known"),
        help_text=_("Outputs, inputs, and safeguards that failed or were passed by."),
        required=False,
        widget=LONG,
    )
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
        help_text=_("Your own organisation always sees its report. To widen the label later takes a second person."),
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
    evidence_in_disputes = forms.TypedChoiceField(
        label=_("May the report be used as evidence in a dispute?"),
        choices=(("yes", _("Yes")), ("no", _("No")), ("", _("Not yet decided"))),
        coerce=ANSWERS.get,
        empty_value=None,
        required=False,
        widget=RadioCards(row=True),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["evidence_in_disputes"].always_answered = True  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        return super().initial_of(answers) | {"evidence_in_disputes": WORDS[answers.get("evidence_in_disputes")]}

    def changes(self) -> dict[str, Any]:
        changes = super().changes()
        if "recipients" in changes:
            changes["recipients"] = [organisation.key for organisation in changes["recipients"]]
        return changes

    def words_of(self, question: str, value: Any) -> Any:
        if question == "evidence_in_disputes":
            return dict(self.fields[question].choices)[WORDS[value]]  # type: ignore[attr-defined]
        return super().words_of(question, value)


STEPS: Mapping[str, type[StepForm]] = {
    form.key: form for form in (WhatForm, HarmForm, ModelForm, WhenForm, WhereForm, DetailForm, WhoForm)
}


def steps_for(answers: Mapping[str, Any]) -> list[str]:
    """The pages of a report, by its answers so far: where no model played a part, none is asked about."""
    asked = [*ModelForm.base_fields, *(f"facts.{name}" for name in ModelForm.facts)]
    no_model = answers.get("facts.model_involved") is False
    if no_model and all(answers.get(name) in ("", None) for name in asked):
        return [key for key in STEPS if key != ModelForm.key]
    return list(STEPS)


def step_of(field: str) -> str:
    """The page that asks for a field or a fact."""
    return next((key for key, form in STEPS.items() if field in form.base_fields or field in form.facts), WhatForm.key)
