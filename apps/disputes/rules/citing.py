"""A paper, or a paragraph of one, as somebody cites it: “DSP-2026-3XQ9/7, para. 14”; the case alone stands for its report."""

import re
from dataclasses import dataclass

CITED = re.compile(
    r"(DSP-\d{4}-[0-9A-Z]{2,8})(?:/([0-9A-Z]{1,3}-?\d*))?(?:\s*,?\s*para(?:graph|\.)?\s*(\d{1,5}))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Citation:
    """What was cited: a case, a paper of it ("" for its report) and a paragraph (0 for none)."""

    case: str
    paper: str = ""
    paragraph: int = 0


def citation_in(typed: str) -> Citation | None:
    """The citation that somebody typed; None where it is something else."""
    found = CITED.fullmatch(typed.strip())
    if found is None:
        return None
    return Citation(found[1].upper(), (found[2] or "").upper(), int(found[3] or 0))
