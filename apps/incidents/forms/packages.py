"""What is written about a package: the own texts, the proof, and what passes between authority and organisation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.files.forms import MultipleFileField
from apps.incidents.rules.merging import read_marks
from apps.incidents.rules.packaging import OWN_TEXTS
from apps.incidents.rules.report import TEXT_LENGTH
from apps.kernel.forms_ui import ZonedDateTimeField

LONG = forms.Textarea(attrs={"rows": 5})
LATE = _("Why is it late?")
READ_AGAIN = _("Read over what is sent, and send it from that page.")
BOTH_READ = _("Your organisation and the authority read this.")
THEY_READ = _("Your authority and the organisation that reported read this.")


class PrepareForm(forms.Form):
    """The texts for this authority alone, as far as it asks for them, and what it need not get."""

    submitter = forms.CharField(
        label=_("Who submits, and in which role?"), required=False, max_length=TEXT_LENGTH, widget=forms.TextInput
    )
    why = forms.CharField(
        label=_("Why does it qualify?"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=LONG,
        help_text=_("Left empty, the authority gets the portal's own sentence."),
    )
    plain_statement = forms.CharField(
        label=_("What happened, in plain words?"), required=False, max_length=TEXT_LENGTH, widget=LONG
    )
    left_out = forms.MultipleChoiceField(
        label=_("What is left out?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The authority may get this and does not require it."),
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    """The marks of what stood there when the page was made."""

    def __init__(self, *args: Any, fields: Iterable[str], may_have: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """`fields` are those that the authority gets, `may_have` those of them that it does not require."""
        super().__init__(*args, **kwargs)
        asked, choices = set(fields), list(may_have)
        for name in OWN_TEXTS:
            if name not in asked:
                del self.fields[name]
        if choices:
            self.fields["left_out"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["left_out"]

    def clean(self) -> dict[str, Any]:
        """As the service takes it: the texts that were asked for, and what is left out."""
        values = super().clean() or {}
        texts = {name: values[name] for name in OWN_TEXTS if name in values}
        return {"texts": texts, "left_out": values.get("left_out", []), "base": read_marks(values.get("base", ""))}


class SendForm(forms.Form):
    """What is said beside a version: what changed, and why it is late; only what this one needs is asked."""

    read = forms.CharField(widget=forms.HiddenInput, error_messages={"required": READ_AGAIN})
    reason = forms.CharField(label=_("What changed, and why?"), help_text=BOTH_READ, required=False, widget=LONG)
    late_reason = forms.CharField(label=LATE, help_text=BOTH_READ, required=False, widget=LONG)

    def __init__(self, *args: Any, is_amended: bool, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_amended:
            del self.fields["reason"]
        if not is_late:
            del self.fields["late_reason"]


class MarkForm(forms.Form):
    """It was sent by the authority's own channel."""

    sent_at = ZonedDateTimeField(label=_("When was it sent?"))
    proof = MultipleFileField(
        label=_("Proof"), most=1, help_text=_("The authority's receipt, or what shows that it was sent.")
    )
    late_reason = forms.CharField(
        label=LATE, help_text=_("Only where it was sent after its hour."), required=False, widget=LONG
    )
    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_read(self) -> str | None:
        """Nothing where nothing was read over on the page."""
        return self.cleaned_data["read"] or None

    def clean_proof(self) -> Any:
        """The one file."""
        return self.cleaned_data["proof"][0]


class AskForm(forms.Form):
    """An authority asks back."""

    text = forms.CharField(label=_("What do you want to know?"), help_text=THEY_READ, widget=LONG)
    answer_by = ZonedDateTimeField(label=_("By when?"))


class AnswerForm(forms.Form):
    """The organisation answers."""

    text = forms.CharField(label=_("Your answer"), help_text=BOTH_READ, widget=LONG)


class AcceptForm(forms.Form):
    """The authority takes the report as it is."""

    words = forms.CharField(label=_("A word to the organisation"), help_text=THEY_READ, required=False, widget=LONG)


class RevisionForm(forms.Form):
    """The authority wants another version."""

    words = forms.CharField(label=_("What must be revised?"), help_text=THEY_READ, widget=LONG)
    revise_by = ZonedDateTimeField(label=_("By when?"))
