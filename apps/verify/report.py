"""What a verifier found: one line a check, and whether everything holds."""

from dataclasses import dataclass, field
from typing import Any

HOLDS, BROKEN, UNDECIDED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Check:
    """What was checked, whether it holds, and the sentence that says so."""

    name: str
    holds: bool
    says: str

    def line(self) -> str:
        """The check on one line; what is no letter is shown as such, so that a file cannot paint a line of its own."""
        return f"{'✓' if self.holds else '✗'} {printable(self.says)}"


@dataclass(slots=True)
class Report:
    """The checks of a file in their order; `undecided` says why nothing can be said of it.

    `beyond` is what no check of it can show, each with where to look.
    """

    checks: list[Check] = field(default_factory=list)
    undecided: str = ""
    beyond: tuple[str, ...] = ()

    def check(self, name: str, holds: bool, says: str, otherwise: str = "") -> bool:
        """Note a check, with the sentence for either end, and give back whether it holds."""
        self.checks.append(Check(name, holds, says if holds or not otherwise else otherwise))
        return holds

    @property
    def ends(self) -> int:
        """The exit status: 0 holds, 1 broken, 2 cannot decide."""
        if not all(check.holds for check in self.checks):
            return BROKEN
        return UNDECIDED if self.undecided or not self.checks else HOLDS

    def lines(self) -> list[str]:
        """Every check, what they cannot show, and the end."""
        end = {HOLDS: "Everything holds.", BROKEN: "Broken: do not rely on this file."}
        beyond = ["What this file cannot show:", *(f"· {one}" for one in self.beyond)] if self.beyond else []
        said = end.get(self.ends) or f"? {printable(self.undecided)}"
        return [*(check.line() for check in self.checks), *beyond, said]

    def as_data(self) -> dict[str, Any]:
        """For machines."""
        checks = [{"check": check.name, "holds": check.holds, "says": check.says} for check in self.checks]
        holds = {HOLDS: True, BROKEN: False}.get(self.ends)
        return {
            "holds": holds,
            "exit": self.ends,
            "undecided": self.undecided,
            "checks": checks,
            "cannot_show": list(self.beyond),
        }


def printable(text: str) -> str:
    """The text with everything that a terminal would not print as a letter replaced."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
