"""The forms of remedies: what the complainant asks for, what the panel orders and finds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.disputes.models import Remedy
from apps.disputes.rules.remedies import RIGHT_LABELS, TO_LABELS
from apps.disputes.states import REMEDY_LABELS, RemedyKind, RemedyState
from apps.kernel.forms_ui import ZonedDateTimeField

OF_REQUEST = ("remedy", "amount", "to", "right")
"""What a request for a remedy holds beside its text."""
LINES = forms.Textarea(attrs={"rows": 4})


def _amount(**more: Any) -> forms.CharField:
    return forms.CharField(label=_("Amount"), help_text=_("For a compensation: in the committee's currency, such as 12500.00."), max_length=20, **more)  # fmt: skip


def _to(**more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Credited to"), help_text=_("For a compensation."), choices=list(TO_LABELS.items()), widget=forms.RadioSelect, **more)  # fmt: skip


def _right(**more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("What is suspended"), help_text=_("For a suspension of rights."), choices=list(RIGHT_LABELS.items()), widget=forms.RadioSelect, **more)  # fmt: skip


def request_fields() -> dict[str, Any]:
    """The fields of a draft's request; a draft may leave all of them open."""
    kinds = list(REMEDY_LABELS.items())
    return {
        "remedy": forms.ChoiceField(label=_("Which remedy?"), choices=kinds, required=False, widget=forms.RadioSelect),
        "amount": _amount(required=False),
        "to": _to(required=False),
        "right": _right(required=False),
    }


def fields_of_order(kind: str) -> dict[str, Any]:
    """What an order of this kind says beside its hours and reasons."""
    if kind == RemedyKind.COMPENSATION:
        return {"amount": _amount(), "to": _to()}
    if kind == RemedyKind.SUSPENSION:
        until = ZonedDateTimeField(label=_("It ends by itself at"), help_text=_("It takes effect when the committee's time to reject it is over."))  # fmt: skip
        return {"right": _right(), "until": until}
    return {}


class OrderRemedyForm(forms.Form):
    """The order of a remedy: what, by when it is fulfilled, when it is reviewed, and why."""

    fulfil_by = ZonedDateTimeField(label=_("To be fulfilled by"))
    review_at = ZonedDateTimeField(label=_("The panel reviews it on"), help_text=_("When the time to fulfil it is over, or later."))  # fmt: skip
    reasons = forms.CharField(label=_("Reasons"), help_text=_("They are entered in the docket as an order, and served."), widget=LINES)  # fmt: skip

    def __init__(self, *args: Any, remedy: Remedy, **kwargs: Any) -> None:
        """What was asked for is filled in; the panel may order something else of the same kind."""
        kwargs["initial"] = dict(remedy.terms)
        super().__init__(*args, **kwargs)
        self.own = fields_of_order(remedy.kind)
        self.fields.update(self.own)
        self.order_fields([*self.own, "fulfil_by", "review_at", "reasons"])

    def terms(self) -> dict[str, Any]:
        """What of the order is the remedy's own."""
        return {name: self.cleaned_data[name] for name in self.own if name != "until"}

    def hours(self) -> dict[str, Any]:
        """Its hours and reasons, as the service takes them."""
        names = ("fulfil_by", "review_at", "until", "reasons")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class RefuseRemedyForm(forms.Form):
    """Why a remedy is refused."""

    reasons = forms.CharField(label=_("Reasons"), help_text=_("They are entered in the docket as an order, and served."), widget=LINES)  # fmt: skip


FINDINGS = [
    (RemedyState.FULFILLED.value, _("It is fulfilled: the case is closed")),
    (RemedyState.FAILED.value, _("It did not help: the next remedy may be asked for")),
]


class ReviewRemedyForm(forms.Form):
    """What the panel finds at its review."""

    finds = forms.ChoiceField(label=_("What the panel finds"), choices=FINDINGS, widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Reasons"), help_text=_("They are entered in the docket as an order, and served."), widget=LINES)  # fmt: skip
