"""The forms of a panel: its lot, its hearing, what parties propose to each other, what people of the roster declare."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation, Seat
from apps.deadlines.models import Deadline
from apps.disputes.selectors.roster import key_for
from apps.disputes.states import ProposalKind
from apps.kernel.forms_ui import ZonedDateTimeField

LINES = forms.Textarea(attrs={"rows": 3})


class DiscloseForm(forms.Form):
    """What ties somebody of the roster to an organisation."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    because = forms.CharField(label=_("What ties them"), max_length=500, widget=LINES)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Any = self.fields["organisation"]
        named.choices = [("", _("Choose one")), *((one.key, one.name) for one in organisations)]


class ValueForm(forms.Form):
    """The public value that seeds the lot."""

    source = forms.CharField(
        label=_("Public value"), max_length=200, help_text=_("Such as: the numbers of the state lottery of a day.")
    )
    source_at = ZonedDateTimeField(label=_("When it becomes known"), help_text=_("At least 24 hours from now."))


class DrawForm(forms.Form):
    """The value, once it is known."""

    value = forms.CharField(label=_("The value as it was published"), max_length=200)


class LeaveForm(forms.Form):
    """Why somebody leaves the panel."""

    because = forms.CharField(
        label=_("Why?"), max_length=1000, widget=LINES, help_text=_("Everybody who reads the case reads it.")
    )


class HearingForm(forms.Form):
    """When and where the panel hears the parties."""

    starts_at = ZonedDateTimeField(label=_("From"))
    ends_at = ZonedDateTimeField(label=_("Until"))
    where = forms.CharField(label=_("Where"), max_length=300, help_text=_("A room, or how one joins from afar."))


class ProposalForm(forms.Form):
    """What a party proposes: the fields that its kind needs, and a word to the others."""

    text = forms.CharField(
        label=_("A word to the other side"),
        required=False,
        widget=LINES,
        help_text=_("Only the parties read it, never the panel."),
    )

    def __init__(
        self,
        *args: Any,
        kind: ProposalKind,
        names: Sequence[tuple[Seat, bool]] = (),
        deadlines: Sequence[Deadline] = (),
        size: int = 3,
        **kwargs: Any,
    ) -> None:
        """`names` are the people of the roster who may sit, and with true those who may only by consent."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, field in _fields(kind, names, deadlines, size).items():
            self.fields[name] = field
        self.order_fields([*(name for name in self.fields if name != "text"), "text"])

    def terms(self) -> dict[str, Any]:
        """What is proposed, as the service takes it."""
        kept = {name: value for name, value in self.cleaned_data.items() if name != "text"}
        if "to" in kept:
            kept["to"] = kept["to"].isoformat()
        return kept


def _fields(
    kind: ProposalKind, names: Sequence[tuple[Seat, bool]], deadlines: Sequence[Deadline], size: int
) -> dict[str, Any]:
    if kind == ProposalKind.SIZE:
        return {
            "size": forms.ChoiceField(label=_("How many sit"), choices=[(n, str(n)) for n in (1, 3, 5) if n != size])
        }
    if kind in {ProposalKind.PANEL, ProposalKind.WAIVER}:
        listed = [
            (key_for(seat), _("%(who)s (in conflict)") % {"who": _of(seat)} if barred else _of(seat))
            for seat, barred in names
            if barred or kind == ProposalKind.PANEL
        ]
        label = (
            _("Who sits; the first of them presides") if kind == ProposalKind.PANEL else _("Who may sit all the same")
        )
        return {"keys": forms.MultipleChoiceField(label=label, choices=listed, widget=forms.CheckboxSelectMultiple)}
    if kind == ProposalKind.MORE_TIME:
        which = forms.ChoiceField(
            label=_("Which time"), choices=[("", _("Choose one")), *((str(one.uid), one.name) for one in deadlines)]
        )
        return {"deadline": which, "to": ZonedDateTimeField(label=_("Due instead"))}
    if kind == ProposalKind.PERIOD:
        return {"to": ZonedDateTimeField(label=_("The respondent has until"))}
    if kind == ProposalKind.SETTLEMENT:
        notice = forms.CharField(
            label=_("What the committee reads of it"), widget=forms.Textarea(attrs={"rows": 5}), max_length=5000
        )
        return {"notice": notice}
    return {}


def _of(seat: Seat) -> str:
    return f"{seat.holder}, {seat.organisation.name}"
