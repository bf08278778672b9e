"""A threshold that was crossed, as a clerk types it in: which, how far, by whose word, and when."""

from dataclasses import dataclass
from datetime import datetime

from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Crossing:
    """What was found: the threshold, the value that crossed it, the source of both, and the instant of the crossing."""

    threshold: str
    value: str
    source: str
    at: datetime

    def facts(self, now: datetime) -> dict[str, str | None]:
        """As the record holds it; raises Invalid where something is missing, too long or has not happened yet."""
        words = {"threshold": self.threshold, "value": self.value, "source": self.source}
        said = {name: text.replace("\0", "").strip() for name, text in words.items()}
        errors = {name: ASKED[name] for name, text in said.items() if not text}
        errors |= {name: f"Shorten this to {LONGEST} characters." for name, text in said.items() if len(text) > LONGEST}
        if self.at > now:
            errors["at"] = "A crossing has happened: give an instant that has passed."
        if errors:
            raise Invalid(errors)
        return said | {"at": instant(self.at)}


ASKED = {
    "threshold": "Say which threshold was crossed.",
    "value": "Give the value that crossed it.",
    "source": "Say where the value is from.",
}
