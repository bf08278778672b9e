"""What a complaint must hold before it is kept, and before it is filed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.disputes.rules import passages
from apps.disputes.rules.numbers import paragraphs
from apps.kernel.decisions import Invalid
from apps.kernel.texts import too_long

LONGEST_TITLE, LONGEST_TEXT, MOST_ABOUT = 200, 200_000, 20
REFERENCE = re.compile(r"[A-Z]{2,5}-\d{4}-[0-9A-Z]{2,8}")


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint in plain values: `text` as it was typed, with the marks of its sealed passages."""

    complainant: int
    respondent: int | None = None
    title: str = ""
    text: str = ""
    about: tuple[str, ...] = ()


def shape_errors(complaint: Complaint) -> dict[str, str]:
    """What can never be right, by field; a draft may be unfinished, but not this."""
    errors = {}
    if len(complaint.title) > LONGEST_TITLE:
        errors["title"] = too_long(LONGEST_TITLE)
    if complaint.respondent == complaint.complainant:
        errors["respondent"] = "Nobody complains about themselves. Choose another member."
    if len(complaint.about) > MOST_ABOUT:
        errors["about"] = f"Name at most {MOST_ABOUT} references."
    elif wrong := [one for one in complaint.about if not REFERENCE.fullmatch(one)]:
        errors["about"] = f"“{wrong[0]}” is no reference. One looks like PAU-2026-0003; put each on a line of its own."
    return errors | text_errors(complaint.text)


def text_errors(typed: str) -> dict[str, str]:
    """What is wrong with the text of a paper as it was typed."""
    if len(typed) > LONGEST_TEXT:
        return {"text": too_long(LONGEST_TEXT)}
    try:
        passages.read(typed)
    except Invalid as error:
        return error.errors
    return {}


def filing_errors(complaint: Complaint) -> dict[str, str]:
    """What is missing or wrong before it can be filed, by field."""
    errors = {}
    if not complaint.title.strip():
        errors["title"] = "Say in one line what the case is about."
    if complaint.respondent is None:
        errors["respondent"] = "Choose the member about which you complain."
    if not paragraphs(complaint.text):
        errors["text"] = "Say what happened, which rule it breaks and what you ask for."
    return errors | shape_errors(complaint)


def references_in(typed: str) -> Sequence[str]:
    """The references that somebody typed, one or several to a line, each once and in capitals."""
    return tuple(dict.fromkeys(re.findall(r"[^\s,;]+", typed.upper())))
