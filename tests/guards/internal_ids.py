"""Signs that a row's internal id is given out: a gap between two of them tells how much else there is."""

import re
from collections.abc import Iterator
from typing import Any

from apps.record.rules import AUDIENCES

COUNTED = {
    *("blocking", "charter", "course", "cycle", "late_minutes", "number", "place", "seq", "severity", "step", "tier"),
    *("supersedes", "version", "weight"),
    *("above", "labs_needed", "measures"),
    *("account", "booked", "items", "open", "skipped"),
    *("absent", "abstain", "no", "recused", "total_weight", "yes", "yes_weight"),
}
"""Facts that are numbers and no row's id."""


def named_in(text: str) -> list[str]:
    """Audiences, seats and organisations that a text names by their id, as in “seat:7”."""
    kinds = {"seat", "organisation", "committee", *(key for key, audience in AUDIENCES if audience.of)}
    return re.findall(rf"\b(?:{'|'.join(sorted(kinds))}):\d+", text)


def numbers_of(facts: Any, name: str = "") -> Iterator[str]:
    """Facts by name that may be an id: whole numbers, also as text, that are not known to count something."""
    if isinstance(facts, dict):
        for key, value in facts.items():
            yield from numbers_of(value, key)
    elif isinstance(facts, list):
        for value in facts:
            yield from numbers_of(value, name)
    elif not isinstance(facts, bool) and str(facts).isdigit() and name not in COUNTED:
        yield name
