"""What hangs on a paper beside its text: claims, the findings of a report, what a request asks for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.disputes.forms.remedies import OF_REQUEST, request_fields
from apps.disputes.rules.requests import WRITTEN
from apps.disputes.rules.rulings import LONGEST_DISSENT, REVIEW_LABELS, VERDICT_LABELS, claims_in
from apps.disputes.states import REQUEST_LABELS, DocumentKind, Stage

CLAIM = "claim_"
PLAIN = ("finds", "dissenter", "dissent", "asks", "about", *OF_REQUEST)
"""What terms hold under the name of its field."""


def fields_of(
    kind: DocumentKind, stage: Stage, claims: Sequence[str], strikable: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The fields of a draft of this kind at this stage; a draft may leave all of them open.

    `strikable` are the papers, by name and in words, that a request can be about.
    """
    if kind == DocumentKind.REQUEST:
        return _of_request(strikable)
    if kind == DocumentKind.PANEL_REQUEST:
        return {
            "claims": forms.CharField(
                label=_("Claims"),
                help_text=_("One to a line, with the rule that you say is broken. The panel decides on these alone."),
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        }
    if kind == DocumentKind.REMEDY_REQUEST:
        return request_fields()
    if kind != DocumentKind.REPORT:
        return {}
    if stage == Stage.REVIEW:
        choices = list(REVIEW_LABELS.items())
        return {"finds": forms.ChoiceField(label=_("What the review finds"), choices=choices, required=False, widget=forms.RadioSelect)}  # fmt: skip
    found = {f"{CLAIM}{number}": _finding(number, claim) for number, claim in enumerate(claims, start=1)}
    return found | {
        "dissenter": forms.CharField(label=_("Who dissents"), required=False, max_length=200, help_text=_("Leave empty where nobody does, or where they stay unnamed.")),
        "dissent": forms.CharField(label=_("Dissent"), required=False, max_length=LONGEST_DISSENT, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("It stands behind the report, its paragraphs numbered on.")),
    }  # fmt: skip


def _of_request(strikable: Sequence[tuple[str, str]]) -> dict[str, Any]:
    asks = [(one.value, REQUEST_LABELS[one]) for one in WRITTEN]
    return {
        "asks": forms.ChoiceField(
            label=_("What do you ask for?"), choices=asks, required=False, widget=forms.RadioSelect
        ),
        "about": forms.ChoiceField(
            label=_("Which paper is to be struck?"),
            help_text=_("It stays in the docket with its number, and nobody judges by it."),
            choices=[("", _("None")), *strikable],
            required=False,
        ),
    }


def _finding(number: int, claim: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Claim %(number)s") % {"number": number},
        help_text=claim,
        choices=list(VERDICT_LABELS.items()),
        required=False,
        widget=forms.RadioSelect,
    )


def initial_of(terms: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show of a draft's terms."""
    findings = {f"{CLAIM}{number}": verdict for number, verdict in terms.get("findings", {}).items()}
    rest = {name: terms.get(name, "") for name in PLAIN}
    return {"claims": "\n".join(terms.get("claims", [])), **findings, **rest}


def terms_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The terms that the fields say."""
    terms: dict[str, Any] = {}
    if "claims" in kept:
        terms["claims"] = claims_in(kept["claims"])
    findings = {name.removeprefix(CLAIM): value for name, value in kept.items() if name.startswith(CLAIM) and value}
    if findings:
        terms["findings"] = findings
    return terms | {name: kept[name] for name in PLAIN if kept.get(name)}
