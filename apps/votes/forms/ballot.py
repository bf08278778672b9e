"""The ballot, and what an organisation's people prepare for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.kernel.forms_ui import RadioCards
from apps.kernel.texts import LONGEST
from apps.votes.rules.roll import LONGEST_EXPLANATION
from apps.votes.states import CHOICE_LABELS, Choice, Procedure

OBJECT = [(Choice.NO.value, _("I object"))]
TAKE_BACK = [(Choice.YES.value, _("I take the objection back"))]
HINTS = {
    Choice.YES.value: _("In favour of the motion."),
    Choice.NO.value: _("Against the motion."),
    Choice.ABSTAIN.value: _("You take part, and are neither for nor against."),
}
SILENT = {
    Choice.NO.value: _("Say why below. One objection stops the motion."),
    Choice.YES.value: _("It is then as if you had not objected."),
}


class BallotForm(forms.Form):
    """A ballot; nothing is chosen beforehand."""

    choice = forms.ChoiceField(
        label=_("How do you vote?"),
        choices=[(choice.value, CHOICE_LABELS[choice]) for choice in Choice],
        widget=RadioCards(hints=HINTS, row=True),
        error_messages={"required": _("Choose yes, no or abstain.")},
    )
    explanation = forms.CharField(
        label=_("Explanation of vote"),
        help_text=_("Stands beside your vote on the roll call."),
        required=False,
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    members_only = forms.BooleanField(
        label=_("Only for the members and the clerks"),
        help_text=_(
            "Otherwise everybody who may see the motion reads it, observers and auditors too. An operator who looks into "
            "the committee reads it either way; each such look is on record."
        ),
        required=False,
    )

    def __init__(self, *args: Any, procedure: str, has_objected: bool = False, **kwargs: Any) -> None:
        """In the silence procedure one objects, or takes one's objection back."""
        super().__init__(*args, **kwargs)
        if procedure == Procedure.SILENCE:
            choice = self.fields["choice"]
            choice.label = _("Do you object?")
            choice.choices = OBJECT + (TAKE_BACK if has_objected else [])  # type: ignore[attr-defined]
            choice.widget.hints = SILENT  # type: ignore[attr-defined]
            choice.error_messages["required"] = _("Choose one of the answers, or leave this page: silence is consent.")
            self.fields["explanation"].label = _("Why you object")
            self.fields["explanation"].help_text = _("An objection needs its reason; taking it back needs none.")
            # The page must not call it optional.
            self.fields["explanation"].always_answered = True  # type: ignore[attr-defined]


class BriefForm(forms.Form):
    """A note and a draft ballot for the own representative."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("What your representative should know before voting."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    choice = forms.ChoiceField(
        label=_("Draft ballot"),
        help_text=_("A suggestion. Your representative chooses anew."),
        choices=[("", _("No suggestion")), *((choice.value, CHOICE_LABELS[choice]) for choice in Choice)],
        required=False,
        widget=RadioCards(row=True),
    )
    explanation = forms.CharField(
        label=_("Draft explanation of vote"),
        required=False,
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
