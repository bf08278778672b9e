"""What is written in a thread, and who takes part."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation
from apps.incidents.rules.thread_verbs import SUBJECT_LENGTH, TEXT_LENGTH

LONG = forms.Textarea(attrs={"rows": 5})


class ThreadForm(forms.Form):
    """A new thread: who takes part from its beginning."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("What is it about?"),
        max_length=SUBJECT_LENGTH,
        error_messages={"required": _("Say what it is about.")},
    )
    parties = forms.MultipleChoiceField(
        label=_("Who takes part, besides your organisation?"),
        help_text=_("Only organisations that may see the report can take part."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one other organisation.")},
    )
    text = forms.CharField(
        label=_("The first message"),
        max_length=TEXT_LENGTH,
        widget=LONG,
        error_messages={"required": _("Write something.")},
    )

    def __init__(self, data: Any = None, *, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        """`organisations` are those that may see the report."""
        super().__init__(data, initial={"key": uuid4()}, **kwargs)
        self.fields["parties"].choices = [(one.key, one.name) for one in organisations]  # type: ignore[attr-defined]


class MessageForm(forms.Form):
    """A message; it is never changed."""

    text = forms.CharField(
        label=_("Your message"),
        help_text=_("Every party reads it. It cannot be changed or taken back."),
        max_length=TEXT_LENGTH,
        widget=LONG,
        error_messages={"required": _("Write something.")},
    )


class PartyForm(forms.Form):
    """Another organisation is asked for."""

    organisation = forms.ChoiceField(label=_("Which organisation?"))

    def __init__(self, data: Any = None, *, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        """`organisations` are those that may see the report and do not take part yet."""
        super().__init__(data, **kwargs)
        choices = [("", _("Choose one")), *((one.key, one.name) for one in organisations)]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
