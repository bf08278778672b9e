"""How the list and the calendar are narrowed; it stands in the address, and an odd value counts as none."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.deadlines.rules.clocks import CLOCKS
from apps.deadlines.selectors import Filters, Show, Whose

ANY = ("", _("Any"))
WITHIN = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
SHOWN = {
    Show.OPEN: _("Still owed"),
    Show.OVERDUE: _("Overdue"),
    Show.PAUSED: _("Paused"),
    Show.MET: _("Met"),
    Show.CLOSED: _("Waived, lapsed or fallen away"),
    Show.ALL: _("Any"),
}


def _clocks() -> Iterator[tuple[str, Any]]:
    yield ANY
    yield from sorted(((key, rule.name) for key, rule in CLOCKS), key=lambda choice: str(choice[1]))


class FilterForm(forms.Form):
    """Whose deadlines, in which state, of which clock, owed by whom, about what, due when."""

    show = forms.ChoiceField(label=_("State"), choices=list(SHOWN.items()), required=False)
    clock = forms.ChoiceField(label=_("Duty"), choices=_clocks, required=False)
    organisation = forms.ChoiceField(label=_("Owed by"), required=False)
    subject = forms.CharField(label=_("Reference"), required=False, max_length=60)
    within = forms.ChoiceField(
        label=_("Due within"),
        choices=[ANY, ("24h", _("24 hours")), ("7d", _("7 days")), ("30d", _("30 days"))],
        required=False,
    )
    day = forms.DateField(label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    whose = forms.ChoiceField(choices=[(each, each) for each in Whose], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [ANY, *organisations]  # type: ignore[attr-defined]

    def clean_day(self) -> date | None:
        """A day that every time zone can write."""
        day = self.cleaned_data["day"]
        if day is not None and not 1900 <= day.year < 9000:
            raise forms.ValidationError(_("Give the year in full, such as 2026."))
        return day

    def filters(self, zone: tzinfo) -> Filters:
        """What was asked for; days are days of this zone."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            whose=Whose(asked.get("whose") or Whose.MINE),
            show=Show(asked.get("show") or Show.OPEN),
            clock=asked.get("clock", ""),
            organisation=asked.get("organisation", ""),
            subject=asked.get("subject", "").strip(),
            within=WITHIN.get(asked.get("within", "")),
            day=asked.get("day"),
            zone=zone,
        )
