"""Filing as a protected reporter, adding to it, and asking for a name."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.files.forms import MultipleFileField
from apps.incidents.rules.report import TEXT_LENGTH, TITLE_LENGTH
from apps.incidents.states import KIND_LABELS, SEVERITY_LABELS
from apps.kernel.forms_ui import RadioCards

LONG = forms.Textarea(attrs={"rows": 8})
WARNING = _("Files may hold your name in places that you do not see, such as a document's author. Remove it first.")


class ProtectedForm(forms.Form):
    """What happened, how grave it is, who may read it, and whether the organisation is named."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    kind = forms.ChoiceField(
        label=_("What sort of event is it?"), choices=[(kind.value, KIND_LABELS[kind]) for kind in KIND_LABELS]
    )
    severity = forms.TypedChoiceField(
        label=_("How grave is it?"),
        choices=[(str(int(step)), SEVERITY_LABELS[step]) for step in sorted(SEVERITY_LABELS, reverse=True)],
        coerce=int,
        widget=RadioCards(),
    )
    narrative = forms.CharField(
        label=_("What happened?"),
        help_text=_("What you write can tell who you are: leave out what only you can know, if you can."),
        max_length=TEXT_LENGTH,
        widget=LONG,
    )
    recipients = forms.MultipleChoiceField(
        label=_("Who may read it?"),
        help_text=_("Only these and the custodian read it. Name the secretariat or an independent member at least."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who may read it.")},
    )
    names_organisation = forms.BooleanField(
        label=_("Say for which organisation I work"),
        help_text=_("Without it the report says that the organisation is not named."),
        required=False,
    )
    evidence = MultipleFileField(label=_("Files"), required=False, help_text=WARNING)

    def __init__(self, *args: Any, organisations: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(organisation.key, organisation.name) for organisation in organisations]
        self.fields["recipients"].choices = choices  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """What is new."""

    text = forms.CharField(label=_("What is new?"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 5}))
    evidence = MultipleFileField(label=_("Files"), required=False, help_text=WARNING)


class IdentityForm(forms.Form):
    """Why the name must be known."""

    reason = forms.CharField(
        label=_("Why must the name be known?"),
        help_text=_(
            "The reporter, the clerks, the auditors and the independent members read it. Repeat nothing of the report."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerForm(forms.Form):
    """Why one agrees or refuses."""

    because = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 4}))
