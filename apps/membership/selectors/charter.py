"""The charter in words."""

from dataclasses import dataclass
from datetime import datetime

from apps.committees.rules.charter import SECTIONS, Value, value_of
from apps.committees.selectors import charter_at


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article with its value in a charter version."""

    key: str
    number: str
    title: str
    words: str
    in_full: str
    kind: str
    value: Value
    unit: str


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter version in words."""

    number: int
    preset: str
    in_force_at: datetime
    adopted_by: str
    sections: list[tuple[str, list[ArticleLine]]]


def charter(now: datetime, number: int | None = None) -> Charter:
    """The charter in force, or one version; raises CharterVersion.DoesNotExist."""
    version = charter_at(now)
    if number is not None and number != version.number:
        version = type(version).objects.get(number=number)
    sections = []
    for _key, section in SECTIONS:
        lines = []
        for article in section.articles:
            value = value_of(version.values, version.preset, article.key)
            lines.append(
                ArticleLine(
                    article.key,
                    article.number,
                    article.title,
                    article.words(value),
                    article.in_full(value),
                    article.kind,
                    value,
                    article.unit,
                )
            )
        sections.append((section.title, lines))
    sections.sort(key=lambda pair: int(pair[1][0].number.partition(".")[0]) if pair[1] else 0)
    return Charter(version.number, version.preset, version.in_force_at, version.adopted_by, sections)
