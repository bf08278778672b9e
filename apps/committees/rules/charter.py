"""The charter as typed data: sections of articles that apps register, and the three presets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from apps.kernel.numerals import MOST, spelled
from apps.kernel.registry import Registry

Value: TypeAlias = int | str | bool
"""A whole number, the key of a choice, or a switch that is on or off."""

PRESETS = {
    "small": "Up to eight labs, short clocks, no ceiling",
    "standard": "The usual committee of labs and independent members",
    "treaty": "States behind the members; longer windows",
}
DEFAULT_PRESET = "standard"

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NUMBER, CHOICE, SWITCH = "number", "choice", "switch"


def presets(small: Value, standard: Value, treaty: Value) -> dict[str, Value]:
    """What an article says in each of the three presets."""
    return {"small": small, "standard": standard, "treaty": treaty}


@dataclass(frozen=True, slots=True)
class Article:
    """One value of the charter: its key, number, sentence with `{value}`, unit, bounds and preset values.

    It is a whole number with a unit; or, with `choices` (value → words), one of them; or, with `otherwise`, a switch:
    the sentence holds when it is on, `otherwise` when it is off. Choices and switches have no unit: give "". An amount
    too large to write out is a `power`: its value is the exponent of ten, so 23 reads “10²³ FLOP”.
    """

    key: str
    number: str
    title: str
    sentence: str
    unit: str
    presets: Mapping[str, Value]
    least: int = 0
    most: int = 10_000
    choices: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""
    power: bool = False

    @property
    def kind(self) -> str:
        """`number`, `choice` or `switch`."""
        if self.choices:
            return CHOICE
        return SWITCH if self.otherwise else NUMBER

    def words(self, value: Value) -> str:
        """The article as a person reads it, its number in figures."""
        return self._sentence(value).format(value=self.figures(value))

    def in_full(self, value: Value) -> str:
        """The article as a person reads it, its number in words and figures, such as “fourteen (14) days”."""
        return self._sentence(value).format(value=self.spelled(value))

    def figures(self, value: Value) -> str:
        """The value alone, in short: “14 days”, the words of a choice, “yes” or “no”."""
        if self.kind != NUMBER:
            return self._said(value)
        return f"{self._amount(value)} {self._unit(value)}".strip()

    def spelled(self, value: Value) -> str:
        """The value alone, in words and figures."""
        if self.kind != NUMBER:
            return self._said(value)
        if not isinstance(value, int) or not 0 <= value <= MOST:
            return self.figures(value)
        words = f"ten to the power of {spelled(value)}" if self.power else spelled(value)
        return f"{words} ({self._amount(value)}) {self._unit(value)}".strip()

    @property
    def measure(self) -> str:
        """What a value counts, for machines: “days”, “FLOP, as a power of ten”, “” of choices and switches."""
        return f"{self.unit}, as a power of ten" if self.power else self.unit

    def error_in(self, value: Any) -> str:
        """What is wrong with a value, as a sentence; empty when it may stand."""
        if self.kind == SWITCH:
            return "" if isinstance(value, bool) else "Say yes or no."
        if self.kind == CHOICE:
            known = isinstance(value, str) and value in self.choices
            return "" if known else f"Choose one of: {', '.join(self.choices)}."
        if not isinstance(value, int) or isinstance(value, bool):
            return "Give a whole number."
        if self.power and not self.least <= value <= self.most:
            return f"Give an exponent of ten from {self.least} to {self.most}."
        if not self.least <= value <= self.most:
            return f"Give a number from {self.least} to {self.most} {self.unit}.".replace(" .", ".")
        return ""

    def _sentence(self, value: Value) -> str:
        return self.otherwise if self.kind == SWITCH and not value else self.sentence

    def _said(self, value: Value) -> str:
        if self.kind == SWITCH:
            return "yes" if value else "no"
        return self.choices.get(str(value), str(value))

    def _amount(self, value: Value) -> str:
        return f"10{str(value).translate(RAISED)}" if self.power else str(value)

    def _unit(self, value: Value) -> str:
        return self.unit.removesuffix("s") if value == 1 else self.unit


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the charter, owned by one app."""

    key: str
    title: str
    articles: tuple[Article, ...]


SECTIONS: Registry[Section] = Registry("charter sections", "chapters of the charter, each owned by an app")


def articles() -> dict[str, Article]:
    """All registered articles by key."""
    return {article.key: article for _key, section in SECTIONS for article in section.articles}


def place(number: str) -> tuple[int, int, str]:
    """Where an article with this number stands: chapter, article, letter. Raises ValueError for another form."""
    chapter, _dot, rest = number.partition(".")
    digits = rest.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(chapter), int(digits), rest[len(digits) :]


def preset_values(preset: str) -> dict[str, Any]:
    """All values of a preset; raises KeyError for an unknown preset."""
    if preset not in PRESETS:
        raise KeyError(preset)
    return {key: article.presets[preset] for key, article in articles().items()}


def value_of(values: Mapping[str, Any], preset: str, key: str) -> Any:
    """A value of a charter version; an article newer than the version has its preset's value."""
    return values[key] if key in values else articles()[key].presets[preset]


def errors_in(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a set of values, by key."""
    known = articles()
    found = {
        key: known[key].error_in(value) if key in known else "There is no such article."
        for key, value in values.items()
    }
    return {key: error for key, error in found.items() if error}
