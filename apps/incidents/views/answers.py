"""What a report says, page by page, as it is read over before filing and when it is corrected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.committees.models import Organisation
from apps.incidents.forms.steps import STEPS, step_of, steps_for, words_of_harms
from apps.incidents.models import Incident
from apps.incidents.rules.asking import matters
from apps.incidents.rules.contradictions import contradictions
from apps.incidents.rules.facts import FACTS, PLACES
from apps.incidents.rules.report import Content
from apps.incidents.selectors.reports import answers_by_question
from apps.kernel.tlp import MEANINGS, TLP


@dataclass(frozen=True, slots=True)
class Row:
    """An answer: text, or an instant; `assumed` where nobody has given it yet."""

    label: Any
    text: Any = ""
    at: Any = None
    tlp: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of a page."""

    key: str
    heading: Any
    rows: Sequence[Row]


def three(answer: bool | None) -> str:
    """Yes, no or not yet known."""
    return _("Not yet known") if answer is None else _("Yes") if answer else _("No")


def what_does_not_fit(content: Content) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Each contradiction, with the pages on which its answers stand: address and heading."""
    found = [(one.text, dict.fromkeys(step_of(field) for field in one.fields)) for one in contradictions(content)]
    return [(text, [(key, STEPS[key].heading) for key in keys]) for text, keys in found]


def answer_groups(incident: Incident, content: Content, recipients: Sequence[Organisation]) -> list[Group]:
    """The answers by page, in the order in which they are asked; questions that do not matter are left out."""
    return [
        Group(key, STEPS[key].heading, list(_rows(key, incident, content, recipients)))
        for key in steps_for(answers_by_question(incident))
    ]


def _rows(key: str, incident: Incident, content: Content, recipients: Sequence[Organisation]) -> Iterator[Row]:
    kind = STEPS[key]
    for name, asked in kind.base_fields.items():
        if matters(name, content):
            yield _row(name, asked.label, incident, recipients)
    for name in kind.facts:
        if matters(name, content):
            yield Row(_(FACTS[name].question), three(incident.facts.get(name)), assumed=name in incident.assumed)


def _row(name: str, label: Any, incident: Incident, recipients: Sequence[Organisation]) -> Row:
    assumed = name in incident.assumed
    value = getattr(incident, name, None)
    if name.endswith("_at"):
        return Row(label, "" if value else _("Not yet known"), at=value, assumed=assumed)
    if name == "tlp":
        return Row(label, MEANINGS[TLP(value)] if value else "–", tlp=value or "", assumed=assumed)
    return Row(label, _words(name, value, incident, recipients) or "–", assumed=assumed)


def _words(name: str, value: Any, incident: Incident, recipients: Sequence[Organisation]) -> Any:
    if name == "harms":
        return words_of_harms(value)
    if name == "recipients":
        return ", ".join(one.name for one in recipients) or _("Nobody")
    if name == "jurisdictions":
        return ", ".join(PLACES.get(code, code) for code in value) or _("Not yet known")
    if name == "evidence_in_disputes":
        return _("Not yet decided") if value is None else three(value)
    if name in {"kind", "severity"}:
        return getattr(incident, f"get_{name}_display")() if value else ""
    return value
