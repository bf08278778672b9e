"""The forms of the charter: drafting an amendment, recording its adoption, choosing versions to compare."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from apps.committees.rules.charter import CHOICE, PRESETS, SECTIONS, SWITCH, Article, place
from apps.kernel.forms_ui import ZonedDateTimeField

SWITCHED = [("on", _("Yes")), ("off", _("No"))]


class _Number(forms.IntegerField):
    """The number of the version that a page showed."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**31 - 1, **kwargs)


class AmendmentForm(forms.Form):
    """Every article with its value; only what differs becomes the draft. Fields are named after their articles.

    `based_on` and `seen` say which version of the charter, and of the draft, whoever fills it in had before them.
    """

    based_on = _Number(required=False)
    seen = _Number(required=False)
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Such as: Longer invitations."))
    because = forms.CharField(label=_("Why"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chaptered: list[tuple[str, list[str]]] = []
        sections = [section for _key, section in SECTIONS if section.articles]
        for section in sorted(sections, key=lambda section: place(section.articles[0].number)):
            for article in section.articles:
                self.fields[article.key] = _field(article, values[article.key])
            self.chaptered.append((section.title, [article.key for article in section.articles]))

    @property
    def chapters(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of the articles by chapter."""
        return [(title, [self[key] for key in keys]) for title, keys in self.chaptered]

    @property
    def amendment(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        keys = {key for _title, keys in self.chaptered for key in keys}
        values = {key: value for key, value in self.cleaned_data.items() if key in keys}
        return {name: self.cleaned_data[name] for name in ("title", "because", "based_on")} | {"values": values}


def _field(article: Article, value: Any) -> forms.Field:
    said = {"label": f"{article.number} {article.title}", "help_text": _presets(article)}
    if article.kind == CHOICE:
        return forms.ChoiceField(choices=list(article.choices.items()), initial=value, **said)
    if article.kind == SWITCH:
        return forms.TypedChoiceField(
            choices=SWITCHED, coerce=lambda said: said == "on", initial="on" if value else "off", **said
        )
    return forms.IntegerField(initial=value, **said)


def _presets(article: Article) -> str:
    compared = " · ".join(f"{preset}: {article.figures(article.presets[preset])}" for preset in PRESETS)
    rule = article.words(article.presets[next(iter(PRESETS))]) if article.kind == SWITCH else article.sentence
    asked = _now("Give the exponent of ten.") + " " if article.power else ""
    return f"{rule.replace('{value}.', '{value}').replace('{value}', '…')} {asked}{_now('Presets:')} {compared}."


class AdoptionForm(forms.Form):
    """The committee's decision, and from when the new version is in force."""

    onto = _Number()
    seen = _Number()
    decision = forms.CharField(
        label=_("The committee's decision"),
        max_length=200,
        help_text=_("What was decided, when, and where it is written down. It is published."),
    )
    in_force_at = ZonedDateTimeField(
        label=_("In force from"), required=False, help_text=_("Leave it empty for at once.")
    )


class ComparisonForm(forms.Form):
    """Two versions."""

    def __init__(self, data: Mapping[str, Any], numbers: Iterable[int]) -> None:
        choices = [(str(number), _now("Version %(number)s") % {"number": number}) for number in numbers]
        super().__init__(data)
        self.fields["from"] = forms.ChoiceField(label=_("From"), choices=choices)
        self.fields["to"] = forms.ChoiceField(label=_("To"), choices=choices)
