"""What is asked of those who work a report for the committee."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Seat
from apps.incidents.models import Finding
from apps.incidents.rules.working_verbs import REASON_LENGTH, TEXT_LENGTH
from apps.incidents.states import HOW_LABELS, HOWS, SEVERITY_LABELS, Target

LONG = forms.Textarea(attrs={"rows": 4})


def seat_label(seat: Seat) -> str:
    """A person with the organisation, as a list of people to choose from says it."""
    return f"{seat.holder}, {seat.organisation.name}"


class AssignForm(forms.Form):
    """Who has the report from now on; `had` is who had it when the page was made."""

    had = forms.CharField(required=False, widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Who takes it on?"))
    note = forms.CharField(
        label=_("A word for them"),
        help_text=_("Whoever may see the report may read it."),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, candidates: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(seat.uid), seat_label(seat)) for seat in candidates]
        self.fields["to"].choices = [("", _now("Choose")), *choices]  # type: ignore[attr-defined]


class SeverityForm(forms.Form):
    """How grave the committee holds it to be."""

    severity = forms.TypedChoiceField(
        label=_("How grave does the committee hold it to be?"),
        coerce=int,
        choices=[("", _("Choose")), *((str(int(step)), SEVERITY_LABELS[step]) for step in SEVERITY_LABELS)],
    )
    reason = forms.CharField(label=_("Why?"), widget=LONG, max_length=REASON_LENGTH)


class FindingForm(forms.Form):
    """What was found, and on what it rests."""

    text = forms.CharField(label=_("What was found?"), widget=LONG, max_length=TEXT_LENGTH)
    basis = forms.CharField(
        label=_("On what does it rest?"),
        help_text=_("Files, logs, runs, interviews, or another finding."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=REASON_LENGTH,
    )
    supersedes = forms.TypedChoiceField(
        label=_("Does it take the place of an earlier finding?"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, standing: Iterable[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(one.number), f"{one.number}: {one.text[:80]}") for one in standing]
        self.fields["supersedes"].choices = [("", _now("No")), *rows]  # type: ignore[attr-defined]
        if not rows:
            del self.fields["supersedes"]


class CauseForm(forms.Form):
    """The committee's note on the root cause; `seen` is the version that it changes."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("What is the root cause?"), widget=forms.Textarea(attrs={"rows": 8}), max_length=TEXT_LENGTH
    )

    def clean_seen(self) -> int:
        """Nothing seen is no version."""
        return self.cleaned_data["seen"] or 0


class ReportLinkForm(forms.Form):
    """Another report that belongs to this one."""

    kind = Target.INCIDENT
    target = forms.CharField(label=_("Reference of the other report"), max_length=24)
    how = forms.ChoiceField(
        label=_("How do they belong together?"),
        help_text=_("A follow-up follows the other report."),
        choices=[(one.value, HOW_LABELS[one]) for one in HOWS[Target.INCIDENT]],
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=REASON_LENGTH)


class PauseLinkForm(forms.Form):
    """A pause that has to do with the report."""

    kind = Target.PAUSE
    target = forms.ChoiceField(label=_("Which pause?"))
    how = forms.ChoiceField(
        label=_("What has it to do with the report?"),
        choices=[(one.value, HOW_LABELS[one]) for one in HOWS[Target.PAUSE]],
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=REASON_LENGTH)

    def __init__(self, *args: Any, pauses: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", _now("Choose")), *pauses]  # type: ignore[attr-defined]


class NamedLinkForm(forms.Form):
    """A run or a metric, by its name."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[(Target.RUN.value, _("Training run")), (Target.METRIC.value, _("Metric"))]
    )
    target = forms.CharField(label=_("Its name"), max_length=200)
    note = forms.CharField(label=_("Note"), required=False, max_length=REASON_LENGTH)


class UnlinkForm(forms.Form):
    """Why a link is taken away."""

    reason = forms.CharField(label=_("Why is it taken away?"), max_length=REASON_LENGTH)
