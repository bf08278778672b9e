"""The Traffic Light Protocol 2.0: labels as the standard writes them, strictest first."""

from collections.abc import Iterable
from enum import StrEnum


class TLP(StrEnum):
    """Who may be told; the source may narrow, recipients may not widen."""

    RED = "TLP:RED"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    AMBER = "TLP:AMBER"
    GREEN = "TLP:GREEN"
    CLEAR = "TLP:CLEAR"


STRICTEST_FIRST = tuple(TLP)
CONFIDENTIAL = frozenset({TLP.RED, TLP.AMBER_STRICT, TLP.AMBER})
"""Mail about these carries no content, and the public never sees them."""

MEANINGS = {
    TLP.RED: "Only the organisations named, and the one that reports.",
    TLP.AMBER_STRICT: "The clerks and the chair's office, besides the organisations named and the one that reports.",
    TLP.AMBER: "The clerks, the chair's office and the auditors, besides the organisations named and the one that reports.",
    TLP.GREEN: "Every seat of the committee; not the public.",
    TLP.CLEAR: "Every seat of the committee; a clerk may publish it.",
}


def strictest(labels: Iterable[str]) -> TLP:
    """The label of something made of parts with these labels; raises ValueError for none."""
    found = {TLP(label) for label in labels}
    if not found:
        raise ValueError("no label given")
    return next(label for label in STRICTEST_FIRST if label in found)
