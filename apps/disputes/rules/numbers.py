"""How papers are numbered and cited: DSP-2026-3XQ9/7, and a paragraph of one as “DSP-2026-3XQ9/7, para. 14”.

What not all who follow a case may know of is numbered apart: a gap in the docket would tell them that it is there.
"""

import re
from enum import StrEnum

from apps.disputes.rules.sight import KINDS, Reader, Sight
from apps.disputes.rules.who import FIRST, ON_APPEAL, ON_REVIEW
from apps.disputes.states import DocumentKind

PREFIX = "DSP"


class Series(StrEnum):
    """A row of numbers in a case: the docket itself, and what is numbered apart from it."""

    DOCKET = ""
    CONSULTATIONS = "C"
    SETTLEMENT = "S"
    STRIKES = "X"
    NOTICES = "N"
    PANEL = "P1-"
    PANEL_ON_APPEAL = "P2-"
    PANEL_ON_REVIEW = "P3-"


APART = {
    DocumentKind.CONSULTATION: Series.CONSULTATIONS,
    DocumentKind.SETTLEMENT: Series.SETTLEMENT,
    DocumentKind.STRIKE: Series.STRIKES,
    DocumentKind.NOTICE: Series.NOTICES,
}
NOTES = {FIRST: Series.PANEL, ON_APPEAL: Series.PANEL_ON_APPEAL, ON_REVIEW: Series.PANEL_ON_REVIEW}
"""Of each panel by its number: one does not learn how many notes another has written."""


def series_of(kind: DocumentKind, panel: int = FIRST) -> Series:
    """The row of numbers to which a kind of paper belongs; `panel` is the one that wrote it, where one did.

    An exhibit belongs to that of its paper.
    """
    return NOTES[panel] if kind == DocumentKind.DELIBERATION else APART.get(kind, Series.DOCKET)


def is_whole_for(reader: Reader) -> bool:
    """Whether this reader sees at least a marker of everything in the docket's own row, so that numbers tell nothing."""
    return all(row[reader] >= Sight.MARKER for kind, row in KINDS.items() if series_of(kind) == Series.DOCKET)


def reference(case: str, series: Series, number: int) -> str:
    """How a paper is cited."""
    return f"{case}/{series.value}{number}"


def paragraphs(text: str) -> list[str]:
    """The text by its paragraphs, which are cited by their number from 1: whatever stands between empty lines."""
    return [part for part in (part.strip() for part in re.split(r"\n\s*\n", text)) if part]


def cited(paper: str, paragraph: int) -> str:
    """A paragraph as it is cited."""
    return f"{paper}, para. {paragraph}"
