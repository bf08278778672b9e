"""What the urgent line assumes where nobody has said anything yet."""

from collections.abc import Mapping
from typing import Final

from apps.incidents.states import Kind
from apps.kernel.tlp import TLP

ASSUMED: Final[Mapping[str, str]] = {"kind": Kind.HARM.value, "tlp": TLP.AMBER.value}
"""The strictest kind, so that no duty is passed over; a label under which the chair and the clerks can act at once."""

SHORT = 80


def title_of(narrative: str) -> str:
    """The first line or sentence of what happens, cut at a word."""
    lines = narrative.strip().splitlines()
    first = lines[0].strip() if lines else ""
    sentence = first.split(". ")[0].rstrip(".") or first
    if len(sentence) <= SHORT:
        return sentence
    cut = sentence[:SHORT].rsplit(" ", 1)[0] if " " in sentence[:SHORT] else sentence[:SHORT]
    return f"{cut.rstrip(',;:')}…"
