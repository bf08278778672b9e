"""What a lab declared, as one document, and the commitment to it that stands in the record.

Whoever is given document and salt re-computes the commitment and compares: nothing else can have been declared.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.funding.rules.declaring import Figures
from apps.kernel import canonical

FORM = "concord/declaration/v1"
HOW = (
    "SHA-256, in lower-case hexadecimal, of these bytes one after the other: the line “concord/commitment/v1” with its "
    "line feed, the 32 bytes of the salt, and the document as canonical JSON (RFC 8785) in UTF-8."
)
SALT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Of:
    """Whose figures they are: committee, period and lab by their short names, and the how-manieth of that lab."""

    committee: str
    period: str
    lab: str
    version: int
    figure: str
    at: datetime


def document(of: Of, figures: Figures, *, counts: int, files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The document: figures as digits, files by their names and hashes."""
    return {
        "form": FORM,
        "committee": of.committee,
        "period": of.period,
        "lab": of.lab,
        "version": of.version,
        "figure": of.figure,
        "at": canonical.instant(of.at),
        "training_flop": str(figures.training),
        "installed_flops": str(figures.installed),
        "counts": str(counts),
        "accelerators": [
            {"type": one.type, "number": one.number, "flops_each": str(one.flops_each)} for one in figures.accelerators
        ],
        "method": figures.method,
        "confidence": figures.confidence,
        "explanation": figures.explanation,
        "unusual_because": figures.unusual_because,
        "files": [{"name": one["name"], "sha256": one["sha256"]} for one in files],
    }


def commitment(document: Mapping[str, Any], salt: str) -> str:
    """The commitment to a document under a salt, as HOW says; raises ValueError for a salt that is none."""
    if not SALT.fullmatch(salt):
        raise ValueError("A salt is 64 hexadecimal digits in lower case.")
    return canonical.commitment(salt, dict(document))
