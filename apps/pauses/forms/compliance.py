"""Attesting, challenging an attestation, answering and deciding a case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from apps.files.forms import MultipleFileField
from apps.kernel.forms_ui import RadioCards, ZonedDateTimeField
from apps.pauses.models import Attestation
from apps.pauses.rules.attested import LONGEST_RUN, MOST_RUNS, Attested, Committed
from apps.pauses.states import RUN_STATE_LABELS

LONG = forms.Textarea(attrs={"rows": 5})
MOST_ROWS = min(MOST_RUNS, 50)
PARTS = ("run", "state", "since")


class AttestForm(forms.Form):
    """What a lab attests: its runs in scope, one a row, or that there is none; evidence, commitments, its own words."""

    def __init__(self, *args: Any, rows: int, last: Attestation | None = None, **kwargs: Any) -> None:
        """`rows` runs can be named; those of the lab's `last` attestation stand there already."""
        kwargs["initial"] = _initial(last)
        super().__init__(*args, **kwargs)
        self.rows = max(1, min(rows, MOST_ROWS))
        for number in range(self.rows):
            self.fields[f"run_{number}"] = forms.CharField(
                label=_say("Run %(number)d, as you name it") % {"number": number + 1},
                required=False,
                max_length=LONGEST_RUN,
            )
            self.fields[f"state_{number}"] = forms.ChoiceField(
                label=_("It is"),
                required=False,
                choices=[("", _("Choose one")), *((key.value, label) for key, label in RUN_STATE_LABELS.items())],
            )
            self.fields[f"since_{number}"] = ZonedDateTimeField(label=_("Since when?"), required=False)
            for part in PARTS:
                self.fields[f"{part}_{number}"].always_answered = True  # type: ignore[attr-defined]
        self.fields["none_in_scope"] = forms.BooleanField(
            label=_("We have no run in scope"),
            help_text=_("Tick this instead of naming runs."),
            required=False,
        )
        self.fields["statement"] = forms.CharField(
            label=_("Your statement"),
            help_text=_(
                "What you attest, in your own words. Your lab, the clerks, the auditors and whoever presides read it."
            ),
            widget=LONG,
            error_messages={"required": _("Say in a few words what you attest.")},
        )
        self.fields["files"] = MultipleFileField(
            label=_("Evidence"),
            required=False,
            help_text=_("Logs, photographs, tables. The same people may open them."),
        )
        self.fields["commitments"] = forms.CharField(
            label=_("Commitments"),
            required=False,
            help_text=_(
                "For evidence that you keep: one line each, SHA-256 and then what it is of, as the program sha256sum "
                "prints them. Shown later, it proves itself."
            ),
            widget=LONG,
        )
        self.fields["sure"] = forms.BooleanField(
            label=_("We have checked this. It is true as of now."),
            help_text=_("An attestation is never changed, only followed by the next."),
        )

    @property
    def runs(self) -> list[tuple[forms.BoundField, ...]]:
        """The fields of each row."""
        return [tuple(self[f"{part}_{number}"] for part in PARTS) for number in range(self.rows)]

    def clean_commitments(self) -> list[Committed]:
        """One a line; a line that is not one is named."""
        found = []
        for number, line in enumerate(self.cleaned_data["commitments"].splitlines(), 1):
            if not line.strip():
                continue
            digest, _blank, of = line.strip().partition(" ")
            if not of.strip(" *"):
                raise ValidationError(
                    _say("Line %(number)d: give the SHA-256, a blank, and what it is of.") % {"number": number},
                    code="line",
                )
            found.append(Committed(digest.lower(), of.strip(" *")))
        return found

    def given(self) -> dict[str, Any]:
        """What the service takes; rows that were left empty are none."""
        data = self.cleaned_data
        self._filled = [number for number in range(self.rows) if any(data.get(f"{part}_{number}") for part in PARTS)]
        runs = []
        for number in self._filled:
            if not data.get(f"since_{number}"):
                self.add_error(f"since_{number}", _("Say since when."))
                continue
            runs.append(Attested(*(data.get(f"{part}_{number}") or "" for part in PARTS)))  # type: ignore[arg-type]
        names = ("none_in_scope", "statement", "files", "commitments")
        return {"runs": runs} | {name: data[name] for name in names}

    def blame(self, errors: dict[str, str]) -> None:
        """Put the service's errors where people look for them."""
        for name, text in errors.items():
            kind, _dot, number = name.partition(".")
            if kind == "runs" and number:
                self.add_error(f"run_{self._filled[int(number)]}", text)
            elif kind == "runs":
                self.add_error("run_0", text)
            elif kind in self.fields:
                self.add_error(kind, text)
            else:
                self.add_error(None, text)


def _initial(last: Attestation | None) -> dict[str, Any]:
    if last is None:
        return {}
    runs = list(last.runs.order_by("pk"))
    found: dict[str, Any] = {"none_in_scope": not runs}
    for number, one in enumerate(runs[:MOST_ROWS]):
        found |= {f"run_{number}": one.run, f"state_{number}": one.state, f"since_{number}": one.since}
    return found


class ChallengeForm(forms.Form):
    """Why an attestation is not true."""

    because = forms.CharField(
        label=_("What is not true, and what shows it?"),
        help_text=_(
            "The lab, the clerks, the auditors and whoever presides read this; everybody else that there is a challenge."
        ),
        widget=LONG,
    )


class DecideChallengeForm(forms.Form):
    """Whether a challenge is right."""

    verb = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("uphold", _("It is right: a compliance case opens")), ("dismiss", _("It is not"))],
        widget=RadioCards(),
    )
    because = forms.CharField(label=_("Why?"), help_text=_("Everybody who sees the pause reads this."), widget=LONG)


class AnswerForm(forms.Form):
    """What the lab has to say to a case."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("Everybody who sees the pause reads this. It is not changed afterwards."),
        widget=LONG,
    )


class BecauseForm(forms.Form):
    """Why a case ends so."""

    because = forms.CharField(label=_("Why?"), help_text=_("Everybody who sees the pause reads this."), widget=LONG)


def rows_wanted(data: Any, last: Attestation | None) -> int:
    """How many rows a form has: those that were sent, or those of the last attestation and one more."""
    sent: Sequence[str] = [name for name in data if name.startswith("run_")] if data is not None else ()
    return len(sent) if data is not None else 1 + (last.runs.count() if last is not None else 0)
