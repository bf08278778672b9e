"""Forms about regimes: a version as TOML, the decision on it, whose desk, which laws reach an organisation."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

import tomli_w
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation
from apps.committees.states import OrganisationKind
from apps.incidents.forms.steps import ANSWERS, WORDS, FactField
from apps.incidents.rules.facts import SCOPES

LONGEST = 40_000


SKELETON = """
key = "new-regime"
name = "Name of the law, and of what is reported"
authority = "Who is told"
jurisdiction = ""
zone = "UTC"
citation = "Law and article"
channel = "The authority's own way of being told"
counts_in_law = false
verified = false
on = true
note = ""
from = 2027-01-01
applies = "kind is harm and model_involved and severity at least 3"

[[reports]]
key = "report"
name = "First report"
needs = ["organisation", "submitter", "aware_at", "narrative"]
may_have = ["own_reference"]

[[reports.clocks]]
length = 72
unit = "hours"
starts = ["aware_at"]
""".lstrip()
"""What the form for another regime begins with: a whole profile, to be changed."""


class ReasonField(forms.CharField):
    """Asked for only when the text is proposed, not when it is looked at first; never called optional."""

    always_answered = True


class ProposalForm(forms.Form):
    """The next version of a regime, as text, with the reason."""

    data = forms.CharField(
        label=_("The regime as TOML"),
        help_text=_("Change what changes; every field and every condition is checked before anything is stored."),
        widget=forms.Textarea(attrs={"rows": 24, "class": "c-code", "spellcheck": "false"}),
        max_length=LONGEST,
        strip=False,
    )
    reason = ReasonField(
        label=_("What changes, and by which source"),
        help_text=_("Whoever decides reads it beside the differences."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )

    def clean_data(self) -> dict[str, Any]:
        """The text as data; where it cannot be read, the line and column are named."""
        try:
            return tomllib.loads(self.cleaned_data["data"].replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            raise forms.ValidationError(_("This cannot be read as TOML: %(why)s") % {"why": error}) from error


ORDER = (
    *("key", "name", "authority", "jurisdiction", "zone", "calendar", "citation", "channel"),
    *("counts_in_law", "by_filing", "verified", "on", "note", "from", "until", "applies", "said", "when"),
    *("length", "unit", "starts", "after", "rolls", "repeats", "needs", "may_have", "clocks", "reports"),
)
"""How people read a profile; JSON keeps no order."""


def as_toml(data: Mapping[str, Any]) -> str:
    """A version's data as the text that the form takes; days stand as days."""
    return tomli_w.dumps(_ordered(data), multiline_strings=True)


def _ordered(data: Mapping[str, Any]) -> dict[str, Any]:
    names = sorted(data, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    return {name: _plain(name, data[name]) for name in names}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_ordered(one) if isinstance(one, Mapping) else one for one in value]
    return date.fromisoformat(value) if name in {"from", "until"} and isinstance(value, str) and value else value


class RefusalForm(forms.Form):
    """Why a proposed version is refused."""

    why = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False)


class DeskForm(forms.Form):
    """Whose desk a regime's reports go to."""

    organisation = forms.ChoiceField(label=_("Authority in this committee"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The committee's regulators are on offer, and nobody."""
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(kind=OrganisationKind.REGULATOR).order_by("name")
        self.fields["organisation"].choices = [
            ("", _("None sits here")),
            *rows.values_list("key", "name"),
        ]


class ReachForm(forms.Form):
    """Which laws reach the organisation: each yes, no or not yet known."""

    def __init__(self, *args: Any, known: Mapping[str, bool | None], **kwargs: Any) -> None:
        """`known` are the answers so far."""
        super().__init__(*args, initial={name: WORDS[known[name]] for name in SCOPES}, **kwargs)
        for name, asked in SCOPES.items():
            self.fields[name] = FactField(label=_(asked.question))

    def answers(self) -> dict[str, bool | None]:
        """By question."""
        return {name: ANSWERS[self.cleaned_data[name]] for name in SCOPES}
