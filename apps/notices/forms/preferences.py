"""The form of what comes to a seat: how, about what, and when not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.notices.channels import Channel
from apps.notices.models import QuietHours
from apps.notices.states import Mode
from apps.record.rules import SubjectKind

MODES = ((Mode.AT_ONCE.value, _("At once")), (Mode.DAILY.value, _("Once a day")), (Mode.OFF.value, _("Not at all")))
AS_IN_GENERAL = ("", _("As in general"))
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
CLOCK = {"type": "time", "step": "60"}


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of subject: its name, and a choice for each channel."""

    label: str
    cells: list[forms.BoundField]


class PreferencesForm(forms.Form):
    """A choice for each channel, in general and by kind of subject; quiet hours; the hour of the daily email."""

    starts = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput(CLOCK, "%H:%M"))
    ends = forms.TimeField(label=_("Until"), required=False, widget=forms.TimeInput(CLOCK, "%H:%M"))
    digest_hour = forms.TypedChoiceField(label=_("The daily email comes at"), choices=HOURS, coerce=int)

    def __init__(
        self,
        data: Any = None,
        *,
        channels: Sequence[Channel],
        kinds: Sequence[SubjectKind],
        modes: Mapping[tuple[str, str], Mode],
        hours: QuietHours,
    ) -> None:
        there = {"starts": hours.starts, "ends": hours.ends, "digest_hour": hours.digest_hour}
        super().__init__(data, initial=there)
        self.channels = channels
        self._kinds = kinds
        for channel in channels:
            for kind in ("", *(each.key for each in kinds)):
                self.fields[_name(channel.key, kind)] = _choice(channel, kind, modes)

    def rows(self) -> Iterator[Row]:
        """In general first, then each kind."""
        yield Row(str(_("In general")), self._cells(""))
        for kind in self._kinds:
            yield Row(capfirst(str(kind.label)), self._cells(kind.key))

    def _cells(self, kind: str) -> list[forms.BoundField]:
        return [self[_name(channel.key, kind)] for channel in self.channels]

    def modes(self) -> dict[tuple[str, str], Mode | None]:
        """What was chosen, by channel and kind of subject."""
        kinds = ("", *(kind.key for kind in self._kinds))
        return {
            (channel.key, kind): Mode(chosen) if (chosen := self.cleaned_data[_name(channel.key, kind)]) else None
            for channel in self.channels
            for kind in kinds
        }

    def hours(self) -> dict[str, time | int | None]:
        """The quiet hours and the hour of the daily email."""
        return {name: self.cleaned_data[name] for name in ("starts", "ends", "digest_hour")}


def _name(channel: str, kind: str) -> str:
    return f"{channel}__{kind}"


def _choice(channel: Channel, kind: str, modes: Mapping[tuple[str, str], Mode]) -> forms.ChoiceField:
    """What holds in general always has an answer; a kind follows it until it is chosen for."""
    offered = [choice for choice in MODES if choice[0] != Mode.DAILY or channel.has_digest]
    chosen = modes.get((channel.key, kind))
    if not kind:
        return forms.ChoiceField(label=channel.label, choices=offered, initial=chosen or Mode.AT_ONCE)
    return forms.ChoiceField(
        label=channel.label, choices=[AS_IN_GENERAL, *offered], required=False, initial=chosen.value if chosen else ""
    )
