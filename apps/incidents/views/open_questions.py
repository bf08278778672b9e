"""The questions on which duties hang, by the page that asks them: what to answer next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.incidents.forms.steps import STEPS, HarmForm, WhatForm, WhereForm, step_of
from apps.incidents.rules.facts import FACTS, SCOPES, WHEN
from apps.incidents.selectors.duties import Row

REACH = ""
"""Of the organisation, not of this report: which laws reach it is answered on a page of its own."""
PAGES = (
    {fact.question: step_of(name) for name, fact in FACTS.items()}
    | {text: step_of(name) for name, text in WHEN.items()}
    | {scope.question: REACH for scope in SCOPES.values()}
)


@dataclass(slots=True)
class Page:
    """A page, and what is still open on it."""

    key: str
    heading: Any
    questions: list[str] = field(default_factory=list)


def open_questions(rows: Iterable[Row]) -> tuple[list[Page], int]:
    """The pages with open questions, each question once, and how many duties hang on them."""
    hanging = [row.duty for row in rows if row.is_awaited and row.duty.questions]
    pages = {key: Page(key, form.heading) for key, form in STEPS.items()}
    pages[REACH] = Page(REACH, _("Which laws reach us"))
    for text in dict.fromkeys(text for duty in hanging for text in duty.questions):
        pages[_page_of(text)].questions.append(text)
    return [page for page in pages.values() if page.questions], len(hanging)


def _page_of(text: str) -> str:
    if text in PAGES:
        return PAGES[text]
    if text.startswith("How grave"):
        return HarmForm.key
    return WhereForm.key if text.endswith(" touched?") else WhatForm.key
