"""The answer of a rule: allowed or not, and the sentence that says why."""

from dataclasses import dataclass


class Refused(Exception):
    """A rule forbids the act; `reason` is a sentence for the person who tried."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Invalid(Exception):
    """Input that cannot be right: `errors` maps a field to its sentence ("" for the whole)."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {text}" if field else text for field, text in errors.items()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an act is allowed; a refusal carries its reason, shown on the button, the page and the API alike."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise Refused with the reason unless allowed."""
        if not self.allowed:
            raise Refused(self.reason)


YES = Decision(True)


def no(reason: str) -> Decision:
    """A refusal with its reason."""
    return Decision(False, reason)


def first_refusal(*decisions: Decision) -> Decision:
    """The first refusal among decisions, or yes."""
    return next((decision for decision in decisions if not decision), YES)
