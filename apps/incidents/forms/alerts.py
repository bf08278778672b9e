"""What is written for an alert: its text, who gets it, what is added, how it ended, and what those who got it answer."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation
from apps.incidents.rules.alert_verbs import CONTACT_LENGTH, TEXT_LENGTH, TITLE_LENGTH, WANTED
from apps.incidents.states import ANSWER_LABELS, URGENCY_LABELS, URGENCY_MEANINGS
from apps.kernel.forms_ui import RadioCards
from apps.kernel.tlp import MEANINGS, TLP

LONG = forms.Textarea(attrs={"rows": 4})


class AlertForm(forms.Form):
    """A text of its own: nothing of the report goes with it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("What is it about, in one line?"),
        max_length=TITLE_LENGTH,
        error_messages={"required": WANTED["title"]},
    )
    urgency = forms.ChoiceField(
        label=_("How fast must they act?"),
        choices=[(step.value, URGENCY_LABELS[step]) for step in URGENCY_LABELS],
        widget=RadioCards(hints={step.value: URGENCY_MEANINGS[step] for step in URGENCY_MEANINGS}),
    )
    seen = forms.CharField(
        label=_("What was seen?"), max_length=TEXT_LENGTH, widget=LONG, error_messages={"required": WANTED["seen"]}
    )
    recognise = forms.CharField(
        label=_("How does one recognise it?"), max_length=TEXT_LENGTH, required=False, widget=LONG
    )
    action = forms.CharField(
        label=_("What should be done now?"),
        max_length=TEXT_LENGTH,
        widget=LONG,
        error_messages={"required": WANTED["action"]},
    )
    contact = forms.CharField(
        label=_("Who answers questions?"),
        help_text=_("A name and how to reach them, at night too."),
        max_length=CONTACT_LENGTH,
        error_messages={"required": WANTED["contact"]},
    )
    recipients = forms.MultipleChoiceField(
        label=_("Which labs are alerted?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one lab.")},
    )
    tlp = forms.ChoiceField(
        label=_("Who else may read the alert?"),
        help_text=_("The label of this text alone. Who sees the report does not change."),
    )

    def __init__(self, data: Any = None, *, labs: Sequence[Organisation], labels: Iterable[TLP], **kwargs: Any) -> None:
        """`labs` and `labels` are those that the sender may choose; all labs are chosen until one is taken out."""
        initial = {"key": uuid4(), "recipients": [lab.key for lab in labs], "tlp": TLP.AMBER_STRICT.value}
        super().__init__(data, initial=initial, **kwargs)
        self.fields["recipients"].choices = [(lab.key, lab.name) for lab in labs]  # type: ignore[attr-defined]
        self.fields["tlp"].choices = [(label.value, label.value) for label in labels]  # type: ignore[attr-defined]
        hints = {label.value: MEANINGS[label] for label in labels}
        self.fields["tlp"].widget = RadioCards(hints=hints, choices=self.fields["tlp"].choices)  # type: ignore[attr-defined]


class AlertUpdateForm(forms.Form):
    """What is new."""

    text = forms.CharField(label=_("What is new?"), max_length=TEXT_LENGTH, widget=LONG)


class AlertEndForm(forms.Form):
    """The all-clear."""

    words = forms.CharField(label=_("How did it end, and what holds from now on?"), max_length=TEXT_LENGTH, widget=LONG)


class AlertAnswerForm(forms.Form):
    """How it stands at an organisation that got the alert."""

    answer = forms.ChoiceField(
        label=_("How does it stand with you?"),
        choices=[(one.value, ANSWER_LABELS[one]) for one in ANSWER_LABELS],
        widget=RadioCards(row=True),
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("Read by those who sent the alert and by the clerks who see it."),
        required=False,
        max_length=TEXT_LENGTH,
        widget=LONG,
    )
    share = forms.BooleanField(label=_("Everybody who sees the alert may read this answer, too"), required=False)
