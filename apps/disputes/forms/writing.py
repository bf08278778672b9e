"""Writing a complaint, and any other paper; nothing typed is thrown away on an error."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Organisation
from apps.disputes.forms.ruling import fields_of, initial_of, terms_of
from apps.disputes.models import Case, Paper
from apps.disputes.rules.complaints import Complaint, references_in
from apps.disputes.states import DocumentKind, Stage, Track

SEALING = _(
    "Leave an empty line between paragraphs: they are numbered and cited so. Put [[ and ]] round what only the parties may "
    "read, and [[counsel: … ]] round what only outside counsel and the panel may read."
)


class DraftForm(forms.Form):
    """A draft's page; `seen` is the version that it shows."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def changes(self) -> dict[str, Any]:
        """The fields that are valid, as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ComplaintForm(DraftForm):
    """About whom, about what, in which words."""

    respondent = forms.ChoiceField(
        label=_("About which member do you complain?"), help_text=_("A case is against one member. Against another you file another; they can be heard together."), required=False
    )  # fmt: skip
    title = forms.CharField(label=_("What is it about?"), help_text=_("One line. Members of the committee read it."), required=False)  # fmt: skip
    about = forms.CharField(
        label=_("References it hangs on"),
        help_text=_("A pause, a motion, a report or a case of this committee, such as PAU-2026-0003. One a line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(label=_("The complaint"), help_text=SEALING, required=False, widget=forms.Textarea(attrs={"rows": 16}))  # fmt: skip
    urgent = forms.BooleanField(
        label=_("It is urgent"),
        help_text=_("Consultations are shorter, and so is the panel's time."),
        required=False,
    )

    def __init__(self, *args: Any, case: Case, complaint: Complaint, members: Sequence[Organisation], **kwargs: Any) -> None:  # fmt: skip
        """What the draft holds already is filled in."""
        keys = {one.pk: one.key for one in members}
        kwargs["initial"] = {
            "respondent": keys.get(complaint.respondent or 0, ""),
            "title": complaint.title,
            "about": "\n".join(complaint.about),
            "text": complaint.text,
            "urgent": case.track == Track.URGENT,
            "seen": case.version,
        }
        super().__init__(*args, **kwargs)
        named: Any = self.fields["respondent"]
        named.choices = [("", _("Choose a member")), *((one.key, one.name) for one in members)]
        for name in ("respondent", "title", "text"):
            # A draft may be kept without them, but it is not filed so: the page must not call them optional.
            self.fields[name].always_answered = True  # type: ignore[attr-defined]

    def clean_about(self) -> Sequence[str]:
        """The references that were typed."""
        return references_in(self.cleaned_data["about"])


class PaperForm(DraftForm):
    """A paper's title and text, and what hangs on its kind: claims, findings (forms.ruling)."""

    title = forms.CharField(label=_("Title"), help_text=_("One line, if it needs one."), required=False, max_length=200)
    text = forms.CharField(label=_("Text"), help_text=SEALING, required=False, widget=forms.Textarea(attrs={"rows": 16}))  # fmt: skip

    def __init__(self, *args: Any, paper: Paper, claims: Sequence[str] = (), strikable: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:  # fmt: skip
        """What the draft holds already is filled in; `claims` are those on which a report finds, see `fields_of`."""
        asked = fields_of(DocumentKind(paper.kind), Stage(paper.case.stage), claims, strikable)
        kwargs["initial"] = {"title": paper.title, "text": paper.text, "seen": paper.version}
        kwargs["initial"] |= initial_of(paper.terms) if asked else {}
        super().__init__(*args, **kwargs)
        self.asked = tuple(asked)
        for name, field in asked.items():
            self.fields[name] = field
            field.always_answered = True
        self.fields["text"].always_answered = True  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """The fields that are valid, as the services take them."""
        given = super().changes()
        kept = {name: given.pop(name) for name in self.asked if name in given}
        return given | ({"terms": terms_of(kept)} if kept else {})


class BecauseForm(forms.Form):
    """Why a complaint is withdrawn."""

    because = forms.CharField(
        label=_("Why do you withdraw?"),
        help_text=_("Everybody who reads the case reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why you withdraw: everybody who reads the case reads it.")},
    )


class AgentForm(forms.Form):
    """Who opens what is served on the organisation."""

    seat = forms.ChoiceField(label=_("Agent of record"), error_messages={"required": _("Choose somebody.")})

    def __init__(self, *args: Any, seats: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Any = self.fields["seat"]
        named.choices = [(str(seat.uid), str(seat)) for seat in seats]


class WhichForm(forms.Form):
    """Which cases the list shows."""

    which = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("All cases")), ("open", _("Open")), ("ended", _("Ended"))]
    )
