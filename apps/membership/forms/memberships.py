"""The forms of a membership's steps, of ties, of declared compute and of jurisdictions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation
from apps.committees.states import TIE_LABELS


def _long(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DecisionForm(forms.Form):
    """The decision behind a step."""

    decision = forms.CharField(
        label=_("The committee's decision"),
        max_length=300,
        help_text=_("Its number, or the meeting and its date. Everyone can read it, the public too."),
    )
    because = forms.CharField(
        label=_("Why"), max_length=1000, widget=_long(), help_text=_("Everyone in the committee can read it.")
    )


class NoticeForm(forms.Form):
    """Why an organisation leaves."""

    because = forms.CharField(
        label=_("Why it leaves"), max_length=1000, widget=_long(), help_text=_("Everyone in the committee can read it.")
    )


class ComputeForm(forms.Form):
    """The largest training run."""

    flop = forms.CharField(
        label=_("Largest training run, in FLOP"),
        max_length=60,
        help_text=_("A whole number, such as 3.1e25 or 31000000000000000000000000. Only the tier is kept."),
    )


class TieForm(forms.Form):
    """A tie with a member, or with somebody else."""

    other = forms.ModelChoiceField(
        label=_("Tied to"),
        queryset=None,
        to_field_name="key",
        required=False,
        empty_label=_("Somebody else, named below"),
    )
    other_name = forms.CharField(label=_("Somebody else"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("What ties them"), choices=[(kind.value, label) for kind, label in TIE_LABELS.items()]
    )
    because = forms.CharField(
        label=_("In more words"),
        max_length=500,
        widget=_long(),
        help_text=_("Such as: holds 12 % of the shares. Everyone in the committee can read it."),
    )

    def __init__(self, *args: Any, others: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]


class JurisdictionForm(forms.Form):
    """A government that recognises the framework."""

    code = forms.CharField(label=_("Code"), max_length=12, help_text=_("Such as EU or US-CA."))
    name = forms.CharField(label=_("Government"), max_length=120)
    instrument = forms.CharField(
        label=_("Instrument"), max_length=300, help_text=_("The law, decree or agreement by which it does.")
    )
    since = forms.DateField(label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}))
    protection = forms.CharField(
        label=_("Legal protection"),
        max_length=1000,
        required=False,
        widget=_long(),
        help_text=_("What members are protected from there, such as antitrust claims for sharing reports."),
    )
    citation = forms.CharField(label=_("Citation"), max_length=300, required=False)
