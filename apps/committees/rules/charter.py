"""The charter as typed data: sections of articles that apps register, and the three presets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.kernel.registry import Registry

PRESETS = {
    "small": "Up to eight labs, short clocks, no ceiling",
    "standard": "The usual committee of labs and independent members",
    "treaty": "States behind the members; longer windows",
}
DEFAULT_PRESET = "standard"


@dataclass(frozen=True, slots=True)
class Article:
    """One value of the charter: its key, number, sentence with `{value}`, unit, bounds and preset values."""

    key: str
    number: str
    title: str
    sentence: str
    unit: str
    presets: Mapping[str, int]
    least: int = 0
    most: int = 10_000

    def words(self, value: int) -> str:
        """The article as a person reads it."""
        unit = self.unit.removesuffix("s") if value == 1 else self.unit
        return self.sentence.format(value=f"{value} {unit}")


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


def preset_values(preset: str) -> dict[str, int]:
    """All values of a preset; raises KeyError for an unknown preset."""
    if preset not in PRESETS:
        raise KeyError(preset)
    return {key: article.presets[preset] for key, article in articles().items()}


def value_of(values: Mapping[str, Any], preset: str, key: str) -> int:
    """A value of a charter version; an article newer than the version has its preset's value."""
    return values[key] if key in values else articles()[key].presets[preset]


def errors_in(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a set of values, by key."""
    known = articles()
    errors = {}
    for key, value in values.items():
        article = known.get(key)
        if article is None:
            errors[key] = "There is no such article."
        elif not isinstance(value, int) or isinstance(value, bool):
            errors[key] = "Give a whole number."
        elif not article.least <= value <= article.most:
            errors[key] = f"Give a number from {article.least} to {article.most} {article.unit}."
    return errors
