"""The forms of an application: the public one, a further paper, the committee's decision."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from apps.committees.states import KIND_LABELS, OrganisationKind
from apps.files.forms import MultipleFileField
from apps.kernel.flop import parse
from apps.kernel.forms_ui import every_zone
from apps.membership.forms.memberships import DecisionForm
from apps.membership.rules.applications import DOCUMENTS
from apps.membership.rules.membership import NO_FLOP

APPLY = [(kind.value, label) for kind, label in KIND_LABELS.items() if kind != OrganisationKind.SECRETARIAT]


class ApplicationForm(forms.Form):
    """What an organisation says of itself, with a field for each document that the charter asks for."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    kind = forms.ChoiceField(label=_("What it is"), choices=APPLY)
    jurisdiction = forms.RegexField(
        r"^([A-Za-z]{2}(-[A-Za-z0-9]{1,3})?)?$",
        label=_("Jurisdiction"),
        max_length=12,
        required=False,
        help_text=_("Such as EU or US-CA. A regulator must name its own."),
        error_messages={"invalid": _("Give two letters, such as EU, or a state as in US-CA.")},
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=every_zone, initial="UTC")
    flop = forms.CharField(
        label=_("Largest training run, in FLOP"),
        max_length=60,
        required=False,
        help_text=_("For a lab: a whole number, such as 3.1e25. Only the tier that follows from it is kept."),
    )
    statement = forms.CharField(
        label=_("Why it wants to join"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    contact_name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("A link comes there: with it you confirm, see how the application stands, add papers, withdraw."),
    )

    def __init__(self, *args: Any, documents: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = tuple(documents)
        for key in self.documents:
            self.fields[f"document_{key}"] = MultipleFileField(label=DOCUMENTS[key], most=1)

    def clean_flop(self) -> str:
        """Name what is no exact whole number together with the other mistakes."""
        flop: str = self.cleaned_data["flop"]
        if flop:
            try:
                parse(flop)
            except ValueError:
                raise forms.ValidationError(NO_FLOP) from None
        return flop

    def clean(self) -> dict[str, Any]:
        """Gather the documents under one name; ask a regulator for its jurisdiction, and for lost files again."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == OrganisationKind.REGULATOR and not cleaned.get("jurisdiction", "x"):
            self.add_error("jurisdiction", _("A regulator is an authority somewhere: name its jurisdiction."))
        if self.errors:
            for name in {f"document_{key}" for key in self.documents} - set(self.errors):
                self.add_error(name, _("Choose it again: no browser keeps a file while something else is mended."))
        cleaned["documents"] = {key: cleaned.pop(f"document_{key}", []) for key in self.documents}
        return cleaned


class PaperForm(forms.Form):
    """One more paper."""

    paper = MultipleFileField(label=_("File"), most=1)


class AdmissionForm(DecisionForm):
    """The decision to admit, and the short name by which the organisation is known here."""

    key = forms.SlugField(
        label=_("Short name"), max_length=40, help_text=_("Small letters, for addresses: aster, eu-office.")
    )
    field_order = ("key", "decision", "because")


class RefusalForm(DecisionForm):
    """The decision to refuse."""

    decision = forms.CharField(
        label=_("The committee's decision"),
        max_length=300,
        help_text=_("Its number, or the meeting and its date. The applicant reads it, and the clerks."),
    )
    because = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant reads it, and the clerks."),
    )


def key_for(name: str) -> str:
    """A short name made of a name, for the clerk to change."""
    return slugify(name)[:40].strip("-")
